import { Layer } from "effect"
import { layer } from "../layers/journal/SqlJournalReader.ts"
import { settings } from "./ThisProcess.ts"

/** The journal as it is now, to be read also while the robot runs; and the settings that say where it is. */
export const journal = Layer.provideMerge(layer, settings)

import { Layer } from "effect"
import { layer } from "../layers/journal/SqlJournalReader.ts"
import { settings } from "./ThisProcess.ts"

/** The journal that the settings of now name, to be read also while the robot runs. */
export const journal = Layer.provide(layer, settings)

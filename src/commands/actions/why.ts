import { Effect, Layer } from "effect"
import { explainMessage } from "../../program/tools/ExplainMessage.ts"
import { journal } from "../JournalToRead.ts"
import { settings } from "../ThisProcess.ts"

export const why = (options: Parameters<typeof explainMessage>[0]) =>
  Effect.provide(explainMessage(options), Layer.merge(journal, settings))

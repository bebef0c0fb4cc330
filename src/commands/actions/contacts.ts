import { Effect } from "effect"
import { listNames } from "../../program/tools/ListNames.ts"
import { journal } from "../JournalToRead.ts"

export const contacts = Effect.provide(listNames, journal)

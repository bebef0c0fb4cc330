import { Command } from "@effect/cli"
import { Effect } from "effect"
import { listNames } from "../program/tools/ListNames.ts"
import { journal } from "./JournalToRead.ts"

export const contacts = Command.make("contacts", {}, () => Effect.provide(listNames, journal)).pipe(
  Command.withDescription("the names of friends and groups, as ROBOT_ALLOW and ROBOT_DENY take them")
)

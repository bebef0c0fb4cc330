import { Args, Command, Options } from "@effect/cli"
import { Effect } from "effect"
import { explainMessage } from "../program/tools/ExplainMessage.ts"
import { journal } from "./JournalToRead.ts"

const query = Args.text({ name: "id-or-text" }).pipe(
  Args.withDescription("the MsgId of a message, or a piece of its text or of its chat's name"),
  Args.optional
)

const last = Options.integer("last").pipe(
  Options.withDescription("list so many messages, the newest last"),
  Options.optional
)

export const why = Command.make("why", { query, last }, (options) =>
  Effect.provide(explainMessage(options), journal)
).pipe(Command.withDescription("what was decided about a message, by which rules, and what became of it"))

import { Schema } from "effect"
import { type Entry } from "../../../domain/Entry.ts"
import { isControl } from "../../../domain/Message.ts"
import { type Progress } from "../../../domain/Progress.ts"
import * as Json from "../JournalJson.ts"
import { reasonColumn } from "../StoredMessage.ts"

/** The values of the journal, as they are written into its columns. */
export const json = {
  message: Schema.encodeSync(Json.MessageColumn),
  dice: Schema.encodeSync(Json.DiceColumn),
  decision: Schema.encodeSync(Json.DecisionColumn),
  facts: Schema.encodeSync(Json.FactsColumn),
  contact: Schema.encodeSync(Json.ContactColumn),
  cursor: Schema.encodeSync(Json.Kept.cursor),
  phone: Schema.encodeSync(Json.Kept.phone),
  session: Schema.encodeSync(Json.Kept.session),
  cookies: Schema.encodeSync(Json.Kept.cookies),
  endedBy: Schema.encodeSync(Json.Kept.endedBy),
  limits: Schema.encodeSync(Json.Kept.limits),
  whole: Schema.encodeSync(Schema.parseJson(Schema.Boolean))
}

export const rowOf = ({ createdAt, dice, me, message, ownReply, receivedAt }: Entry) => ({
  msgId: message.MsgId,
  chat: message.chat,
  me,
  fromMe: message.from === me && !isControl(message.body) ? 1 : 0,
  ownReply: ownReply ? 1 : 0,
  createdAt,
  receivedAt,
  message: json.message(message),
  dice: json.dice(dice),
  state: "received"
})

export type Changes = Readonly<Record<string, string | number | null>>

/** The columns that quote a message. */
const quoting: ReadonlySet<string> = new Set(["answer", "decision", "facts"])

/** What still may be written of a message that was taken back. */
export const withoutWords = (changes: Changes): Changes =>
  Object.fromEntries(Object.entries(changes).filter(([column]) => !quoting.has(column)))

/** The columns that a step of a message changes. */
export const changesOf = (progress: Progress, now: number): Changes => {
  const state = progress._tag
  switch (progress._tag) {
    case "decided":
      return {
        state,
        decision: json.decision(progress.decision),
        facts: json.facts(progress.facts),
        lastingName: progress.lastingName ?? null,
        reason: progress.decision.reason,
        decidedAt: now
      }
    case "answered":
      return { state, answer: progress.text, source: progress.source, clientMsgId: progress.ClientMsgId }
    case "sending":
      return { state, sendingAt: now }
    case "sent":
      return { state, sentMsgId: progress.MsgID, endedAt: now }
    case "would-send":
      return { state, endedAt: now }
    case "skipped":
    case "failed":
    case "uncertain":
      return { state, reason: reasonColumn(progress), endedAt: now }
  }
}

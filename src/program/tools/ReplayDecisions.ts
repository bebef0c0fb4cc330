import { Console, type DateTime, Effect, Stream } from "effect"
import { type Decision } from "../../domain/Decision.ts"
import { type Facts } from "../../domain/Facts.ts"
import { decide } from "../../domain/ReplyPolicy.ts"
import { JournalReader, type StoredMessage } from "../../layers/journal/JournalReader.ts"
import { Settings } from "../../layers/settings/Settings.ts"
import { minuteOfDay } from "../reply/GatherFacts.ts"
import { chatOf, contentOf, decisionOf, when } from "./MessageLines.ts"
import { policyOf } from "../reply/Policy.ts"

/** So many of the messages that would be decided differently are shown. */
const SHOWN = 50

/** How much of a text is shown. */
const SHORT = 40

/**
 * The `replay` command: takes every decision of the journal once more, under the settings it is given, and tells which
 * come out differently. What a message met (the phone, the chat's replies, the dice) stays as it was.
 */
export const replayDecisions = Effect.gen(function* () {
  const settings = yield* Settings
  const policy = policyOf(settings)
  const { all } = yield* JournalReader
  const count = yield* Stream.runFoldEffect(all, { decided: 0, left: 0, differ: 0 }, (count, stored) => {
    const before = stored.decision
    const facts = factsOf(stored, settings.timeZone)
    if (before === null || facts === undefined) return Effect.succeed({ ...count, left: count.left + 1 })
    const now = decide(policy, facts)
    const looked = { ...count, decided: count.decided + 1 }
    if (same(before, now)) return Effect.succeed(looked)
    const show =
      count.differ < SHOWN ? Console.log(line(stored, before, now, settings.timeZone)) : Effect.void
    return Effect.as(show, { ...looked, differ: count.differ + 1 })
  })
  if (count.differ > SHOWN) yield* Console.log(`and ${count.differ - SHOWN} more`)
  yield* Console.log(
    `${count.decided} messages looked at, ${count.differ} would be decided differently` +
      (count.left === 0 ? "" : `; ${count.left} left out: taken back, or not decided yet`)
  )
})

const line = (stored: StoredMessage, before: Decision, now: Decision, timeZone: DateTime.TimeZone) =>
  [
    when(stored.receivedAt, timeZone),
    stored.msgId,
    chatOf(stored),
    contentOf(stored, SHORT),
    `${decisionOf(before)} → ${decisionOf(now)}`
  ].join("  ")

/** Two canned replies are the same decision, whichever line they send. */
export const same = (before: Decision, now: Decision) =>
  before._tag === now._tag && before.reason === now.reason

/** What a decision rested on; undefined where nothing was decided or its sender took the message back. */
export const factsOf = (
  { facts, lastingName, message }: StoredMessage,
  timeZone: DateTime.TimeZone
): Facts | undefined =>
  facts === null
    ? undefined
    : { ...facts, ...namesOf(facts, lastingName), message, minuteOfDay: minuteOfDay(facts.now, timeZone) }

/** Names are gathered only where there are lists. Without them a chat goes by its lasting name, for lists of now. */
const namesOf = ({ names, ownNames }: Pick<Facts, "names" | "ownNames">, lastingName: string | null) => {
  if (names.length > 0 || lastingName === null) return { names, ownNames }
  const name = lastingName.slice(lastingName.indexOf(":") + 1)
  return { names: [name], ownNames: [name] }
}

import { Console, type DateTime, Effect, Option, Schema } from "effect"
import { type AskedChatbot, cameInWords, isPassedOver } from "../../domain/AskedChatbot.ts"
import { AnswerReason, type Decision, SkipReason } from "../../domain/Decision.ts"
import { CommandName } from "../../domain/OwnerCommand.ts"
import { reasonsInWords, todoFor } from "../../domain/ReasonsInWords.ts"
import { JournalReader, type StoredMessage } from "../../layers/journal/JournalReader.ts"
import { type WhyEnded, whyEnded } from "../../layers/journal/StoredMessage.ts"
import { Settings } from "../../layers/settings/Settings.ts"
import { giveUp } from "../Unsuccessful.ts"
import { chatOf, contentOf, decisionOf, when, words } from "./MessageLines.ts"

/** Of those that hold a text the newest is told whole, and so many more in a line each. */
const MORE = 9

/** How much of a text is shown: where it stands for itself, and in a line among others. */
const LONG = 500
const SHORT = 40

/** What `why` is asked: one message by its MsgId or a piece of its text, or the last ones. */
export interface WhyOptions {
  readonly query: Option.Option<string>
  readonly last: Option.Option<number>
}

/**
 * The `why` command: what was decided about a message, by which rules, and what became of it; or the last messages, a
 * line each. Exit code 1 when there is none, 64 when nothing or two things were asked.
 */
export const explainMessage = Effect.fn("ExplainMessage.explainMessage")(function* ({
  last,
  query
}: WhyOptions) {
  if (Option.isSome(query) && Option.isNone(last)) return yield* explain(query.value)
  if (Option.isSome(last) && Option.isNone(query) && last.value > 0) return yield* list(last.value)
  return yield* giveUp("usage", "why wants the id or a piece of the text of a message, or --last N")
})

const explain = Effect.fnUntraced(function* (query: string) {
  const journal = yield* JournalReader
  const { timeZone } = yield* Settings
  const byId = yield* journal.find(query)
  const [newest, ...others] = Option.isSome(byId) ? [byId.value] : yield* journal.search(query, MORE + 1)
  if (newest === undefined) {
    return yield* giveUp("failed", `no message has this id or text: ${words(query, LONG)}`)
  }
  yield* Console.log(whole(newest, timeZone).join("\n"))
  if (others.length === 0) return
  yield* Console.log("\nolder ones with this text:")
  yield* Effect.forEach(others, (other) => Console.log(line(other, timeZone)), { discard: true })
})

const list = Effect.fnUntraced(function* (count: number) {
  const { timeZone } = yield* Settings
  const messages = yield* Effect.flatMap(JournalReader, (journal) => journal.last(count))
  if (messages.length === 0) return yield* giveUp("failed", "there is no message yet")
  yield* Effect.forEach(messages.toReversed(), (one) => Console.log(line(one, timeZone)), { discard: true })
})

const line = (stored: StoredMessage, timeZone: DateTime.TimeZone) =>
  [
    when(stored.receivedAt, timeZone),
    stored.msgId,
    outcome(stored),
    chatOf(stored),
    contentOf(stored, SHORT)
  ].join("  ")

/** How far it came, and why no further; a reason that only an earlier version knew stands as it is. */
const outcome = (stored: StoredMessage) => {
  const { reason, state } = stored
  const endedEarly = state === "skipped" || state === "failed"
  return [state, whyEnded(stored)?.reason ?? (endedEarly ? (reason ?? "") : "")].join(" ").trim()
}

const whole = (stored: StoredMessage, timeZone: DateTime.TimeZone) => {
  const at = (epochMillis: number | null) => (epochMillis === null ? undefined : when(epochMillis, timeZone))
  const { answer, clientMsgId, decision, source } = stored
  return [
    ...fields([
      ["message", contentOf(stored, LONG)],
      ["quotes", quoteOf(stored)],
      ["MsgId", stored.msgId],
      ["chat", chatOf(stored)],
      ["written", at(stored.createdAt)],
      ["received", at(stored.receivedAt)],
      ["decided", at(stored.decidedAt)],
      ["decision", decision === null ? undecided(stored) : decisionOf(decision)]
    ]),
    ...(decision === null ? [] : traceOf(decision)),
    ...fields([
      ["outcome", outcome(stored)],
      ...inWords(whyEnded(stored)),
      ...askedOf(stored),
      ["answer", answer === null ? undefined : words(answer, LONG)],
      ["words of", source ?? undefined],
      ["ClientMsgId", clientMsgId ?? undefined],
      ["attempts", stored.attempts === 0 ? undefined : String(stored.attempts)],
      ["sending", at(stored.sendingAt)],
      ["sent as", stored.sentMsgId ?? undefined],
      ["ended", at(stored.endedAt)]
    ])
  ]
}

/** What the reason of an end means, what WeChat said, and what a person can do. */
const inWords = (why: WhyEnded | undefined): ReadonlyArray<Field> =>
  why === undefined
    ? []
    : [
        ["means", reasonsInWords[why.reason].en],
        ["detail", why.detail === undefined ? undefined : words(why.detail, LONG)],
        ["to do", todoFor(why.reason, "en") || undefined]
      ]

/** Which chatbots were asked for the words, in turn, and what each took; or why one was passed over. */
const askedOf = ({ asked }: StoredMessage): ReadonlyArray<Field> =>
  (asked ?? []).map((one) => ["asked", chatbotOf(one)])

const chatbotOf = ({ came, chatbot, code, millis }: AskedChatbot) =>
  [
    chatbot,
    [cameInWords[came].en, ...(code === undefined ? [] : [`(${code})`])].join(" "),
    ...(isPassedOver(came) ? [] : [`${millis} ms`])
  ].join("  ")

/** The earlier message that it answers. */
const quoteOf = ({ message: { body }, revoked }: StoredMessage) =>
  revoked || body._tag !== "Text" || body.quote === undefined
    ? undefined
    : `${words(body.quote.text, LONG)} of ${words(body.quote.name, SHORT)}`

const isOfDecision = Schema.is(Schema.Union(AnswerReason, CommandName, SkipReason))

const undecided = ({ reason, revoked }: StoredMessage) =>
  revoked ? `forgotten with the text${isOfDecision(reason) ? `: it was ${reason}` : ""}` : "not yet"

type Field = readonly [name: string, value: string | undefined]

const fields = (all: ReadonlyArray<Field>) =>
  all.flatMap(([name, value]) => (value === undefined ? [] : [`${name.padEnd(11)}  ${value}`]))

/** Every rule looked at and what it saw; an arrow at the one that decided. */
const traceOf = ({ trace }: Decision) => {
  const decidedBy = trace.findLastIndex(({ matched }) => matched)
  const width = Math.max(0, ...trace.map(({ rule }) => rule.length))
  return trace.map(
    ({ rule, saw }, index) => `${index === decidedBy ? "  → " : "    "}${rule.padEnd(width)}  ${saw}`
  )
}

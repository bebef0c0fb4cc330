import { Cause, Effect, Either, LogLevel } from "effect"
import { type Chat } from "../../domain/Chat.ts"
import { type Answering, type Decision } from "../../domain/Decision.ts"
import { type Facts } from "../../domain/Facts.ts"
import { type Message, textOf } from "../../domain/Message.ts"
import { type PreparedReply } from "../../domain/Progress.ts"
import { decide } from "../../domain/ReplyPolicy.ts"
import { reached } from "../../layers/Checkpoint.ts"
import { Journal } from "../../layers/journal/Journal.ts"
import { Messages, type Unfinished } from "../../layers/journal/Messages.ts"
import { Settings } from "../../layers/settings/Settings.ts"
import { type Received } from "../inbox/WriteDown.ts"
import { carryOut } from "../owner/CarryOut.ts"
import { type OpenSession } from "../session/CurrentSession.ts"
import { ClientMsgIds } from "./ClientMsgIds.ts"
import { deliver } from "./Deliver.ts"
import { end } from "./Ending.ts"
import { gatherFacts } from "./GatherFacts.ts"
import { OncePerChat } from "./OncePerChat.ts"
import { policyOf } from "./Policy.ts"
import { SendPause } from "../connection/SendPause.ts"
import { say, type Words, wordsFor } from "./Words.ts"

/** A message for a reply, with the session it came in. */
export interface Item {
  readonly open: OpenSession
  readonly received: Received
  /** How far the last run of the program had come with it. */
  readonly left: Unfinished | undefined
  /** As it was known when the message came. What is of one key goes in order, also through a new log-in. */
  readonly chat: Chat
}

/**
 * What becomes of one message, from top to bottom: decide, find the words, wait as a person would, look again, send.
 * Every step is noted in the journal; whatever goes wrong with one message is logged and stays with it.
 */
export const reply = Effect.fnUntraced(
  function* (item: Item) {
    const { dryRun } = yield* Settings
    const messages = yield* Messages
    const pause = yield* SendPause
    const { left, open, received } = item
    const { message, receivedAt } = received
    const { MsgId } = message
    const decided =
      left?.decided === undefined ? yield* decideNow(item) : { ...left.decided, chat: item.chat }
    if (decided === undefined) return
    // as it is called by now: who was not known was asked for
    const { chat, decision, facts } = decided
    // as of when it came: it may have waited behind the very reply that met the pause
    if (isTooFrequentLine(message)) yield* pause.tooFrequent(receivedAt)
    if (decision._tag === "Skip") {
      return yield* messages.note(MsgId, { _tag: "skipped", reason: decision.reason })
    }

    const unwanted = yield* unwantedBeforeAsking(item, decided)
    if (unwanted !== undefined) return yield* end(MsgId, { _tag: "skipped", reason: unwanted })
    const prepared =
      left?.answer === undefined ? yield* prepare({ ...item, chat }, decision) : Either.right(left.answer)
    if (Either.isLeft(prepared)) return yield* end(MsgId, { _tag: "skipped", ...prepared.left })

    const { source, text } = prepared.right
    const isCommand = decision._tag === "Command"
    if (dryRun && !isCommand) {
      yield* (yield* OncePerChat).tell(source, chat)
      yield* end(MsgId, { _tag: "would-send" }, { source, length: text.length })
    } else yield* deliver(open, { facts, chat, atOnce: isCommand, ...prepared.right })
  },
  (effect, { received: { message, seenBefore } }) =>
    effect.pipe(
      Effect.catchAllCause((cause) =>
        Cause.isInterruptedOnly(cause)
          ? Effect.failCause(cause)
          : Effect.zipRight(
              Effect.logError("a message was given up", cause),
              // the same message may be under way, and has an end of its own
              seenBefore ? Effect.void : end(message.MsgId, { _tag: "failed", reason: "defect" })
            )
      ),
      Effect.annotateLogs({ MsgId: message.MsgId })
    )
)

type Command = Extract<Decision, { readonly _tag: "Command" }>

interface Decided {
  readonly decision: Decision
  readonly facts: Facts
  readonly chat: Chat
}

/** Decides by the rules. Undefined for a message that came before: what becomes of it is decided already. */
const decideNow = Effect.fnUntraced(function* ({ chat: seen, open, received }: Item) {
  const messages = yield* Messages
  const { chat, facts } = yield* gatherFacts(open, received, seen)
  const decision = decide(policyOf(yield* Settings), facts)
  yield* logDecision(received, decision)
  if (received.seenBefore) return undefined
  yield* reached("deciding")
  yield* messages.note(received.message.MsgId, {
    _tag: "decided",
    decision,
    facts,
    lastingName: chat.lastingName
  })
  yield* reached("decided")
  return { decision, facts, chat }
})

/** The reason to keep silent before a chatbot is asked; undefined to go on. */
const unwantedBeforeAsking = Effect.fnUntraced(function* (
  { chat, left, open, received }: Item,
  { decision, facts: then }: Decided
) {
  const { until } = yield* SendPause
  // what the owner told the robot is done all the same
  if (decision._tag !== "Command" && !Number.isFinite(yield* until)) return "sends-paused"
  if (left?.decided === undefined) return undefined
  // the last run decided: the owner may have changed the settings since
  const { facts } = yield* gatherFacts(open, received, chat)
  // its own answer is among the chat's by now
  const again = decide(policyOf(yield* Settings), { ...facts, answersHere: then.answersHere })
  return again._tag === "Skip" ? again.reason : undefined
})

/** Finds the words and notes them with their ClientMsgId; or gives the reason why there are none. */
const prepare = Effect.fnUntraced(function* (
  { chat, open, received: { createdAt, message } }: Item,
  decision: Answering | Command
) {
  const messages = yield* Messages
  const { together } = yield* Journal
  const noted = Effect.fnUntraced(function* (words: Words) {
    yield* reached("worded")
    const asked = words.asked === undefined ? {} : { asked: words.asked }
    if (words._tag === "Nothing") return Either.left({ reason: words.reason, ...asked })
    const { source, text } = words
    const reply: PreparedReply = { text, source, ClientMsgId: yield* (yield* ClientMsgIds).next }
    const ownLastingName = yield* open.book.ownLastingNameOf(chat.userName)
    yield* messages.note(message.MsgId, { _tag: "answered", ...reply, ownLastingName, ...asked })
    return Either.right(reply)
  })
  yield* reached("asking")
  const prepared =
    decision._tag === "Command"
      ? // what it switches is on disk with the note that it is done: it is carried out once
        yield* together(
          Effect.flatMap(carryOut(decision.command, createdAt, open), (text) =>
            Effect.flatMap(say(text, "command"), noted)
          )
        )
      : yield* Effect.flatMap(wordsFor(message, decision, chat, open), noted)
  yield* reached("answered")
  return prepared
})

const isTooFrequentLine = ({ body }: Message) => body._tag === "SystemLine" && body.tooFrequent

/** The one line that tells what was decided, and by which rule. What is never answered is for debugging only. */
const logDecision = ({ createdAt, message, receivedAt }: Received, decision: Decision) => {
  const quiet = decision.reason === "control-message" || decision.reason === "duplicate"
  const level = quiet ? LogLevel.Debug : LogLevel.Info
  return Effect.suspend(() => {
    const decidedBy = decision.trace.findLast(({ matched }) => matched)
    return Effect.annotateLogs(Effect.logWithLevel(level, "decided"), {
      chat: message.chat,
      kind: message.body._tag,
      length: textOf(message).length,
      ageMillis: receivedAt - createdAt,
      decision: decision._tag,
      reason: decision.reason,
      rule: decidedBy?.rule ?? "none matched",
      saw: decidedBy?.saw ?? ""
    })
  }).pipe(Effect.whenLogLevel(level))
}

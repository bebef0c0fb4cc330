import { Cause, Effect } from "effect"
import { type Decision } from "../../domain/Decision.ts"
import { type Message, textOf } from "../../domain/Message.ts"
import { type Facts } from "../../domain/Facts.ts"
import { decide } from "../../domain/ReplyPolicy.ts"
import { newClientMsgId } from "../../http/wechat/SendMessage.ts"
import { reached } from "../../layers/Checkpoint.ts"
import { type Answer, Journal, type Unfinished } from "../../layers/journal/Journal.ts"
import { Settings } from "../../layers/settings/Settings.ts"
import { type CurrentSession, type Live } from "../session/CurrentSession.ts"
import * as Deliver from "./Deliver.ts"
import { end } from "./Ending.ts"
import { gatherFacts } from "./GatherFacts.ts"
import { type Received } from "../inbox/Inbox.ts"
import { policyOf } from "./Policy.ts"
import type * as SendPause from "./SendPause.ts"
import * as Words from "./Words.ts"

/** A message for a reply, with the session it came in. */
export interface Item {
  readonly live: Live
  readonly received: Received
  /** How far the last run of the program had come with it. */
  readonly left: Unfinished | undefined
  /** What is of one chat goes in order, also through a new log-in. */
  readonly lane: string
}

/**
 * What becomes of one message, from top to bottom: decide, find the words, wait as a person would, look again, send.
 * Every step is noted in the journal; whatever goes wrong with one message is logged and stays with it.
 */
export const make = Effect.fn("Reply.make")(function* (current: CurrentSession, pause: SendPause.SendPause) {
  const journal = yield* Journal
  const settings = yield* Settings
  const policy = policyOf(settings)
  const { once, wordsFor } = yield* Words.make
  const deliver = yield* Deliver.make(pause, current)

  const decideNow = Effect.fn("Reply.decideNow")(function* ({ live, received }: Item) {
    const { facts, lastingName } = yield* gatherFacts(live, received)
    const decision = decide(policy, facts)
    yield* logDecision(received, decision)
    if (received.seenBefore) return undefined
    yield* reached("deciding")
    yield* journal.note(received.message.MsgId, { _tag: "decided", decision, facts, lastingName })
    yield* reached("decided")
    return { decision, facts }
  })

  /** Why what the last run decided to answer is not answered now, if so: the owner may have changed the settings. */
  const objection = Effect.fn("Reply.objection")(function* ({ live, received }: Item, then: Facts) {
    const { facts } = yield* gatherFacts(live, received)
    // its own answer is among the chat's by now
    const again = decide(policy, { ...facts, answersHere: then.answersHere })
    return again._tag === "Skip" ? again.reason : undefined
  })

  const findWords = Effect.fn("Reply.findWords")(function* (
    { lane, received: { message } }: Item,
    decision: Answering
  ) {
    yield* reached("asking")
    const words = yield* wordsFor(message, decision, [message.chat, lane])
    yield* reached("worded")
    if (words._tag === "Nothing") return words
    const { source, text } = words
    const answer: Answer = { text, source, ClientMsgId: yield* newClientMsgId }
    yield* journal.note(message.MsgId, { _tag: "answered", ...answer })
    yield* reached("answered")
    return { _tag: "Answer", answer } as const
  })

  return Effect.fn("Reply.reply")(
    function* (item: Item) {
      const { lane, left, live, received } = item
      const { message, receivedAt } = received
      const { MsgId } = message
      const decided = left?.decided ?? (yield* decideNow(item))
      if (decided === undefined) return
      const { decision, facts } = decided
      // as of when it came: it may have waited behind the very reply that met the pause
      if (isTooFrequentLine(message)) yield* pause.tooFrequent(receivedAt)
      if (decision._tag === "Skip") {
        return yield* journal.note(MsgId, { _tag: "skipped", reason: decision.reason })
      }

      // no chatbot is asked in vain
      const unwanted = Number.isFinite(yield* pause.until)
        ? left?.decided && (yield* objection(item, facts))
        : Deliver.SENDS_PAUSED
      if (unwanted !== undefined) return yield* end(MsgId, { _tag: "skipped", reason: unwanted })

      const words = left?.answer
        ? ({ _tag: "Answer", answer: left.answer } as const)
        : yield* findWords(item, decision)
      if (words._tag === "Nothing") return yield* end(MsgId, { _tag: "skipped", reason: words.reason })
      const { answer } = words
      const line = once(answer.source, [message.chat, lane])

      if (settings.dryRun) {
        yield* line.tell
        yield* end(MsgId, { _tag: "would-send" }, { source: answer.source, length: answer.text.length })
      } else {
        yield* deliver(live, { facts, lane, line, ...answer })
      }
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
})

/** A decision to say something. */
type Answering = Exclude<Decision, { readonly _tag: "Skip" }>

const isTooFrequentLine = ({ body }: Message) => body._tag === "SystemLine" && body.tooFrequent

/** The one line that tells what was decided, and by which rule. What is never answered is for debugging only. */
const logDecision = ({ createdAt, message, receivedAt }: Received, decision: Decision) => {
  const decidedBy = decision.trace.findLast(({ matched }) => matched)
  const quiet = decision.reason === "control-message" || decision.reason === "duplicate"
  return (quiet ? Effect.logDebug("decided") : Effect.logInfo("decided")).pipe(
    Effect.annotateLogs({
      chat: message.chat,
      kind: message.body._tag,
      length: textOf(message).length,
      ageMillis: receivedAt - createdAt,
      decision: decision._tag,
      reason: decision.reason,
      rule: decidedBy?.rule ?? "none matched",
      saw: decidedBy?.saw ?? ""
    })
  )
}

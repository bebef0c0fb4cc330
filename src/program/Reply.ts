import { Cause, Data, Duration, Effect, Fiber, Random } from "effect"
import { type Decision } from "../domain/Decision.ts"
import { type Message, textOf } from "../domain/Message.ts"
import { decide, lastLook } from "../domain/ReplyPolicy.ts"
import { type Facts } from "../domain/Facts.ts"
import { Timing } from "../domain/Timing.ts"
import { newClientMsgId, type SendMessage } from "../http/wechat/SendMessage.ts"
import { Journal, type Progress } from "../layers/Journal.ts"
import { Pacer } from "../layers/Pacer.ts"
import { Settings } from "../layers/Settings.ts"
import { type AddressBook } from "./AddressBook.ts"
import { retryForever } from "./Backoff.ts"
import { gatherFacts, refresh } from "./GatherFacts.ts"
import { type Received } from "./Inbox.ts"
import { type Session } from "./Login.ts"
import { policyOf } from "./Policy.ts"
import { type Outgoing, sendOnce } from "./Send.ts"
import * as SendPause from "./SendPause.ts"
import * as Words from "./Words.ts"

/** What ended a message, as the journal notes it and one log line tells it. */
type End = Extract<Progress, { readonly _tag: "sent" | "would-send" | "skipped" | "failed" | "uncertain" }>

/** An answer with its words, on its way to a chat. */
interface Answer {
  readonly facts: Facts
  readonly text: string
  readonly source: string
}

/** The reason to keep silent when nothing will be sent until the program is started again. */
const SENDS_PAUSED = "sends-paused"

/**
 * What becomes of one message, from top to bottom: decide, find the words, wait as a person would, look again, send.
 * Every step is noted in the journal; whatever goes wrong with one message is logged and stays with it.
 */
export const make = Effect.gen(function* () {
  const journal = yield* Journal
  const settings = yield* Settings
  const policy = policyOf(settings)
  const { wordsFor } = yield* Words.make
  const pause = yield* SendPause.make
  const deliver = yield* makeDeliver(pause)

  return Effect.fn("Reply.reply")(
    function* (session: Session, book: AddressBook, received: Received) {
      const { message } = received
      const { MsgId } = message
      const facts = yield* gatherFacts(session, book, received)
      const decision = decide(policy, facts)
      yield* logDecision(received, decision)
      if (received.seenBefore) return
      // as of when it came: it may have waited behind the very reply that met the pause
      if (isTooFrequentLine(message)) yield* pause.tooFrequent(received.receivedAt)
      yield* journal.note(MsgId, { _tag: "decided", decision })
      if (decision._tag === "Skip") {
        return yield* journal.note(MsgId, { _tag: "skipped", reason: decision.reason })
      }

      // no chatbot is asked in vain
      if (!Number.isFinite(yield* pause.until)) {
        return yield* end(MsgId, { _tag: "skipped", reason: SENDS_PAUSED })
      }

      const words = yield* wordsFor(message, decision)
      if (words._tag === "Nothing") return yield* end(MsgId, { _tag: "skipped", reason: words.reason })
      const { source, text } = words
      yield* journal.note(MsgId, { _tag: "answered", text, source })

      const ended = settings.dryRun
        ? yield* end(MsgId, { _tag: "would-send" }, { source, length: text.length })
        : yield* deliver(session, { facts, text, source })
      if (ended._tag === "sent" || ended._tag === "would-send") yield* words.arrived
    },
    (effect, _session, _book, { message }) =>
      effect.pipe(
        Effect.catchAllCause((cause) =>
          Cause.isInterruptedOnly(cause)
            ? Effect.failCause(cause)
            : Effect.logError("a message was given up", cause)
        ),
        Effect.annotateLogs({ MsgId: message.MsgId })
      )
  )
})

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

/** The last line about a message: what became of it. */
const end = Effect.fnUntraced(function* <E extends End>(
  MsgId: string,
  ended: E,
  details: Readonly<Record<string, string | number>> = {}
) {
  const journal = yield* Journal
  yield* journal.note(MsgId, ended)
  const { _tag, ...facts } = ended
  const log = _tag === "failed" || _tag === "uncertain" ? Effect.logWarning(_tag) : Effect.logInfo(_tag)
  yield* Effect.annotateLogs(log, { ...facts, ...details })
  return ended
})

/** WeChat certainly did not take it: it may be sent again. */
class NotTaken extends Data.TaggedError("NotTaken")<{ readonly message: string }> {}

/** The same, and all sends pause now. */
class TooFrequent extends Data.TaggedError("TooFrequent") {}

const isNotTaken = (error: NotTaken | TooFrequent): error is NotTaken => error._tag === "NotTaken"

/**
 * Brings words to their chat: at a human pace, in turn with all other sends, not while sends pause, and only if they are
 * still wanted.
 */
const makeDeliver = Effect.fnUntraced(function* (pause: SendPause.SendPause) {
  const journal = yield* Journal
  const pacer = yield* Pacer
  const settings = yield* Settings
  const policy = policyOf(settings)
  // one sender at a time per account; it keeps its place while sends pause, and the others wait behind it
  const sender = yield* Effect.makeSemaphore(1)

  /**
   * Waits while sends pause. Gives the reason to keep silent, if there is one by then; at once when it is sure already,
   * since a reply that waits holds up its chat.
   */
  const lookWhenFree = Effect.fn("Reply.lookWhenFree")(function* (facts: Facts) {
    for (;;) {
      const until = yield* pause.until
      if (!Number.isFinite(until)) return SENDS_PAUSED
      const asOfNow = yield* refresh(facts)
      const unwanted = lastLook(policy, { ...asOfNow, now: Math.max(asOfNow.now, until) })
      if (unwanted !== undefined || asOfNow.now >= until) return unwanted
      yield* Effect.sleep(until - asOfNow.now)
    }
  })

  const send = Effect.fn("Reply.send")(function* (
    session: Session,
    { facts, source, text }: Answer,
    outgoing: Outgoing
  ): Effect.fn.Return<End, NotTaken | TooFrequent, Journal | SendMessage> {
    const { MsgId } = facts.message
    yield* journal.note(MsgId, { _tag: "sending", ClientMsgId: outgoing.ClientMsgId })
    const outcome = yield* sendOnce(session, outgoing, pause)
    const details = { source, length: text.length }
    switch (outcome._tag) {
      case "Sent":
        return yield* end(MsgId, { _tag: "sent", MsgID: outcome.MsgID }, details)
      case "Uncertain":
        return yield* end(MsgId, { _tag: "uncertain" }, details)
      case "Refused":
        return yield* end(MsgId, { _tag: "failed", reason: outcome.why }, details)
      case "NotTaken":
        yield* journal.note(MsgId, { _tag: "answered", text, source })
        return yield* new NotTaken({ message: outcome.why })
      case "TooFrequent":
        yield* journal.note(MsgId, { _tag: "answered", text, source })
        return yield* new TooFrequent()
    }
  })

  const sendInTurn = Effect.fn("Reply.sendInTurn")(
    function* (session: Session, answer: Answer, outgoing: Outgoing) {
      const { MsgId } = answer.facts.message
      // taken by the sender only: turns that were handed out during a pause would all be used at its end
      yield* pacer.turn
      const unwanted = yield* lookWhenFree(answer.facts)
      return yield* unwanted === undefined
        ? toTheEnd(send(session, answer, outgoing), end(MsgId, { _tag: "uncertain" }))
        : end(MsgId, { _tag: "skipped", reason: unwanted })
    },
    Effect.retry({ until: isNotTaken }),
    sender.withPermits(1)
  )

  return Effect.fn("Reply.deliver")(function* (session: Session, answer: Answer) {
    const { message } = answer.facts
    const outgoing: Outgoing = { chat: message.chat, text: answer.text, ClientMsgId: yield* newClientMsgId }
    yield* humanPause(settings.replyDelay)
    return yield* sendInTurn(session, answer, outgoing).pipe(
      retryForever("WeChat did not take the reply, trying again")
    )
  })
})

/** A random wait between two durations, as a person takes to look and type. */
const humanPause = ({ max, min }: { readonly min: Duration.Duration; readonly max: Duration.Duration }) =>
  Effect.flatMap(Random.nextRange(Duration.toMillis(min), Duration.toMillis(max)), (millis) =>
    Effect.sleep(millis)
  )

/** When the robot is stopped in the middle of a send, that still comes to its end; to `orElse`, if it takes too long. */
const toTheEnd = <A, E, R, R2>(self: Effect.Effect<A, E, R>, orElse: Effect.Effect<A, never, R2>) =>
  Effect.gen(function* () {
    const { farewell } = yield* Timing
    return yield* Effect.uninterruptibleMask((restore) =>
      Effect.flatMap(Effect.forkDaemon(restore(self)), (fiber) =>
        Effect.onInterrupt(restore(Fiber.join(fiber)), () =>
          // a finalizer cannot be interrupted, and then its time-out could not cut the wait
          Effect.interruptible(Fiber.await(fiber)).pipe(
            Effect.timeoutTo({ duration: farewell, onSuccess: () => Effect.void, onTimeout: () => orElse }),
            Effect.flatten,
            Effect.zipRight(Fiber.interruptFork(fiber))
          )
        )
      )
    )
  })

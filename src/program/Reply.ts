import { Cause, Data, Duration, Effect, Fiber, Random } from "effect"
import { type Decision } from "../domain/Decision.ts"
import { textOf } from "../domain/Message.ts"
import { decide, lastLook } from "../domain/ReplyPolicy.ts"
import { newClientMsgId } from "../http/wechat/SendMessage.ts"
import { Journal, type Progress } from "../layers/Journal.ts"
import { Pacer } from "../layers/Pacer.ts"
import { Settings } from "../layers/Settings.ts"
import { type AddressBook } from "./AddressBook.ts"
import { retryForever } from "./Backoff.ts"
import { gatherFacts } from "./GatherFacts.ts"
import { type Received } from "./Inbox.ts"
import { type Session } from "./Login.ts"
import { policyOf } from "./Policy.ts"
import { type Outgoing, sendOnce } from "./Send.ts"
import * as Words from "./Words.ts"

/** What ended a message, as the journal notes it and one log line tells it. */
type End = Extract<Progress, { readonly _tag: "sent" | "would-send" | "skipped" | "failed" | "uncertain" }>

/**
 * What becomes of one message, from top to bottom: decide, find the words, wait as a person would, look again, send.
 * Every step is noted in the journal; whatever goes wrong with one message is logged and stays with it.
 */
export const make = Effect.gen(function* () {
  const journal = yield* Journal
  const settings = yield* Settings
  const policy = policyOf(settings)
  const { wordsFor } = yield* Words.make
  const deliver = yield* makeDeliver

  return Effect.fn("Reply.reply")(
    function* (session: Session, book: AddressBook, received: Received) {
      const { message } = received
      const decision = decide(policy, yield* gatherFacts(session, book, received))
      yield* logDecision(received, decision)
      if (received.seenBefore) return
      yield* journal.note(message.MsgId, { _tag: "decided", decision })
      if (decision._tag === "Skip") {
        return yield* journal.note(message.MsgId, { _tag: "skipped", reason: decision.reason })
      }

      const words = yield* wordsFor(message, decision)
      if (words._tag === "Nothing")
        return yield* end(message.MsgId, { _tag: "skipped", reason: words.reason })
      yield* journal.note(message.MsgId, { _tag: "answered", text: words.text })

      if (settings.dryRun) return yield* end(message.MsgId, { _tag: "would-send" })
      yield* deliver(session, book, received, words.text)
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
const end = Effect.fnUntraced(function* (MsgId: string, ended: End) {
  const journal = yield* Journal
  yield* journal.note(MsgId, ended)
  const { _tag, ...facts } = ended
  const log = _tag === "failed" || _tag === "uncertain" ? Effect.logWarning(_tag) : Effect.logInfo(_tag)
  yield* Effect.annotateLogs(log, facts)
})

/** WeChat certainly did not take it: it may be sent again. */
class NotTaken extends Data.TaggedError("NotTaken")<{ readonly message: string }> {}

/** Brings words to their chat: at a human pace, in turn with all other sends, and only if they are still wanted. */
const makeDeliver = Effect.gen(function* () {
  const journal = yield* Journal
  const pacer = yield* Pacer
  const settings = yield* Settings
  const policy = policyOf(settings)
  // one sender at a time per account
  const sender = yield* Effect.makeSemaphore(1)

  const send = Effect.fn("Reply.send")(function* (
    session: Session,
    book: AddressBook,
    received: Received,
    outgoing: Outgoing
  ) {
    const { MsgId } = received.message
    const unwanted = lastLook(policy, yield* gatherFacts(session, book, received))
    if (unwanted !== undefined) return yield* end(MsgId, { _tag: "skipped", reason: unwanted })
    yield* journal.note(MsgId, { _tag: "sending", ClientMsgId: outgoing.ClientMsgId })
    const outcome = yield* sendOnce(session, outgoing)
    switch (outcome._tag) {
      case "Sent":
        return yield* end(MsgId, { _tag: "sent", MsgID: outcome.MsgID })
      case "Uncertain":
        return yield* end(MsgId, { _tag: "uncertain" })
      case "Refused":
        return yield* end(MsgId, { _tag: "failed", reason: outcome.why })
      case "NotTaken":
        yield* journal.note(MsgId, { _tag: "answered", text: outgoing.text })
        return yield* new NotTaken({ message: outcome.why })
    }
  })

  return Effect.fn("Reply.deliver")(function* (
    session: Session,
    book: AddressBook,
    received: Received,
    text: string
  ) {
    const outgoing: Outgoing = { chat: received.message.chat, text, ClientMsgId: yield* newClientMsgId }
    yield* humanPause(settings.replyDelay)
    yield* pacer.turn.pipe(
      Effect.zipRight(sender.withPermits(1)(toTheEnd(send(session, book, received, outgoing)))),
      retryForever("WeChat did not take the reply, trying again")
    )
  })
})

/** A random wait between two durations, as a person takes to look and type. */
const humanPause = ({ max, min }: { readonly min: Duration.Duration; readonly max: Duration.Duration }) =>
  Effect.flatMap(Random.nextRange(Duration.toMillis(min), Duration.toMillis(max)), (millis) =>
    Effect.sleep(millis)
  )

/** How long a stop waits for a send that is under way, to learn what became of it. */
const FAREWELL = Duration.seconds(3)

/** When the robot is stopped in the middle of a send, the send still ends and is noted, if it does not take long. */
const toTheEnd = <A, E, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.flatMap(Effect.forkDaemon(self), (fiber) =>
    Effect.onInterrupt(Fiber.join(fiber), () =>
      // a finalizer cannot be interrupted, and then its time-out could not cut the wait
      Effect.interruptible(Fiber.await(fiber)).pipe(
        Effect.timeoutOption(FAREWELL),
        Effect.zipRight(Fiber.interruptFork(fiber))
      )
    )
  )

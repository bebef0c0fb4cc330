import { Data, Duration, Effect, Fiber, Option, Random } from "effect"
import { type Facts } from "../../domain/Facts.ts"
import { lastLook } from "../../domain/ReplyPolicy.ts"
import { Timing } from "../../domain/Timing.ts"
import { type SendMessage } from "../../http/wechat/SendMessage.ts"
import { reached } from "../../layers/Checkpoint.ts"
import { type Answer, Journal } from "../../layers/journal/Journal.ts"
import { Pacer } from "../../layers/Pacer.ts"
import { Settings } from "../../layers/settings/Settings.ts"
import { retryForever } from "../connection/Backoff.ts"
import { Connection } from "../connection/Connection.ts"
import { addressOf, type CurrentSession, type Live } from "../session/CurrentSession.ts"
import { end, type End } from "./Ending.ts"
import { refresh } from "./GatherFacts.ts"
import { type Session } from "../../domain/Session.ts"
import { policyOf } from "./Policy.ts"
import { type Outgoing, sendOnce } from "./Send.ts"
import type * as SendPause from "./SendPause.ts"
import { sureOfTime } from "../connection/SureOfTime.ts"
import { type Once } from "./Words.ts"

/** An answer on its way to a chat. */
export interface Delivery extends Answer {
  readonly facts: Facts
  /** The chat's key. */
  readonly lane: string
  /** For a line that comes once per chat: noted as told with the claim of the send. */
  readonly line: Once
}

/** The reason to keep silent when nothing will be sent until the owner starts the program anew. */
export const SENDS_PAUSED = "sends-paused"

/** A reply that waits for a new log-in, or for the end of a pause, is looked at so often, whether it is wanted any more. */
const LOOK_AGAIN = Duration.minutes(1)

/** The reason to give up a reply whose chat nobody can tell from others after a new log-in. */
const CHAT_UNKNOWN = "chat-unknown-after-log-in"

/** WeChat certainly did not take it: it may be sent again. */
class NotTaken extends Data.TaggedError("NotTaken")<{ readonly message: string }> {}

/** The same, and all sends pause now. */
class TooFrequent extends Data.TaggedError("TooFrequent") {}

/** The session ended before the reply had its turn: it has to be addressed anew. */
class SessionChanged extends Data.TaggedError("SessionChanged") {}

type NotYet = NotTaken | TooFrequent | SessionChanged

const isTooFrequent = (error: NotYet): error is TooFrequent => error._tag === "TooFrequent"

/**
 * Brings words to their chat: at a human pace, in turn with all other sends, not while sends pause, in the session of
 * then, and only if they are still wanted.
 */
export const make = Effect.fnUntraced(function* (pause: SendPause.SendPause, current: CurrentSession) {
  const connection = yield* Connection
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
  const lookWhenFree = Effect.fn("Deliver.lookWhenFree")(function* ({ facts, lane }: Delivery) {
    for (;;) {
      const until = yield* pause.until
      if (!Number.isFinite(until)) return SENDS_PAUSED
      const asOfNow = yield* refresh(facts, lane)
      const unwanted = lastLook(policy, { ...asOfNow, now: Math.max(asOfNow.now, until) })
      if (unwanted !== undefined || asOfNow.now >= until) return unwanted
      // The robot that waits here with all it may hold does nothing else, and is well. A loop that stands still meanwhile
      // is noticed after the pause.
      yield* connection.tick
      yield* Effect.sleep(Duration.min(LOOK_AGAIN, Duration.millis(until - asOfNow.now)))
    }
  })

  const send = Effect.fn("Deliver.send")(function* (
    session: Session,
    { ClientMsgId, facts, line, source, text }: Delivery,
    outgoing: Outgoing
  ): Effect.fn.Return<End, NotTaken | TooFrequent, Journal | SendMessage> {
    const { MsgId } = facts.message
    yield* pacer.count
    yield* line.tell
    yield* journal.note(MsgId, { _tag: "sending" })
    yield* reached("claimed")
    const outcome = yield* sendOnce(session, outgoing, pause)
    yield* reached("sent")
    if (outcome._tag !== "Sent" && outcome._tag !== "Uncertain") yield* line.untell
    const details = { source, length: text.length }
    switch (outcome._tag) {
      case "Sent":
        return yield* end(MsgId, { _tag: "sent", MsgID: outcome.MsgID }, details)
      case "Uncertain":
        return yield* end(MsgId, { _tag: "uncertain" }, details)
      case "Refused":
        return yield* end(MsgId, { _tag: "failed", reason: outcome.why }, details)
      case "NotTaken":
        yield* journal.note(MsgId, { _tag: "answered", text, source, ClientMsgId })
        return yield* new NotTaken({ message: outcome.why })
      case "TooFrequent":
        yield* journal.note(MsgId, { _tag: "answered", text, source, ClientMsgId })
        return yield* new TooFrequent()
    }
  })

  const sendInTurn = Effect.fn("Deliver.sendInTurn")(
    function* (live: Live, delivery: Delivery, outgoing: Outgoing) {
      const { MsgId } = delivery.facts.message
      yield* pacer.room
      // the machine may have slept meanwhile; that a session ended is told by the next call
      yield* Effect.ignore(sureOfTime(live.session.credentials))
      const unwanted = yield* lookWhenFree(delivery)
      if (unwanted !== undefined) return yield* end(MsgId, { _tag: "skipped", reason: unwanted })
      if ((yield* current.get) !== live) return yield* new SessionChanged()
      yield* reached("in-turn")
      return yield* toTheEnd(send(live.session, delivery, outgoing), end(MsgId, { _tag: "uncertain" }))
    },
    Effect.retry({ while: isTooFrequent }),
    sender.withPermits(1)
  )

  /** Waits while the robot is logged out. Gives the reason to keep silent instead, as soon as there is one. */
  const sessionFor = Effect.fn("Deliver.sessionFor")(function* ({ facts, lane }: Delivery) {
    for (;;) {
      const live = yield* Effect.timeoutOption(current.get, LOOK_AGAIN)
      if (Option.isSome(live)) return live.value
      const unwanted = lastLook(policy, yield* refresh(facts, lane))
      if (unwanted !== undefined) return unwanted
    }
  })

  /** Under the name that the chat has by now. */
  const sendToChat = Effect.fn("Deliver.sendToChat")(
    function* (from: Live, delivery: Delivery) {
      const { ClientMsgId, facts, text } = delivery
      const { MsgId, chat } = facts.message
      const live = yield* sessionFor(delivery)
      if (typeof live === "string") return yield* end(MsgId, { _tag: "skipped", reason: live })
      const to = yield* addressOf(chat, from, live)
      if (to === undefined) return yield* end(MsgId, { _tag: "failed", reason: CHAT_UNKNOWN })
      return yield* sendInTurn(live, delivery, {
        chat: to,
        text,
        ClientMsgId,
        echo: journal.echoOf(MsgId)
      })
    },
    Effect.retry({ while: ({ _tag }) => _tag === "SessionChanged" })
  )

  return Effect.fn("Deliver.deliver")(function* (from: Live, delivery: Delivery) {
    yield* humanPause(settings.replyDelay)
    yield* reached("waited")
    return yield* sendToChat(from, delivery).pipe(retryForever("WeChat did not take the reply, trying again"))
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

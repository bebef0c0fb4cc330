import { Clock, Data, Duration, Effect, Fiber, Option, Random } from "effect"
import { type Chat } from "../../domain/Chat.ts"
import { type Facts } from "../../domain/Facts.ts"
import { type PreparedReply } from "../../domain/Progress.ts"
import { lastLook } from "../../domain/ReplyPolicy.ts"
import { type Session } from "../../domain/Session.ts"
import { Timing } from "../../domain/Timing.ts"
import { reached } from "../../layers/Checkpoint.ts"
import { Messages } from "../../layers/journal/Messages.ts"
import { Pacer } from "../../layers/Pacer.ts"
import { Settings } from "../../layers/settings/Settings.ts"
import { atOnceAgain, retryForever } from "../connection/Backoff.ts"
import { Connection } from "../connection/Connection.ts"
import { sureOfTime } from "../connection/SureOfTime.ts"
import { addressOf, CurrentSession, type OpenSession } from "../session/CurrentSession.ts"
import { end } from "./Ending.ts"
import { refresh } from "./GatherFacts.ts"
import { OncePerChat } from "./OncePerChat.ts"
import { policyOf } from "./Policy.ts"
import { type Outgoing, sendOnce } from "./Send.ts"
import { SendPause } from "../connection/SendPause.ts"
import { SendTurn } from "./SendTurn.ts"

/** An answer on its way to a chat. */
export interface Delivery extends PreparedReply {
  readonly facts: Facts
  readonly chat: Chat
  /** It answers the owner's command: without the pace of an answer, and in a pause of sends not at all. */
  readonly atOnce: boolean
}

/** How often a reply that waits for a log-in, or for the end of a pause, is looked at: it may not be wanted any more. */
const LOOK_AGAIN = Duration.minutes(1)

/** WeChat certainly did not take it: it may be sent again. */
class NotTaken extends Data.TaggedError("NotTaken")<{ readonly message: string }> {}

/** The same, and all sends pause now. */
class TooFrequent extends Data.TaggedError("TooFrequent") {}

/** The session ended before the reply had its turn: it has to be addressed anew. */
class SessionChanged extends Data.TaggedError("SessionChanged") {}

type NotYet = NotTaken | TooFrequent | SessionChanged

const isTooFrequent = (error: NotYet): error is TooFrequent => error._tag === "TooFrequent"
const isSessionChanged = (error: NotTaken | SessionChanged): error is SessionChanged =>
  error._tag === "SessionChanged"

/**
 * Brings words to their chat: at a human pace, in turn with all other sends, not while sends pause, in the session of
 * then, and only if they are still wanted.
 */
export const deliver = Effect.fnUntraced(function* (from: OpenSession, delivery: Delivery) {
  const { replyDelay } = yield* Settings
  if (!delivery.atOnce) yield* humanPause(replyDelay)
  yield* reached("waited")
  return yield* sendToChat(from, delivery).pipe(retryForever("WeChat did not take the reply, trying again"))
})

/** Addresses the reply by the chat's UserName in the session of now. */
const sendToChat = Effect.fnUntraced(function* (from: OpenSession, delivery: Delivery) {
  const messages = yield* Messages
  const { ClientMsgId, chat, facts, text } = delivery
  const { MsgId } = facts.message
  const session = yield* sessionFor(delivery)
  if (session._tag === "Unwanted") return yield* end(MsgId, { _tag: "skipped", reason: session.reason })
  const to = yield* addressOf(chat.userName, from, session.open)
  if (to === undefined) {
    return yield* end(MsgId, { _tag: "failed", reason: "chat-unknown-after-log-in" })
  }
  return yield* sendInTurn(session.open, delivery, {
    chat: to,
    text,
    ClientMsgId,
    echo: messages.echoOf(MsgId)
  })
}, atOnceAgain(isSessionChanged))

/** Waits while the robot is logged out. Gives the reason to keep silent instead, as soon as there is one. */
const sessionFor = Effect.fnUntraced(function* ({ chat, facts }: Delivery) {
  const current = yield* CurrentSession
  const policy = policyOf(yield* Settings)
  for (;;) {
    const here = yield* current.poll
    const open = Option.isSome(here) ? here : yield* Effect.timeoutOption(current.get, LOOK_AGAIN)
    if (Option.isSome(open)) return { _tag: "Open", open: open.value } as const
    const reason = lastLook(policy, yield* refresh(facts, chat))
    if (reason !== undefined) return { _tag: "Unwanted", reason } as const
  }
})

const sendInTurn = Effect.fnUntraced(
  function* (open: OpenSession, delivery: Delivery, outgoing: Outgoing) {
    const current = yield* CurrentSession
    const pacer = yield* Pacer
    const { MsgId } = delivery.facts.message
    if (!delivery.atOnce) yield* pacer.room
    // the machine may have slept meanwhile; that a session ended is told by the next call
    yield* Effect.ignore(sureOfTime(open.session.credentials))
    const unwanted = yield* lookWhenFree(delivery)
    if (unwanted !== undefined) return yield* end(MsgId, { _tag: "skipped", reason: unwanted })
    if ((yield* current.get) !== open) return yield* new SessionChanged()
    yield* reached("in-turn")
    return yield* toTheEnd(
      send(open.session, delivery, outgoing),
      end(MsgId, { _tag: "uncertain", reason: "stopped" })
    )
  },
  atOnceAgain(isTooFrequent),
  (sending, _, { atOnce }) => (atOnce ? sending : Effect.flatMap(SendTurn, ({ inTurn }) => inTurn(sending)))
)

/**
 * Waits while sends pause. Gives the reason to keep silent, if there is one by then; at once when it is sure already,
 * since a reply that waits holds up its chat.
 */
const lookWhenFree = Effect.fnUntraced(function* ({ atOnce, chat, facts }: Delivery) {
  const connection = yield* Connection
  const pause = yield* SendPause
  const policy = policyOf(yield* Settings)
  for (;;) {
    const until = yield* pause.until
    // nothing will be sent until the owner starts the program anew
    if (!atOnce && !Number.isFinite(until)) return "sends-paused"
    if (atOnce && (yield* Clock.currentTimeMillis) < until) return "command-in-send-pause"
    const asOfNow = yield* refresh(facts, chat)
    const unwanted = lastLook(policy, { ...asOfNow, now: Math.max(asOfNow.now, until) })
    if (unwanted !== undefined || asOfNow.now >= until) return unwanted
    // a robot with all it may hold waiting here does not tick otherwise: the watch dog must not take that for a stall
    yield* connection.tick
    yield* Effect.sleep(Duration.min(LOOK_AGAIN, Duration.millis(until - asOfNow.now)))
  }
})

/** Claims the send in the journal, sends, and notes what came of it. */
const send = Effect.fnUntraced(function* (
  session: Session,
  { ClientMsgId, chat, facts, source, text }: Delivery,
  outgoing: Outgoing
) {
  const messages = yield* Messages
  const oncePerChat = yield* OncePerChat
  const { MsgId } = facts.message
  yield* (yield* Pacer).count
  yield* oncePerChat.tell(source, chat)
  yield* messages.note(MsgId, { _tag: "sending" })
  yield* reached("claimed")
  const outcome = yield* sendOnce(session, outgoing)
  yield* reached("sent")
  if (outcome._tag !== "Sent" && outcome._tag !== "Uncertain") {
    yield* oncePerChat.untell(source, chat)
  }
  const details = { source, length: text.length }
  switch (outcome._tag) {
    case "Sent":
      return yield* end(MsgId, { _tag: "sent", MsgID: outcome.MsgID }, details)
    case "Uncertain":
      return yield* end(MsgId, { _tag: "uncertain", reason: outcome.reason }, details)
    case "Refused":
      return yield* end(MsgId, { _tag: "failed", reason: "refused", detail: outcome.why }, details)
    case "NotTaken":
      yield* messages.note(MsgId, { _tag: "answered", text, source, ClientMsgId })
      return yield* new NotTaken({ message: outcome.why })
    case "TooFrequent":
      yield* messages.note(MsgId, { _tag: "answered", text, source, ClientMsgId })
      return yield* new TooFrequent()
  }
})

/** A random wait between two durations, as a person takes to look and type. */
const humanPause = ({ max, min }: { readonly min: Duration.Duration; readonly max: Duration.Duration }) =>
  Effect.flatMap(Random.nextRange(Duration.toMillis(min), Duration.toMillis(max)), (millis) =>
    // a sleep of nothing is a timer all the same
    millis === 0 ? Effect.void : Effect.sleep(millis)
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

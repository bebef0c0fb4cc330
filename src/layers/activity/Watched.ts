import { Clock, Effect, Layer, Option, type Redacted } from "effect"
import { type Progress } from "../../domain/Progress.ts"
import { type Asked, ChatbotMeter } from "../chatbots/ChatbotMeter.ts"
import { Journal } from "../journal/Journal.ts"
import { Messages } from "../journal/Messages.ts"
import { LoginDisplay } from "../login/LoginDisplay.ts"
import { Activity } from "./Activity.ts"
import { ShownCode } from "./ShownCode.ts"

/* Parts of the robot's surroundings as they are, with all that goes through them told to `Activity`. */

type Told = typeof Activity.Service

const onTheWay: ReadonlySet<Progress["_tag"]> = new Set(["decided", "answered", "sending"])

const reasonOf = (progress: Progress) => {
  if (progress._tag === "decided") return { reason: progress.decision.reason }
  return "reason" in progress ? { reason: progress.reason } : {}
}

const count = (activity: Told, progress: Progress) => {
  if (progress._tag === "decided") {
    activity.decided.add(`${progress.facts.message.body._tag} ${progress.decision._tag}`)
  } else if (!onTheWay.has(progress._tag)) {
    activity.ended.add(progress._tag)
    activity.underWay = Math.max(0, activity.underWay - 1)
  }
}

const watchedMessages = Effect.gen(function* () {
  const messages = yield* Messages
  const activity = yield* Activity
  const { happenings } = activity
  /** Whose send was begun, and not noted as ended. */
  const sending = new Set<string>()
  return Messages.of({
    ...messages,
    receive: (entries) =>
      Effect.zipLeft(
        messages.receive(entries),
        Effect.sync(() => {
          activity.underWay += entries.length
          for (const { createdAt, message, receivedAt } of entries) {
            activity.syncDelay.add(Math.max(0, receivedAt - createdAt) / 1_000)
            happenings.tell({ _tag: "message", msgId: message.MsgId, state: "received" })
          }
        })
      ),
    note: (MsgId, progress) =>
      Effect.zipLeft(
        messages.note(MsgId, progress),
        Effect.sync(() => {
          if (progress._tag === "sending") sending.add(MsgId)
          else sending.delete(MsgId)
          count(activity, progress)
          happenings.tell({ _tag: "message", msgId: MsgId, state: progress._tag, ...reasonOf(progress) })
        })
      ),
    echoed: (MsgId, echo) =>
      Effect.zipLeft(
        messages.echoed(MsgId, echo),
        Effect.sync(() => {
          // of others the end is still to be noted, and counted then
          if (!sending.has(MsgId)) activity.ended.add("sent")
          happenings.tell({ _tag: "message", msgId: MsgId, state: "sent" })
        })
      ),
    revoke: (takenBack) =>
      Effect.zipLeft(
        messages.revoke(takenBack),
        Effect.sync(() => happenings.tell({ _tag: "revoked", msgId: takenBack.MsgId }))
      ),
    unfinished: Effect.tap(messages.unfinished, (left) =>
      Effect.sync(() => {
        activity.underWay += left.length
      })
    ),
    endAll: Effect.zipLeft(
      messages.endAll,
      Effect.sync(() => {
        sending.clear()
        activity.underWay = 0
      })
    )
  })
})

/** In seconds, by the clock that nobody sets. */
const timed = <A, E, R>(self: Effect.Effect<A, E, R>, told: (result: A, seconds: number) => void) =>
  Effect.gen(function* () {
    const from = yield* Clock.currentTimeNanos
    const result = yield* self
    told(result, Number((yield* Clock.currentTimeNanos) - from) / 1e9)
    return result
  })

const watchedJournal = Effect.gen(function* () {
  const journal = yield* Journal
  const { commitTime } = yield* Activity
  return Journal.of({
    ...journal,
    together: (writes) => timed(journal.together(writes), (_, seconds) => commitTime.add(seconds))
  })
})

const meter = Effect.map(
  Activity,
  ({ answerTime, asked }) =>
    (chatbot: string, what: Asked, seconds: number) => {
      asked.add(`${chatbot} ${what}`)
      answerTime.add(chatbot, seconds)
    }
)

const watchedDisplay = Effect.gen(function* () {
  const display = yield* LoginDisplay
  const { happenings } = yield* Activity
  const shown = yield* ShownCode
  const become = (code: Option.Option<Redacted.Redacted>) =>
    Effect.zipRight(
      shown.become(code),
      Effect.sync(() => happenings.tell({ _tag: "qr", waiting: Option.isSome(code) }))
    )
  return LoginDisplay.of({
    show: (address) => Effect.zipRight(become(Option.some(address)), display.show(address)),
    clear: Effect.zipRight(become(Option.none()), display.clear)
  })
})

/** The journal's. */
export const journal = Layer.merge(
  Layer.effect(Messages, watchedMessages),
  Layer.effect(Journal, watchedJournal)
)

/** Has to be there before the chatbots are. */
export const chatbots = Layer.effect(ChatbotMeter, meter)

export const loginDisplay = Layer.effect(LoginDisplay, watchedDisplay)

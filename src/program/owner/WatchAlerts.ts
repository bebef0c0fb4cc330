import { Clock, Duration, Effect, Layer, Option, Stream } from "effect"
import { type ConnectionState } from "../../domain/ConnectionState.ts"
import { type SendPauseState } from "../../domain/SendPauseState.ts"
import { Timing } from "../../domain/Timing.ts"
import { AlertEndpoint } from "../../http/alert/AlertEndpoint.ts"
import { Journal } from "../../layers/journal/Journal.ts"
import { Messages } from "../../layers/journal/Messages.ts"
import { Connection } from "../connection/Connection.ts"
import { SendPause } from "../connection/SendPause.ts"
import { AlertBook } from "./AlertBook.ts"
import { PastAlerts } from "./PastAlerts.ts"
import { teller } from "./TellAlerts.ts"

/**
 * Watches, beside the robot, for what takes a person, and tells its owner where there is a service for that. Nothing here
 * holds the robot up.
 */
const watching = Effect.gen(function* () {
  const book = yield* AlertBook
  const { givenUp } = yield* Messages
  const connection = yield* Connection
  const pause = yield* SendPause
  const journal = yield* Journal
  // it could be opened
  yield* book.settle("journal")
  yield* Effect.forEach(givenUp, (MsgId) => book.raise("uncertain-send", MsgId), { discard: true })
  const { tellAll, tellEndings } = yield* tellerIfAny
  const watch = [
    tellAll,
    (yield* PastAlerts).follow,
    Stream.runDrain(Stream.flatMap(withCode(connection.changes), ofConnection, { switch: true })),
    Stream.runDrain(Stream.flatMap(pause.changes, ofPause, { switch: true })),
    Effect.catchAll(journal.failure, () => book.raise("journal"))
  ]
  const watched = (one: (typeof watch)[number]) =>
    Effect.forkScoped(Effect.tapDefect(one, (cause) => Effect.logError("alerts are told no more", cause)))
  yield* Effect.forEach(watch, watched, { discard: true })
  yield* Effect.addFinalizer(() => lastWord(tellEndings))
})

/** Without a service nobody is told, and nothing waits for that. */
const tellerIfAny = Effect.flatMap(
  Effect.serviceOption(AlertEndpoint),
  Option.match({
    onNone: () => Effect.succeed({ tellAll: Effect.never, tellEndings: Effect.void }),
    onSome: (endpoint) =>
      Effect.map(teller, ({ tellAll, tellEndings }) => ({
        tellAll: Effect.provideService(tellAll, AlertEndpoint, endpoint),
        tellEndings: Effect.provideService(tellEndings, AlertEndpoint, endpoint)
      }))
  })
)

export const layer = Layer.scopedDiscard(watching)

interface LoginState extends ConnectionState {
  /** Whether this log-in showed a code so far: one that an earlier run showed is worth nothing. */
  readonly withCode: boolean
}

const withCode = (states: Stream.Stream<ConnectionState>): Stream.Stream<LoginState> =>
  Stream.mapAccum(states, false, (before, state) => {
    const withCode = state.state === "waiting-for-scan" || (before && state.state !== "syncing")
    return [withCode, { ...state, withCode }]
  })

/** What a state means. That it lasts is known when it is not over by then. */
const ofConnection = (state: LoginState) => Stream.fromEffect(connectionIs(state))

const connectionIs = Effect.fnUntraced(function* ({ since, state, withCode }: LoginState) {
  const { raise, settle } = yield* AlertBook
  const { disconnectedFor } = yield* Timing
  switch (state) {
    case "waiting-for-scan":
      yield* settle("disconnected")
      return yield* raise("scan")
    case "waiting-for-confirmation":
      yield* settle("disconnected")
      // who scans has the phone in hand
      return withCode ? undefined : yield* raise("tap")
    case "refused":
      return yield* raise("refused")
    case "syncing":
      return yield* Effect.forEach(["disconnected", "scan", "tap", "refused"] as const, (alert) =>
        settle(alert)
      )
    case "reconnecting":
      yield* Effect.sleep(
        Duration.millis(since + Duration.toMillis(disconnectedFor) - (yield* Clock.currentTimeMillis))
      )
      return yield* raise("disconnected")
    // on the way from one of those to another
    case "starting":
    case "logging-in":
    case "logged-out":
    case "stopping":
      return undefined
  }
})

const ofPause = (pause: SendPauseState) => Stream.fromEffect(pauseIs(pause))

const pauseIs = Effect.fnUntraced(function* ({ until }: SendPauseState) {
  const { raise, settle } = yield* AlertBook
  if (until === null) return yield* raise("sends-stopped")
  const left = until - (yield* Clock.currentTimeMillis)
  if (left > 0) {
    yield* raise("send-pause")
    yield* Effect.sleep(Duration.millis(left))
  }
  yield* settle("send-pause")
  return yield* settle("sends-stopped")
})

/** What ends the robot is told before the process ends, if that takes no longer than a farewell. */
const lastWord = <R>(tellEndings: Effect.Effect<void, never, R>) =>
  Effect.gen(function* () {
    const { raise } = yield* AlertBook
    const { farewell } = yield* Timing
    const { state } = yield* (yield* Connection).state
    if (state === "refused") yield* raise("refused")
    // a finalizer cannot be interrupted, and then its time-out could not cut the wait
    yield* Effect.timeoutOption(Effect.interruptible(tellEndings), farewell)
  })

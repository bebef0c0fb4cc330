import { Clock, Duration, Effect, Option, Ref, Schedule, Stream } from "effect"
import { type ConnectionState, type ConnectionStateName, todo } from "../domain/ConnectionState.ts"
import { Timing } from "../domain/Timing.ts"
import { LogOutput } from "../layers/logs/LogOutput.ts"
import { Supervisor } from "../layers/supervisor/Supervisor.ts"
import { Connection } from "./connection/Connection.ts"
import { tellingOfStop } from "./TellingOfStop.ts"

/**
 * Runs the robot under its supervisor: tells it that the start is over, how things are, that the robot lives for as long
 * as its loop turns, and that it stops. By then all that the robot stands on has to be open.
 */
export const supervised = Effect.fnUntraced(function* <A, E, R>(robot: Effect.Effect<A, E, R>) {
  const supervisor = yield* Supervisor
  yield* supervisor.ready
  // beside the robot, not in a race with it: a race would not wait for what a stop lets come to its end
  yield* Effect.forkScoped(tellStatus)
  yield* Effect.forkScoped(giveSigns)
  return yield* robot.pipe(
    tellingOfStop(Effect.zipRight(supervisor.status("stopping: asked to stop"), supervisor.stopping)),
    // what a person has to do stays to be read: nobody else tells it once the scope closes
    Effect.tapError(() => Effect.zipRight(tellLastStatus, supervisor.stopping))
  )
}, Effect.scoped)

/** How things are, with the log that nobody can read for it. */
const sentences = Effect.gen(function* () {
  const { changes } = yield* Connection
  const { trouble } = yield* LogOutput
  return Stream.zipLatestWith(changes, trouble, (state, reason) =>
    Option.match(reason, {
      onNone: () => sentenceOf(state),
      onSome: (reason) => `${sentenceOf(state)}; the log cannot be written: ${reason}`
    })
  )
})

const tellStatus = Effect.gen(function* () {
  const { status } = yield* Supervisor
  yield* Stream.runForEach(Stream.changes(yield* sentences), status)
})

const tellLastStatus = Effect.gen(function* () {
  const { status } = yield* Supervisor
  yield* Stream.runForEach(Stream.take(yield* sentences, 1), status)
})

/** `waiting-for-scan: a log-in code is shown; scan the code with WeChat on the phone` */
export const sentenceOf = ({ state, why }: ConnectionState): string =>
  [`${state}: ${why}`, todo(state)].filter((part) => part !== "").join("; ")

const giveSigns = Effect.gen(function* () {
  const { alive, aliveEvery } = yield* Supervisor
  if (Option.isNone(aliveEvery)) return
  const { isTurning } = yield* watchTurns
  yield* Effect.repeat(Effect.whenEffect(alive, isTurning), Schedule.spaced(aliveEvery.value))
})

/**
 * An effect that tells whether the robot's loop has made a turn within the time that one may take. Failed turns count:
 * no restart cures what goes wrong elsewhere. Measured from when a turn was seen here, by a clock that nobody sets.
 */
const watchTurns = Effect.gen(function* () {
  const { changes, tickedAt } = yield* Connection
  const timing = yield* Timing
  const lastSeen = yield* Ref.make({ turn: yield* tickedAt, at: yield* Clock.currentTimeNanos })
  const isTurning = Effect.gen(function* () {
    const turn = yield* tickedAt
    const now = yield* Clock.currentTimeNanos
    const { at } = yield* Ref.updateAndGet(lastSeen, (seen) =>
      seen.turn === turn ? seen : { turn, at: now }
    )
    const state = Option.map(yield* Stream.runHead(changes), ({ state }) => state)
    return now - at <= Duration.unsafeToNanos(patience(state, timing))
  })
  return { isTurning }
})

/** The robot shows a code, or rests before the next one. */
const betweenCodes: ReadonlySet<ConnectionStateName> = new Set(["waiting-for-scan", "logged-out"])

/** Two attempts with the pause before each; while nobody scans, the pause between two codes as well. */
const patience = (state: Option.Option<ConnectionStateName>, timing: typeof Timing.Service) =>
  Duration.sum(
    Duration.times(Duration.sum(timing.stalled, timing.backoffLimit), 2),
    Option.exists(state, (name) => betweenCodes.has(name)) ? timing.seldomCode : Duration.zero
  )

import { Clock, Effect, Option, Ref, SubscriptionRef } from "effect"
import {
  type ConnectionState,
  type ConnectionStateName,
  isTrouble,
  todo
} from "../../domain/ConnectionState.ts"
import { Timing } from "../../domain/Timing.ts"
import { endsSession, type EndpointError, type Refused, Unreachable } from "../../http/Errors.ts"
import { retrying } from "./Backoff.ts"

/** So many refusals in a row, whatever their code, mean that the session is lost although nobody says so. */
const REFUSALS_AT_MOST = 10

/** Where the robot stands with WeChat: one value for all who want to know, one log line for each change. */
export class Connection extends Effect.Service<Connection>()("program/Connection", {
  effect: Effect.gen(function* () {
    const startedAt = yield* Clock.currentTimeMillis
    const current = yield* SubscriptionRef.make<ConnectionState>({
      state: "starting",
      since: startedAt,
      why: "the robot was started"
    })
    const tickedAt = yield* Ref.make(startedAt)
    const tick = Effect.flatMap(Clock.currentTimeMillis, (now) => Ref.set(tickedAt, now))

    const become = Effect.fn("Connection.become")(function* (state: ConnectionStateName, why: string) {
      const now = yield* Clock.currentTimeMillis
      const before = yield* SubscriptionRef.get(current)
      const changed = before.state !== state
      yield* SubscriptionRef.set(current, { state, why, since: changed ? now : before.since })
      if (!changed) return
      const log = isTrouble(state) ? Effect.logWarning("connection") : Effect.logInfo("connection")
      yield* Effect.annotateLogs(log, { state, why, ...(todo(state) === "" ? {} : { todo: todo(state) }) })
    })

    const trying = Effect.fnUntraced(function* <A, R, Final extends EndpointError>(
      call: Effect.Effect<A, EndpointError, R>,
      isFinal: (error: EndpointError, refusals: number) => error is Final
    ) {
      const before = yield* SubscriptionRef.get(current)
      let refusals = 0
      const answer = yield* Effect.ensuring(inTime(call), tick).pipe(
        Effect.tapError((error) =>
          Effect.sync(() => (refusals = error._tag === "Refused" ? refusals + 1 : 0))
        ),
        retrying(
          (error): error is Final => isFinal(error, refusals),
          ({ message }) => Effect.zipRight(become("reconnecting", message), debugFailure(message))
        )
      )
      const { state } = yield* SubscriptionRef.get(current)
      if (state === "reconnecting") yield* become(before.state, "WeChat answers again")
      return answer
    })

    return {
      state: SubscriptionRef.get(current),
      /** The state, and each one that follows. */
      changes: current.changes,
      /** When an attempt of the loop last came to an end, good or bad, in epoch milliseconds: it is not stuck. */
      tickedAt: Ref.get(tickedAt),
      /** Something else went on: the loop may have to wait until answers made room for more messages. */
      tick,
      become,
      /**
       * Tries a call that the robot cannot do without, with growing pauses, until it works. Meanwhile the state is
       * `reconnecting`, and then again what it was.
       */
      persist: <A, R>(call: Effect.Effect<A, EndpointError, R>) => trying(call, neverFinal),
      /** The same for a call of a session: fails when that ended, or seems to after ten refusals in a row. */
      persistInSession: <A, R>(call: Effect.Effect<A, EndpointError, R>) => trying(call, isLost)
    } as const
  })
}) {}

const debugFailure = (error: string) =>
  Effect.annotateLogs(Effect.logDebug("no answer, trying again"), { error })

/** Whatever hangs below, an attempt ends: what it left behind is cut off beside the loop, which goes on alone. */
const inTime = <A, R>(call: Effect.Effect<A, EndpointError, R>) =>
  Effect.flatMap(Timing, ({ stalled }) =>
    call.pipe(
      // the failure is told here, not by the fiber that the time-out needs
      Effect.withUnhandledErrorLogLevel(Option.none()),
      Effect.disconnect,
      Effect.timeoutFail({
        duration: stalled,
        onTimeout: () => new Unreachable({ endpoint: "a call", reason: "stalled", delivered: "unknown" })
      })
    )
  )

const neverFinal = (_error: EndpointError): _error is never => false

const isLost = (error: EndpointError, refusals: number): error is Refused =>
  error._tag === "Refused" && (endsSession(error.code) || refusals >= REFUSALS_AT_MOST)

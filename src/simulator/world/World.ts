import { Clock, Context, type Duration, Effect, Option, type Random, Stream, SubscriptionRef } from "effect"
import type { Message } from "./Events.ts"
import * as Ids from "./Ids.ts"
import { type FullOptions } from "./Options.ts"
import { initialState, type State } from "./State.ts"

/** Gives a result and the next state. */
export type Transition<A> = (state: State) => readonly [A, State]

/** The state of the simulated servers, and the only way to change it or to wait for a change. */
export interface World {
  readonly options: FullOptions
  /** The origin that the simulator listens on. */
  readonly origin: string
  readonly ids: Ids.Ids
  /** For the ids, and all else that is left to chance. */
  readonly random: Random.Random
  readonly state: Effect.Effect<State>
  readonly modify: <A>(transition: Transition<A>) => Effect.Effect<A>
  /** Makes the transition as soon as it gives something; gives none after `atMost`. */
  readonly await: <A>(
    transition: Transition<Option.Option<A>>,
    atMost: Duration.Duration
  ) => Effect.Effect<Option.Option<A>>
  /** `await` for a long poll of the client: for `pollHold`, and counted in `holding`. */
  readonly hold: <A>(
    poll: keyof State["holding"],
    transition: Transition<Option.Option<A>>
  ) => Effect.Effect<Option.Option<A>>
  /** What the servers' clocks show, in epoch milliseconds. */
  readonly now: Effect.Effect<number>
  /** Gives a message its `MsgId`, and the time of `age` seconds ago. */
  readonly message: (message: Omit<Message, "MsgId" | "CreateTime">, age?: number) => Effect.Effect<Message>
}
export const World = Context.GenericTag<World>("simulator/World")

/** A new world, in its initial state, at an origin. */
export const make = (options: FullOptions, origin: string, random: Random.Random): Effect.Effect<World> =>
  Effect.gen(function* () {
    const ref = yield* SubscriptionRef.make(initialState(options))
    const ids = Ids.make(random)

    const modify: World["modify"] = (transition) =>
      // a client that hangs up must not stop a change before those who wait for it are told
      Effect.uninterruptible(
        SubscriptionRef.modify(ref, (state) => {
          const [result, next] = transition(state)
          return [result, next === state ? state : { ...next, revision: state.revision + 1 }]
        })
      )

    const waitFor = <A>(transition: Transition<Option.Option<A>>, atMost: Duration.Duration) =>
      ref.changes.pipe(
        Stream.filter((state) => Option.isSome(transition(state)[0])),
        Stream.mapEffect(() => modify(transition)),
        Stream.filterMap((result) => result),
        Stream.runHead,
        Effect.timeoutTo({ duration: atMost, onSuccess: (head) => head, onTimeout: Option.none })
      )

    const await_: World["await"] = (transition, atMost) =>
      modify(transition).pipe(Effect.filterOrElse(Option.isSome, () => waitFor(transition, atMost)))

    const holding = (poll: keyof State["holding"], by: number) =>
      modify((state) => [
        undefined,
        { ...state, holding: { ...state.holding, [poll]: state.holding[poll] + by } }
      ])

    const hold: World["hold"] = (poll, transition) =>
      modify(transition).pipe(
        Effect.filterOrElse(Option.isSome, () =>
          Effect.acquireUseRelease(
            holding(poll, 1),
            () => waitFor(transition, options.pollHold),
            () => holding(poll, -1)
          )
        )
      )

    const now = Effect.zipWith(ref.get, Clock.currentTimeMillis, ({ clockAhead }, now) => now + clockAhead)

    const message: World["message"] = (said, age = 0) =>
      Effect.map(Effect.all([ids.msgId, now]), ([MsgId, now]) => ({
        ...said,
        MsgId,
        CreateTime: Math.floor(now / 1000) - age
      }))

    return { options, origin, ids, random, state: ref.get, modify, await: await_, hold, now, message }
  })

import { Clock, Context, type Duration, Effect, Option, type Random } from "effect"
import type { Message } from "./Events.ts"
import * as Ids from "./Ids.ts"
import { type FullOptions } from "./Options.ts"
import { FIRST, initialState, type State } from "./State.ts"

/** Gives a result and the next state. */
export type Transition<A> = (state: State) => readonly [A, State]

/** An account of WeChat. */
export interface Account {
  /** By which the control API knows it. */
  readonly name: string
  /** Its number: the same at each log-in. */
  readonly uin: number
}

/** What the simulated servers know of one account, and the only way to change it or to wait for a change. */
export interface World {
  readonly account: Account
  /** That of the first account, which holds what all accounts have in common; it is its own. */
  readonly common: World
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

/** Somebody who waits for a state. */
interface Waiting {
  readonly wants: (state: State) => boolean
  readonly wake: () => void
}

/** A state that changes, and those who wait for it to. */
const changing = (initial: State) => {
  const held = { state: initial }
  const waiting = new Set<Waiting>()

  // in one step: a client that hangs up cannot stop a change before those who wait for it are told
  const modify: World["modify"] = (transition) =>
    Effect.sync(() => {
      const [result, next] = transition(held.state)
      if (next === held.state) return result
      held.state = { ...next, revision: held.state.revision + 1 }
      for (const one of waiting) if (one.wants(held.state)) one.wake()
      return result
    })

  /** Done as soon as the state is one that the transition gives something for. */
  const until = <A>(transition: Transition<Option.Option<A>>) =>
    Effect.async<void>((resume) => {
      const wants: Waiting["wants"] = (state) => Option.isSome(transition(state)[0])
      const one: Waiting = {
        wants,
        wake: () => {
          waiting.delete(one)
          resume(Effect.void)
        }
      }
      if (wants(held.state)) return resume(Effect.void)
      waiting.add(one)
      return Effect.sync(() => waiting.delete(one))
    })

  const waitFor = <A>(transition: Transition<Option.Option<A>>, atMost: Duration.Duration) => {
    // another one who waited may have been quicker
    const next: Effect.Effect<Option.Option<A>> = Effect.zipRight(until(transition), modify(transition)).pipe(
      Effect.filterOrElse(Option.isSome, () => next)
    )
    return Effect.timeoutTo(next, { duration: atMost, onSuccess: (head) => head, onTimeout: Option.none })
  }

  return { state: Effect.sync(() => held.state), modify, waitFor }
}

/** The number of the first account; the others count on. */
const FIRST_UIN = 100_000_001

/** What all worlds of a simulator have from their making. */
type Basis = Pick<World, "options" | "origin" | "random" | "ids">

const build = (basis: Basis, account: Account, initial: State, first?: World): Effect.Effect<World> =>
  Effect.sync(() => {
    const { ids, options, origin, random } = basis
    const { modify, state, waitFor } = changing(initial)

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

    const now =
      first?.now ?? Effect.zipWith(state, Clock.currentTimeMillis, ({ clockAhead }, now) => now + clockAhead)

    const message: World["message"] = (said, age = 0) =>
      Effect.map(Effect.all([ids.msgId, now]), ([MsgId, now]) => ({
        ...said,
        MsgId,
        CreateTime: Math.floor(now / 1000) - age
      }))

    const world: World = {
      account,
      get common() {
        return first ?? world
      },
      options,
      origin,
      ids,
      random,
      state,
      modify,
      await: await_,
      hold,
      now,
      message
    }
    return world
  })

/** A new world with its first account, in its initial state, at an origin. */
export const make = (options: FullOptions, origin: string, random: Random.Random): Effect.Effect<World> =>
  build(
    { options, origin, random, ids: Ids.make(random) },
    { name: FIRST, uin: FIRST_UIN },
    initialState(options)
  )

/** What a further account starts with: the same people, but an owner of its own. `place` counts from 1. */
export const further = (
  first: World,
  place: number,
  { name, nickName }: { readonly name: string; readonly nickName: string }
): Effect.Effect<World> =>
  build(first, { name, uin: FIRST_UIN + place }, initialState(first.options, nickName), first)

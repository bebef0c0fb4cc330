import { Context, Effect, Option, Ref } from "effect"
import * as World from "../world/World.ts"

/** The accounts of a simulator, each with a world of its own. */
export interface Accounts {
  /** That of requests which name no account. It is there from the start, and cannot go. */
  readonly first: World.World
  /** The first one first. */
  readonly all: Effect.Effect<ReadonlyArray<World.World>>
  /** Adds one after the others; none if there is one of that name. */
  readonly add: (account: {
    readonly name: string
    readonly nickName: string
  }) => Effect.Effect<Option.Option<World.World>>
  /** The account with this name. */
  readonly named: (name: string) => Effect.Effect<Option.Option<World.World>>
}
export const Accounts = Context.GenericTag<Accounts>("simulator/Accounts")

/** Nothing but the first account. */
export const make = (first: World.World): Effect.Effect<Accounts> =>
  Effect.gen(function* () {
    const worlds = yield* Ref.make<ReadonlyArray<World.World>>([first])
    const lock = yield* Effect.makeSemaphore(1)
    const all = Ref.get(worlds)
    const named: Accounts["named"] = (name) =>
      Effect.map(all, (worlds) => Option.fromNullable(worlds.find(({ account }) => account.name === name)))
    const add: Accounts["add"] = (account) =>
      Effect.gen(function* () {
        if (Option.isSome(yield* named(account.name))) return Option.none()
        const world = yield* World.further(first, (yield* all).length, account)
        yield* Ref.update(worlds, (worlds) => [...worlds, world])
        return Option.some(world)
      })
    return { first, all, named, add: (account) => lock.withPermits(1)(add(account)) }
  })

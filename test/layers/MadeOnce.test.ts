import { describe, expect, it } from "@effect/vitest"
import { Deferred, Effect, Exit, Fiber, Scope } from "effect"
import { madeOnce } from "../../src/layers/MadeOnce.ts"

/** Makes 1, 2, 3 …; each is closed with its scope, and those of `failing` fail after they were opened. */
const numbered = (failing: ReadonlyArray<number>) => {
  const closed: Array<number> = []
  let made = 0
  const making = Effect.gen(function* () {
    const mine = ++made
    yield* Effect.addFinalizer(() => Effect.sync(() => closed.push(mine)))
    return failing.includes(mine) ? yield* Effect.fail(`no ${mine}`) : mine
  })
  return { closed, making }
}

describe("what is made once", () => {
  it.scoped("is kept for all who ask at a time, until the scope ends", () =>
    Effect.gen(function* () {
      const { closed, making } = numbered([])
      const scope = yield* Scope.make()
      const get = yield* Scope.extend(madeOnce(making), scope)
      expect(yield* Effect.all([get, get, get], { concurrency: 3 })).toEqual([1, 1, 1])
      expect(closed).toEqual([])
      yield* Scope.close(scope, Exit.void)
      expect(closed).toEqual([1])
    })
  )

  it.scoped("is tried again after a failure, of which nothing stays open", () =>
    Effect.gen(function* () {
      const { closed, making } = numbered([1])
      const get = yield* madeOnce(making)
      expect(yield* Effect.flip(get)).toBe("no 1")
      expect(closed).toEqual([1])
      expect(yield* get).toBe(2)
      expect(yield* get).toBe(2)
    })
  )

  it.scoped("is tried again when who asked first went away", () =>
    Effect.gen(function* () {
      const begun = yield* Deferred.make<void>()
      let times = 0
      const get = yield* madeOnce(
        Effect.suspend(() =>
          ++times > 1
            ? Effect.succeed(times)
            : Effect.zipRight(Deferred.succeed(begun, undefined), Effect.never)
        )
      )
      const first = yield* Effect.fork(get)
      yield* Deferred.await(begun)
      yield* Fiber.interrupt(first)
      expect(yield* get).toBe(2)
    })
  )
})

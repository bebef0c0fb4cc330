import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Option, Redacted, TestClock } from "effect"
import * as Token from "../../../src/program/api/door/Token.ts"

const key = (byte: number) => Redacted.make(new Uint8Array(32).fill(byte))

const bearer = (token: string) => ({ _tag: "Bearer", token }) as const

describe("the token", () => {
  it.effect("is another one with another key, and not the cookie", () =>
    Effect.gen(function* () {
      const [one, another] = yield* Effect.all([Token.make(key(1)), Token.make(key(2))])
      const values = [one.token, one.cookie, another.token, another.cookie].map(Redacted.value)
      expect(one.cookieName).not.toBe(another.cookieName)
      expect(new Set(values).size).toBe(4)
      expect(values.every((value) => /^[\w-]{43}$/.test(value))).toBe(true)
      expect(yield* one.check(bearer(Redacted.value(one.token)))).toBe("right")
      expect(yield* one.check({ _tag: "Cookie", value: Redacted.value(one.cookie) })).toBe("right")
      expect(yield* one.check({ _tag: "Nothing" })).toBe("wrong")
    })
  )

  it.effect("makes who guesses wait longer each time, and nobody else", () =>
    Effect.gen(function* () {
      const { check, token } = yield* Token.make(key(1))
      for (const delay of [100, 200, 400]) {
        const guess = yield* Effect.fork(check(bearer("guess")))
        yield* TestClock.adjust(delay - 1)
        expect(yield* Fiber.poll(guess)).toEqual(Option.none())
        expect(yield* check(bearer(Redacted.value(token)))).toBe("right")
        yield* TestClock.adjust(1)
        expect(yield* Fiber.join(guess)).toBe("wrong")
      }
      yield* TestClock.adjust("2 minutes")
      const later = yield* Effect.fork(check(bearer("guess")))
      yield* TestClock.adjust(100)
      expect(yield* Fiber.join(later)).toBe("wrong")
    })
  )

  it.effect("holds up no more than sixteen who guess", () =>
    Effect.gen(function* () {
      const { check } = yield* Token.make(key(1))
      yield* Effect.forEach(Array.from({ length: 16 }), () => Effect.fork(check(bearer("guess"))))
      yield* Effect.yieldNow()
      expect(yield* check(bearer("guess"))).toBe("too-many")
    })
  )
})

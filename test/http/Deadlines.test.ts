import { describe, expect, it } from "@effect/vitest"
import { Duration, Effect, Exit, Scope, TestClock } from "effect"
import * as Deadlines from "../../src/http/Deadlines.ts"

const noting = Effect.map(Deadlines.make, ({ after }) => {
  const expired: Array<string> = []
  return {
    expired,
    after: (limit: Duration.DurationInput, name: string) =>
      after(Duration.decode(limit), () => expired.push(name))
  }
})

describe("time limits", () => {
  it.scoped("expire each at its time, in whatever order they were set", () =>
    Effect.gen(function* () {
      const { after, expired } = yield* noting
      after("35 seconds", "poll")
      after("5 seconds", "question")
      yield* TestClock.adjust("1 second")
      after("5 seconds", "another question")
      after("15 seconds", "fetch")
      yield* TestClock.adjust("3999 millis")
      expect(expired).toEqual([])
      yield* TestClock.adjust("1 millis")
      expect(expired).toEqual(["question"])
      yield* TestClock.adjust("1 second")
      expect(expired).toEqual(["question", "another question"])
      yield* TestClock.adjust("10 seconds")
      expect(expired).toEqual(["question", "another question", "fetch"])
      yield* TestClock.adjust("1 minute")
      expect(expired).toEqual(["question", "another question", "fetch", "poll"])
    })
  )

  it.scoped("do not expire once the call has its end, nor when there are none", () =>
    Effect.gen(function* () {
      const { after, expired } = yield* noting
      const ended = after("1 second", "ended")
      after("2 seconds", "hung")
      after(Duration.infinity, "unlimited")
      ended()
      yield* TestClock.adjust("1 hour")
      expect(expired).toEqual(["hung"])
    })
  )

  it.scoped("may set others as they expire", () =>
    Effect.gen(function* () {
      const { after } = yield* Deadlines.make
      let times = 0
      const again = () => {
        times++
        after(Duration.seconds(1), again)
      }
      again()
      after(Duration.minutes(1), () => {})
      yield* TestClock.adjust("10 seconds")
      expect(times).toBe(11)
    })
  )

  it.effect("end with the scope", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const { after, expired } = yield* Scope.extend(noting, scope)
      after("1 second", "late")
      yield* Scope.close(scope, Exit.void)
      yield* TestClock.adjust("1 minute")
      expect(expired).toEqual([])
    })
  )
})

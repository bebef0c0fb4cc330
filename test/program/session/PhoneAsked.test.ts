import { describe, expect, it } from "@effect/vitest"
import { Effect, TestClock } from "effect"
import { KeptValues } from "../../../src/layers/journal/KeptValues.ts"
import { PhoneAsked } from "../../../src/program/session/PhoneAsked.ts"
import { fakes } from "../../support/program/fakes.ts"
import { restarted } from "../../support/program/restarted.ts"

const MINUTE = 60_000

/** Whether the phone may be asked, by a robot that runs on or by the next one. */
const mayAsk = Effect.flatMap(PhoneAsked, (phone) => phone.mayAsk)
const mayAskAfterRestart = restarted(mayAsk)

describe("the phone", () => {
  it.effect("may be asked once in ten minutes", () =>
    Effect.gen(function* () {
      // long after 1970, when nobody asked it either
      yield* TestClock.setTime(1000 * MINUTE)
      expect(yield* mayAsk).toBe(true)
      expect(yield* mayAsk).toBe(false)
      yield* TestClock.adjust(10 * MINUTE - 1)
      expect(yield* mayAsk).toBe(false)
      yield* TestClock.adjust(1)
      expect(yield* mayAsk).toBe(true)
      yield* TestClock.adjust(10 * MINUTE - 1)
      expect(yield* mayAsk).toBe(false)
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("may be asked at first, whatever the clock says", () =>
    Effect.gen(function* () {
      expect(yield* mayAsk).toBe(true)
      expect(yield* mayAsk).toBe(false)
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("is not asked more often for a restart", () =>
    Effect.gen(function* () {
      expect(yield* mayAsk).toBe(true)
      yield* TestClock.adjust(10 * MINUTE - 1)
      expect(yield* mayAskAfterRestart).toBe(false)
      yield* TestClock.adjust(1)
      expect(yield* mayAskAfterRestart).toBe(true)
      expect(yield* mayAskAfterRestart).toBe(false)
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("may be asked where the last question is noted in the future, and then counts from now", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(1e15)
      expect(yield* mayAsk).toBe(true)
      yield* TestClock.setTime(MINUTE)
      expect(yield* mayAskAfterRestart).toBe(true)
      yield* TestClock.adjust(10 * MINUTE - 1)
      expect(yield* mayAskAfterRestart).toBe(false)
      yield* TestClock.adjust(1)
      expect(yield* mayAskAfterRestart).toBe(true)
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("of another account was not asked", () =>
    Effect.gen(function* () {
      expect(yield* mayAsk).toBe(true)
      yield* Effect.flatMap(KeptValues, ({ forgetAll }) => forgetAll)
      expect(yield* mayAsk).toBe(true)
    }).pipe(Effect.provide(fakes()))
  )
})

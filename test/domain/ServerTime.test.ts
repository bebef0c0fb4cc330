import { describe, expect, it } from "@effect/vitest"
import { FastCheck as fc } from "effect"
import { aheadBy, isSecond, CLOCKS_APART_AT_MOST } from "../../src/domain/ServerTime.ts"

/** A server that is so far ahead, asked for so long, that read its clock at some moment meanwhile. */
const reading = fc
  .record({
    ahead: fc.integer({ min: -1e11, max: 1e11 }),
    askedAt: fc.integer({ min: 1e12, max: 2e12 }),
    took: fc.nat(60_000),
    moment: fc.double({ min: 0, max: 1, noNaN: true })
  })
  .map(({ ahead, askedAt, moment, took }) => ({
    ahead,
    took,
    reading: {
      second: Math.floor((askedAt + Math.floor(took * moment) + ahead) / 1000),
      askedAt,
      answeredAt: askedAt + took
    }
  }))

describe("a reading of the server's clock", () => {
  it.prop("leaves alone what is right", { reading }, ({ reading: { ahead, reading } }) => {
    expect(aheadBy(ahead, reading)).toBe(ahead)
  })

  it.prop(
    "sets right what is wrong, but for what the call took and the second that is shown",
    { reading, thought: fc.integer({ min: -1e12, max: 1e12 }) },
    ({ reading: { ahead, reading, took }, thought }) => {
      expect(Math.abs(aheadBy(thought, reading) - ahead)).toBeLessThanOrEqual(
        took + 1000 + CLOCKS_APART_AT_MOST
      )
    }
  )

  it("is a second of these years, or none", () => {
    expect([0, -1, 90, 1_500_000_000, 1_795_000_000, 1_500_000_000_000, NaN].map(isSecond)).toEqual([
      false,
      false,
      false,
      true,
      true,
      false,
      false
    ])
  })
})

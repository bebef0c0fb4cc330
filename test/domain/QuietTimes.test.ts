import { describe, expect, it } from "@effect/vitest"
import { FastCheck as fc } from "effect"
import { answersToCount } from "../../src/domain/QuietTimes.ts"
import { chatLimit } from "../../src/domain/ReplyRules.ts"
import { facts, minutes, now, policy } from "../support/domain/facts.ts"

describe("the answers that a decision looks at", () => {
  it.prop(
    "are few however many there were, and say the same of the limit",
    {
      ago: fc.array(fc.integer({ min: 0, max: minutes(11) }), { maxLength: 200 }),
      limit: fc.integer({ min: 0, max: 60 })
    },
    ({ ago, limit }) => {
      const here: typeof policy = { ...policy, chatRepliesPer10Minutes: limit }
      const all = ago.map((millis) => now - millis)
      const some = answersToCount(all, here)
      expect(some.length).toBeLessThanOrEqual(Math.max(limit, 20))
      const meets = (answersHere: ReadonlyArray<number>) => chatLimit.when(facts({ answersHere }), here)
      expect(meets(some)).toBe(meets(all))
    }
  )

  it("are told to be more than are kept, where there is no limit", () => {
    const here: typeof policy = { ...policy, chatRepliesPer10Minutes: 0 }
    const saw = (count: number) =>
      chatLimit.saw(
        facts({
          answersHere: answersToCount(
            Array.from({ length: count }, () => now),
            here
          )
        }),
        here
      )
    expect([saw(19), saw(20), saw(100)]).toEqual([
      "19 in 10 minutes, no limit",
      "20 or more in 10 minutes, no limit",
      "20 or more in 10 minutes, no limit"
    ])
  })
})

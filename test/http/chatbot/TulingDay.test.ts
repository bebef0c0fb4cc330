import { describe, expect, it } from "@effect/vitest"
import { nextMidnightInShanghai } from "../../../src/http/chatbot/TulingDay.ts"

describe("nextMidnightInShanghai", () => {
  it.each([
    ["2026-11-22T15:59:59.999Z", "2026-11-22T16:00:00.000Z"],
    ["2026-11-22T16:00:00.000Z", "2026-11-23T16:00:00.000Z"],
    ["2026-12-31T20:00:00.000Z", "2027-01-01T16:00:00.000Z"]
  ])("after %s it is %s", (now, midnight) => {
    expect(new Date(nextMidnightInShanghai(Date.parse(now))).toISOString()).toBe(midnight)
  })
})

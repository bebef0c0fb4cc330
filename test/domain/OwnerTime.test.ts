import { describe, expect, it } from "@effect/vitest"
import { DateTime, FastCheck as fc } from "effect"
import { onClock, readTime } from "../../src/domain/OwnerTime.ts"

const shanghai = DateTime.zoneUnsafeMakeNamed("Asia/Shanghai")
const berlin = DateTime.zoneUnsafeMakeNamed("Europe/Berlin")

/** On the owner's clock; undefined for what is no time. */
const read = (words: string, at: string, zone = shanghai) => {
  const until = readTime(words, Date.parse(at), zone)
  return until === undefined ? undefined : onClock(until, zone)
}

/** 16:08 in Shanghai. */
const AT = "2026-11-22T08:08:00Z"

describe("a time of the owner's", () => {
  it.each([
    ["30 minutes", "2026-11-22 16:38"],
    ["30m", "2026-11-22 16:38"],
    ["for 30 min", "2026-11-22 16:38"],
    ["an hour", "2026-11-22 17:08"],
    ["1 hour 30 minutes", "2026-11-22 17:38"],
    ["2h", "2026-11-22 18:08"],
    ["3 days", "2026-11-25 16:08"],
    ["30分钟", "2026-11-22 16:38"],
    ["３０ 分", "2026-11-22 16:38"],
    ["2小时", "2026-11-22 18:08"],
    ["两个小时", "2026-11-22 18:08"],
    ["半小时", "2026-11-22 16:38"],
    ["1小时30分钟", "2026-11-22 17:38"],
    ["一天", "2026-11-23 16:08"],
    ["明天", "2026-11-23 00:00"],
    ["tomorrow", "2026-11-23 00:00"],
    ["tomorrow 8:00", "2026-11-23 08:00"],
    ["明天8点半", "2026-11-23 08:30"],
    ["到 23:00", "2026-11-22 23:00"],
    ["until 23：00", "2026-11-22 23:00"],
    ["24:00", "2026-11-23 00:00"],
    ["today 17:00", "2026-11-22 17:00"],
    ["16:09", "2026-11-22 16:09"],
    // over already, or just now
    ["16:08", "2026-11-23 16:08"],
    ["8:00", "2026-11-23 08:00"]
  ])("%s is until %s", (words, until) => {
    expect(read(words, AT)).toBe(until)
  })

  it.each([
    "",
    "Li",
    "30",
    "0 minutes",
    "-5 minutes",
    "30 lines",
    "25:00",
    "12:60",
    "today",
    "今天 8:00",
    "400 days",
    "5 minutes ago",
    "明天见"
  ])("is not %j", (words) => {
    expect(read(words, AT)).toBeUndefined()
  })

  it.each([
    // clocks go from 2:00 to 3:00 on 2026-03-29, and from 3:00 back to 2:00 on 2026-10-25
    ["2:30", "2026-03-28T20:00:00Z", "2026-03-29T01:30:00.000Z"],
    ["8:00", "2026-03-28T20:00:00Z", "2026-03-29T06:00:00.000Z"],
    ["2:30", "2026-10-24T20:00:00Z", "2026-10-25T00:30:00.000Z"],
    ["2:30", "2026-10-25T00:40:00Z", "2026-10-25T01:30:00.000Z"],
    ["2:30", "2026-10-25T01:40:00Z", "2026-10-26T01:30:00.000Z"],
    ["tomorrow", "2026-10-25T10:00:00Z", "2026-10-25T23:00:00.000Z"],
    ["1 day", "2026-10-24T20:00:00Z", "2026-10-25T20:00:00.000Z"]
  ])("%s, said in Berlin at %s, is until %s", (words, at, until) => {
    expect(new Date(readTime(words, Date.parse(at), berlin) ?? 0).toISOString()).toBe(until)
  })

  it.prop(
    "is after now, and what clocks show is what they show then",
    { now: fc.integer({ min: 0, max: 4e12 }), hour: fc.nat(23), minute: fc.nat(59) },
    ({ hour, minute, now }) => {
      const words = `${hour}:${String(minute).padStart(2, "0")}`
      const until = readTime(words, now, shanghai) ?? 0
      expect(until).toBeGreaterThan(now)
      expect(until).toBeLessThanOrEqual(now + 25 * 3_600_000)
      expect(onClock(until, shanghai).slice(-5)).toBe(words.padStart(5, "0"))
    }
  )

  it.prop("any words are read to an end", { words: fc.string() }, ({ words }) => {
    const until = readTime(words, Date.parse(AT), shanghai)
    expect(until === undefined || until > Date.parse(AT)).toBe(true)
  })
})

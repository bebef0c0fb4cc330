import { describe, expect, it } from "@effect/vitest"
import { DateTime } from "effect"
import { calendarDays } from "../../src/domain/CalendarDays.ts"

const HOUR = 3_600_000

const daysOf = (now: string, zone: string, count: number) =>
  calendarDays(Date.parse(now), DateTime.zoneUnsafeMakeNamed(zone), count).map(({ from, to }) => ({
    from: new Date(from).toISOString().slice(0, 16),
    hours: (to - from) / HOUR
  }))

describe("the days of a calendar", () => {
  it.each([
    ["Asia/Shanghai", "2026-11-28T15:59:59.999Z", "2026-11-27T16:00"],
    ["Asia/Shanghai", "2026-11-28T16:00:00Z", "2026-11-28T16:00"],
    ["Asia/Kolkata", "2026-11-28T12:00:00Z", "2026-11-27T18:30"],
    ["America/New_York", "2026-11-28T04:59:00Z", "2026-11-27T05:00"],
    ["UTC", "2026-11-28T00:00:00Z", "2026-11-28T00:00"]
  ])("of %s end with that of %s, which began at %s", (zone, now, from) => {
    expect(daysOf(now, zone, 1)).toEqual([{ from, hours: 24 }])
  })

  it("have 23 or 25 hours where the clocks are changed", () => {
    expect(daysOf("2026-03-09T12:00:00Z", "America/New_York", 3)).toEqual([
      { from: "2026-03-07T05:00", hours: 24 },
      { from: "2026-03-08T05:00", hours: 23 },
      { from: "2026-03-09T04:00", hours: 24 }
    ])
    expect(daysOf("2026-11-02T12:00:00Z", "America/New_York", 2)).toEqual([
      { from: "2026-11-01T04:00", hours: 25 },
      { from: "2026-11-02T05:00", hours: 24 }
    ])
  })

  it("begin where there is no midnight, or a second one", () => {
    // Beirut's clocks went from 0:00 to 1:00; Havana's from 1:00 back to 0:00
    expect(daysOf("2025-03-30T12:00:00Z", "Asia/Beirut", 2)).toEqual([
      { from: "2025-03-28T22:00", hours: 24 },
      { from: "2025-03-29T22:00", hours: 23 }
    ])
    expect(daysOf("2025-11-02T05:30:00Z", "America/Havana", 1)).toEqual([
      { from: "2025-11-02T04:00", hours: 25 }
    ])
  })

  it("go over months and years without a gap", () => {
    const days = calendarDays(Date.UTC(2027, 0, 5), DateTime.zoneUnsafeMakeNamed("Europe/Berlin"), 30)
    expect(days).toHaveLength(30)
    expect(days.slice(1).map(({ from }) => from)).toEqual(days.slice(0, -1).map(({ to }) => to))
  })
})

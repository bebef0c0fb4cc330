import { describe, expect, it } from "@effect/vitest"
import { type AlertHistory, chronicled, ofLastDays } from "../../src/domain/AlertHistory.ts"
import { type AlertStates, raise, settle, tellingDone } from "../../src/domain/AlertStates.ts"
import { Duration } from "effect"

const DAY = 86_400_000
const nothing: AlertStates = {}
const none: AlertHistory = []
const gaps = { alertGap: Duration.zero, alertGapLimit: Duration.zero, alertCalm: Duration.zero }

describe("the history of alerts", () => {
  it("has one from when it comes up to when it is over", () => {
    const standing = raise(nothing, "scan", 5)
    const first = chronicled(none, standing, 6)
    expect(first).toEqual([{ alert: "scan", since: 5, until: null, count: 1, told: false }])
    expect(chronicled(first, standing, 7)).toBe(first)
    const told = tellingDone(standing, { alert: "scan", isOver: false, at: 0 }, [""], 8, gaps)
    const second = chronicled(first, told, 8)
    expect(second).toEqual([{ alert: "scan", since: 5, until: null, count: 1, told: true }])
    const third = chronicled(second, settle(told, "scan"), 9)
    expect(third).toEqual([{ alert: "scan", since: 5, until: 9, count: 1, told: true }])
    // the same again is another one, of which nobody was told so far
    const again = chronicled(third, raise(settle(told, "scan"), "scan", 10), 10)
    expect(again.map(({ since, told, until }) => [since, until, told])).toEqual([
      [5, 9, true],
      [10, null, false]
    ])
  })

  it("is made up for where something was missed: a journal of before, the end of one and another since", () => {
    const standing = raise(raise(nothing, "scan", 5), "journal", 6)
    expect(chronicled(none, standing, 7).map(({ alert }) => alert)).toEqual(["scan", "journal"])
    const before = chronicled(none, raise(nothing, "scan", 5), 5)
    const later = chronicled(before, raise(nothing, "scan", 8), 9)
    expect(later.map(({ since, until }) => [since, until])).toEqual([
      [5, 9],
      [8, null]
    ])
  })

  it("counts how many of its kind there were at a time", () => {
    const two = raise(raise(nothing, "uncertain-send", 1, "a"), "uncertain-send", 2, "b")
    const known = chronicled(chronicled(none, two, 2), settle(two, "uncertain-send", "a"), 3)
    expect(known).toMatchObject([{ since: 1, until: null, count: 2 }])
  })

  it("holds at most a hundred, the newest, and what was over thirty days ago no more", () => {
    let history = none
    for (let at = 0; at < 150; at++) {
      history = chronicled(history, raise(nothing, "scan", 2 * at), 2 * at)
      history = chronicled(history, nothing, 2 * at + 1)
    }
    expect(history).toHaveLength(100)
    expect(history.at(-1)?.since).toBe(298)
    const later = chronicled(history, raise(nothing, "scan", 30 * DAY + 200), 30 * DAY + 200)
    expect(later[0]?.until).toBe(201)
    expect(ofLastDays(later, 365 * DAY).map(({ until }) => until)).toEqual([null])
  })
})

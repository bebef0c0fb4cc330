import { describe, expect, it } from "@effect/vitest"
import { Duration, FastCheck as fc } from "effect"
import { AlertId, alertsInWords } from "../../src/domain/Alert.ts"
import {
  type AlertStates,
  isDue,
  nextTelling,
  openOf,
  raise,
  settle,
  stands,
  type Telling,
  tellingDone,
  withoutOld
} from "../../src/domain/AlertStates.ts"

const MINUTE = 60_000

const gaps = {
  alertGap: Duration.minutes(5),
  alertGapLimit: Duration.hours(1),
  alertCalm: Duration.hours(6)
}

const none: AlertStates = {}

/** Tells all that is due at a time, and gives what it was. */
const tellAll = (states: AlertStates, now: number) => {
  const told: Array<string> = []
  let after = states
  for (
    let next = nextTelling(after, now);
    next !== undefined && next.at <= now;
    next = nextTelling(after, now)
  ) {
    told.push(`${next.alert} ${next.isOver ? "over" : "needed"}`)
    after = tellingDone(after, next, openOf(after, next.alert), now, gaps)
  }
  return { told, after }
}

describe("an alert", () => {
  it("is told once, and that it is over once", () => {
    const raised = raise(none, "scan", 0)
    const first = tellAll(raised, 0)
    expect(first.told).toEqual(["scan needed"])
    expect(raise(first.after, "scan", MINUTE)).toBe(first.after)
    expect(tellAll(first.after, 24 * 60 * MINUTE).told).toEqual([])
    const second = tellAll(settle(first.after, "scan"), MINUTE)
    expect(second.told).toEqual(["scan over"])
    expect(tellAll(second.after, MINUTE).told).toEqual([])
  })

  it("of which nobody was told is over without a word", () => {
    expect(nextTelling(settle(raise(none, "scan", 0), "scan"), 0)).toBeUndefined()
    expect(settle(none, "scan")).toBe(none)
  })

  it("that comes again and again is told after 5, 10, 20, 40 and then 60 minutes, and at once after 6 calm hours", () => {
    let states = none
    let now = 0
    const at: Array<number> = []
    for (let times = 0; times < 7; times++) {
      states = raise(states, "disconnected", now)
      now = Math.max(now, nextTelling(states, now)?.at ?? now)
      at.push(now)
      states = tellAll(settle(tellAll(states, now).after, "disconnected"), now).after
    }
    expect(at.slice(1).map((time, index) => (time - (at[index] ?? 0)) / MINUTE)).toEqual([
      5, 10, 20, 40, 60, 60
    ])
    const calm = now + 7 * 60 * MINUTE
    expect(isDue(raise(states, "disconnected", calm), "disconnected", calm)).toBe(true)
    const later = tellAll(raise(states, "disconnected", calm), calm).after
    const again = raise(settle(later, "disconnected"), "disconnected", calm)
    expect(nextTelling(again, calm)).toBeUndefined()
    const anew = raise(tellAll(settle(later, "disconnected"), calm).after, "disconnected", calm)
    expect(nextTelling(anew, calm)?.at).toBe(calm + 5 * MINUTE)
  })

  it("is not put off by a clock that was ahead", () => {
    const { after } = tellAll(raise(none, "scan", 1e9), 1e9)
    const again = raise(tellAll(settle(after, "scan"), 1e9).after, "scan", 0)
    expect(isDue(again, "scan", 0)).toBe(true)
  })

  it("takes the place of another, which then is not told over", () => {
    const { after } = tellAll(raise(none, "tap", 0), 0)
    const { after: last, told } = tellAll(raise(after, "scan", MINUTE), MINUTE)
    expect(told).toEqual(["scan needed"])
    expect(stands(last, "tap")).toBe(false)
    expect(tellAll(settle(last, "scan"), MINUTE).told).toEqual(["scan over"])
  })
})

describe("replies that may not have arrived", () => {
  it("are over when the last one is known to have arrived", () => {
    const two = raise(raise(none, "uncertain-send", 0, "1"), "uncertain-send", 0, "2")
    const { after, told } = tellAll(two, 0)
    expect(told).toEqual(["uncertain-send needed"])
    const one = settle(after, "uncertain-send", "1")
    expect(tellAll(one, 0).told).toEqual([])
    expect(settle(one, "uncertain-send", "another")).toBe(one)
    expect(tellAll(settle(one, "uncertain-send", "2"), 0).told).toEqual(["uncertain-send over"])
  })

  it("are told of again when there is one more", () => {
    const { after } = tellAll(raise(none, "uncertain-send", 0, "1"), 0)
    const more = raise(after, "uncertain-send", 0, "2")
    expect(nextTelling(more, 0)).toEqual({ alert: "uncertain-send", isOver: false, at: 5 * MINUTE })
  })

  it("are forgotten after a day, without a word", () => {
    const { after } = tellAll(raise(none, "uncertain-send", 0, "1"), 0)
    expect(withoutOld(after, 24 * 60 * MINUTE)).toBe(after)
    expect(nextTelling(withoutOld(after, 24 * 60 * MINUTE + 1), 0)).toBeUndefined()
  })
})

const step = fc.record({
  alert: fc.constantFrom(...AlertId.literals),
  does: fc.constantFrom("raise", "settle", "tell"),
  wait: fc.integer({ min: 0, max: 90 * MINUTE })
})

it.prop(
  "whatever comes, needed and over take turns for each alert, and needed keeps its gap",
  { steps: fc.array(step, { maxLength: 60 }) },
  ({ steps }) => {
    let states = none
    let now = 1
    const toldOf = new Map<string, Array<Telling>>()
    for (const { alert, does, wait } of steps) {
      now += wait
      if (does === "raise") states = raise(states, alert, now)
      if (does === "settle") states = settle(states, alert)
      const next = does === "tell" ? nextTelling(states, now) : undefined
      if (next === undefined || next.at > now) continue
      toldOf.set(next.alert, [...(toldOf.get(next.alert) ?? []), { ...next, at: now }])
      states = tellingDone(states, next, openOf(states, next.alert), now, gaps)
    }
    for (const told of toldOf.values()) {
      const [first] = told
      expect(first?.isOver).toBe(false)
      told.forEach((one, index) => {
        // one whose place another took is over without a word
        if (one.isOver) expect(told[index - 1]?.isOver).toBe(false)
      })
      const needed = told.filter(({ isOver }) => !isOver)
      needed.slice(1).forEach((one, index) => {
        expect(one.at - (needed[index]?.at ?? 0)).toBeGreaterThanOrEqual(5 * MINUTE)
      })
    }
  }
)

describe("the words of the alerts", () => {
  it("are short enough in their titles, and tell no setting that is not there", () => {
    for (const { over, title } of Object.values(alertsInWords)) {
      for (const text of [title.en, title.zh, over.en, over.zh]) {
        expect(Array.from(text).length).toBeLessThanOrEqual(32)
      }
    }
  })
})

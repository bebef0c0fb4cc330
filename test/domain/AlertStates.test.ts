import { describe, expect, it } from "@effect/vitest"
import { Duration, FastCheck as fc } from "effect"
import { AlertId, alertsInWords } from "../../src/domain/Alert.ts"
import {
  type AlertStates,
  dueNow,
  nextTelling,
  openOf,
  raise,
  settle,
  sinceOf,
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
    expect(dueNow(raise(states, "disconnected", calm), "disconnected", calm)).toBeDefined()
    const later = tellAll(raise(states, "disconnected", calm), calm).after
    const again = raise(settle(later, "disconnected"), "disconnected", calm)
    expect(nextTelling(again, calm)).toBeUndefined()
    const anew = raise(tellAll(settle(later, "disconnected"), calm).after, "disconnected", calm)
    expect(nextTelling(anew, calm)?.at).toBe(calm + 5 * MINUTE)
  })

  it("is not put off by a clock that was ahead", () => {
    const { after } = tellAll(raise(none, "scan", 1e9), 1e9)
    const again = raise(tellAll(settle(after, "scan"), 1e9).after, "scan", 0)
    expect(dueNow(again, "scan", 0)).toBeDefined()
  })

  it.each([
    ["tap", "scan"],
    ["refused", "scan"],
    ["scan", "tap"],
    ["refused", "tap"],
    ["scan", "refused"],
    ["tap", "refused"],
    ["sends-stopped", "send-pause"],
    ["send-pause", "sends-stopped"],
    ["chatbots-spent", "chatbots-barred"],
    ["chatbots-barred", "chatbots-spent"]
  ] as const)("of %s gives its place to one of %s, and then is not told over", (before, next) => {
    const { after } = tellAll(raise(none, before, 0), 0)
    const { after: last, told } = tellAll(raise(after, next, MINUTE), MINUTE)
    expect(told).toEqual([`${next} needed`])
    expect(stands(last, before)).toBe(false)
    expect(tellAll(settle(last, next), MINUTE).told).toEqual([`${next} over`])
  })
})

it("stands since its first, and again since the next first", () => {
  const twice = raise(raise(none, "uncertain-send", 1, "1"), "uncertain-send", 2, "2")
  expect(sinceOf(twice, "uncertain-send")).toBe(1)
  const anew = raise(
    settle(settle(twice, "uncertain-send", "1"), "uncertain-send", "2"),
    "uncertain-send",
    3,
    "3"
  )
  expect(sinceOf(anew, "uncertain-send")).toBe(3)
})

it("of many replies keeps the last hundred", () => {
  const ids = Array.from({ length: 101 }, (_, at) => String(at))
  const states = ids.reduce((states, id) => raise(states, "uncertain-send", 0, id), none)
  expect(openOf(states, "uncertain-send")).toEqual(ids.slice(1))
})

it("that may be told sooner is told before one that has to wait", () => {
  const told = tellAll(raise(none, "scan", 0), 0).after
  const waiting = raise(tellAll(settle(told, "scan"), 0).after, "scan", 0)
  const both = raise(waiting, "journal", 0)
  expect(nextTelling(both, 0)).toMatchObject({ alert: "journal", at: 0 })
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

  it("are over also when the last one is one more, of which nobody was told yet", () => {
    const { after } = tellAll(raise(none, "uncertain-send", 0, "1"), 0)
    const two = settle(raise(after, "uncertain-send", MINUTE, "2"), "uncertain-send", "1")
    expect(tellAll(settle(two, "uncertain-send", "2"), MINUTE).told).toEqual(["uncertain-send over"])
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

  it("are forgotten each at its time, also when more come", () => {
    const { after } = tellAll(raise(none, "uncertain-send", 0, "1"), 0)
    const more = raise(after, "uncertain-send", 23 * 60 * MINUTE, "2")
    const left = withoutOld(more, 24 * 60 * MINUTE + 1)
    expect(openOf(left, "uncertain-send")).toEqual(["2"])
    // nobody was told of that one
    expect(nextTelling(settle(left, "uncertain-send", "2"), 0)).toBeUndefined()
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

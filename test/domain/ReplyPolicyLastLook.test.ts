import { describe, expect, it } from "@effect/vitest"
import { type SkipReason } from "../../src/domain/Decision.ts"
import { type Facts } from "../../src/domain/Facts.ts"
import { lastLook } from "../../src/domain/ReplyPolicy.ts"
import { minutes, now, ownerNotes, ownerSends, policy as usual, says, text } from "../support/domain/facts.ts"

const policy = { ...usual, takeoverPeriod: minutes(10) }
const hi = text("hi")
const used: Partial<Facts> = { phone: { lastUse: now, lastWroteHere: undefined } }
const wroteHere: Partial<Facts> = { phone: { lastUse: undefined, lastWroteHere: now - minutes(3) } }

describe("the last look before an answer is sent", () => {
  it.each<[string, Partial<Facts>, SkipReason]>([
    ["it was taken back", { revoked: true, createdAt: 0 }, "revoked"],
    ["it waited too long", { createdAt: now - minutes(5) - 1 }, "stale"],
    ["the robot was paused", { paused: true }, "paused"],
    ["the chat was muted", { muted: true }, "muted"],
    ["the owner came back", used, "phone-active"],
    ["the owner wrote here", wroteHere, "taken-over"],
    ["all at once", { ...used, createdAt: 0, paused: true, muted: true }, "stale"]
  ])("%s", (_, changes, reason) => {
    for (const kind of ["friend", "group"] as const) {
      expect(lastLook(policy, says(kind, hi, changes))).toBe(reason)
    }
  })

  it.each<[string, Partial<Facts>]>([
    ["nothing", {}],
    ["a reply to another message", { answersHere: Array.from({ length: 10 }, () => now) }],
    // the message's own row in the journal, by now
    ["that it is known", { seenBefore: true }],
    ["the end of the active hours", { minuteOfDay: 0 }]
  ])("%s does not hold an answer back", (_, changes) => {
    const facts = says("friend", hi, changes)
    expect(lastLook({ ...policy, activeHours: { from: 480, to: 1380 } }, facts)).toBeUndefined()
  })

  it("only age holds the answer to a command back", () => {
    const told = (changes: Partial<Facts>) => lastLook(policy, ownerNotes(text("/pause"), changes))
    expect(told({ paused: true, muted: true, ...used })).toBeUndefined()
    expect(told({ paused: true, createdAt: 0 })).toBe("stale")
  })

  it("the owner at the phone still gets answers to oneself", () => {
    const there: Partial<Facts> = { phone: { lastUse: now, lastWroteHere: now }, muted: true }
    expect(lastLook(policy, ownerSends("self", hi, there))).toBeUndefined()
    expect(lastLook(policy, ownerNotes(hi, there))).toBeUndefined()
    expect(lastLook(policy, ownerNotes(hi, { ...there, paused: true }))).toBe("paused")
  })
})

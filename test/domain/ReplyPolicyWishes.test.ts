import { describe, expect, it } from "@effect/vitest"
import { type ReplyPolicy } from "../../src/domain/Facts.ts"
import * as Mention from "../../src/domain/Mention.ts"
import { decide } from "../../src/domain/ReplyPolicy.ts"
import { minutes, now, ownerNotes, ownerSends, picture, policy, says, text } from "../support/domain/facts.ts"
import { ask, guard, looks, looksUpTo, skip, table } from "../support/domain/policyTable.ts"

const hi = text("hi")
const asked = { mention: Mention.Personal({ rest: "hi" }) }
const called = (...names: ReadonlyArray<string>) => ({ names, ownNames: names })

describe("after row 11: lists and mutes", () => {
  table([
    [
      "a friend is on the deny list",
      says("friend", hi, called("Li", "Li Lei")),
      "deny list",
      skip("denied"),
      { deny: ["Bo", "Li Lei"] }
    ],
    [
      "a group is on the deny list",
      says("group", hi, called("Family")),
      "deny list",
      skip("denied"),
      { deny: ["Family"] }
    ],
    [
      "a friend is on both lists",
      says("friend", hi, called("Li")),
      "deny list",
      skip("denied"),
      { deny: ["Li"], allow: ["Li"] }
    ],
    [
      "others are on the deny list",
      says("friend", hi, called("Li")),
      "a friend's text",
      ask("R3", "hi"),
      { deny: ["Bo", "L", "li"] }
    ],
    [
      "others are on the allow list",
      says("friend", hi, called("Li")),
      "allow list",
      skip("not-allowed"),
      { allow: ["Bo", "L", "li"] }
    ],
    [
      "a group has no name for the allow list",
      says("group", hi, { ...called(), ...asked }),
      "unknown sender",
      skip("unknown-sender"),
      { allow: ["Bo"] }
    ],
    [
      "a friend has no name for the deny list",
      says("friend", hi, called()),
      "unknown sender",
      skip("unknown-sender"),
      { deny: ["Bo"] }
    ],
    [
      "a friend's name on the allow list is somebody else's, too",
      says("friend", hi, { names: ["Bo"], ownNames: [] }),
      "allow list",
      skip("not-allowed"),
      { allow: ["Bo"] }
    ],
    [
      "a friend's name on the deny list is somebody else's, too",
      says("friend", hi, { names: ["Bo"], ownNames: [] }),
      "deny list",
      skip("denied"),
      { deny: ["Bo"] }
    ],
    [
      "a friend is on the allow list",
      says("friend", hi, called("Li", "Li Lei")),
      "a friend's text",
      ask("R3", "hi"),
      { allow: ["Bo", "Li Lei"] }
    ],
    ["a friend is muted", says("friend", hi, { muted: true }), "muted", skip("muted")],
    ["a group is muted", says("group", hi, { muted: true, ...asked }), "muted", skip("muted")]
  ])
})

describe("after row 11: active hours", () => {
  const day = { from: 8 * 60, to: 23 * 60 }
  const night = { from: 22 * 60, to: 6 * 60 }

  it.each([
    ["07:59 is before the day", 479, day],
    ["23:00 is after the day", 1380, day],
    ["06:00 is after the night", 360, night],
    ["21:59 is before the night", 1319, night]
  ])("%s → out-of-hours", (_, minuteOfDay, activeHours) => {
    for (const facts of [says("friend", hi, { minuteOfDay }), says("group", hi, { minuteOfDay, ...asked })]) {
      const decision = decide({ ...policy, activeHours }, facts)
      expect(decision).toMatchObject(skip("out-of-hours"))
      expect(looks(decision)).toEqual(looksUpTo("active hours"))
    }
  })

  it.each([
    ["08:00 is the day's first minute", 480, day],
    ["22:59 is the day's last minute", 1379, day],
    ["22:00 is the night's first minute", 1320, night],
    ["23:59 is in the night", 1439, night],
    ["00:00 is in the night", 0, night],
    ["05:59 is the night's last minute", 359, night]
  ])("%s → R3", (_, minuteOfDay, activeHours) => {
    const decision = decide({ ...policy, activeHours }, says("friend", hi, { minuteOfDay }))
    expect(decision).toMatchObject(ask("R3", "hi"))
  })
})

describe("row 12: the owner is there", () => {
  const used = (ago: number) => ({ phone: { lastUse: now - ago, lastWroteHere: undefined } })
  const wroteHere = (ago: number) => ({ phone: { lastUse: undefined, lastWroteHere: now - ago } })
  const takeover: Partial<ReplyPolicy> = { takeoverPeriod: minutes(10) }

  table([
    [
      "row 12: a friend writes while the phone is in use",
      says("friend", hi, used(0)),
      "phone in use",
      skip("phone-active")
    ],
    [
      "row 12: a group asks while the phone is in use",
      says("group", hi, { ...used(0), ...asked }),
      "phone in use",
      skip("phone-active")
    ],
    [
      "row 12: the quiet period's last millisecond",
      says("friend", hi, used(minutes(2))),
      "phone in use",
      skip("phone-active")
    ],
    [
      "row 12: one millisecond after the quiet period",
      says("friend", hi, used(minutes(2) + 1)),
      "a friend's text",
      ask("R3", "hi")
    ],
    [
      "row 12: the clock was set back an hour since the phone was used",
      says("friend", hi, used(-minutes(60))),
      "a friend's text",
      ask("R3", "hi")
    ],
    [
      "row 12: a quiet period of 0",
      says("friend", hi, used(0)),
      "a friend's text",
      ask("R3", "hi"),
      { quietPeriod: 0 }
    ],
    [
      "row 12: the owner wrote to this friend",
      says("friend", hi, wroteHere(0)),
      "owner took over",
      skip("taken-over"),
      takeover
    ],
    [
      "row 12: the owner wrote in this group",
      says("group", hi, { ...wroteHere(0), ...asked }),
      "owner took over",
      skip("taken-over"),
      takeover
    ],
    [
      "row 12: the takeover period's last millisecond",
      says("friend", hi, wroteHere(minutes(10))),
      "owner took over",
      skip("taken-over"),
      takeover
    ],
    [
      "row 12: one millisecond after the takeover period",
      says("friend", hi, wroteHere(minutes(10) + 1)),
      "a friend's text",
      ask("R3", "hi"),
      takeover
    ],
    [
      "row 12: a takeover period of 0",
      says("friend", hi, wroteHere(0)),
      "a friend's text",
      ask("R3", "hi"),
      { takeoverPeriod: 0 }
    ]
  ])
})

describe("last: the replies in this chat", () => {
  const answered = (...ago: ReadonlyArray<number>) => ({ answersHere: ago.map((ms) => now - ms) })
  const drawn = { dice: { group: 0, media: 0, line: 0 } }
  const inTime = minutes(10) - 1
  const two: ReplyPolicy = { ...policy, chatRepliesPer10Minutes: 2 }

  it.each([
    ["a friend's text", says("friend", hi, answered(0, inTime))],
    ["text to oneself", ownerSends("self", hi, answered(0, inTime))],
    ["media to oneself", ownerNotes(picture, { ...answered(0, inTime), ...drawn })],
    ["mentioned in a group", says("group", hi, { ...answered(0, 1, inTime), ...asked })],
    ["group media by two chances", says("group", picture, { ...answered(0, inTime), ...drawn })]
  ] as const)("%s at the limit → chat-limit", (wanted, facts) => {
    const decision = decide(two, facts)
    expect(decision).toMatchObject(skip("chat-limit"))
    expect(looks(decision)).toEqual([...looksUpTo(wanted), [guard, true]])
  })

  it.each([
    ["below the limit", answered(0), two],
    ["when all but one are 10 minutes old", answered(0, minutes(10), minutes(11)), two],
    ["when there is no limit", answered(0, 0, 0), { ...two, chatRepliesPer10Minutes: 0 }]
  ])("%s → R3", (_, answers, policy) => {
    expect(decide(policy, says("friend", hi, answers))).toMatchObject(ask("R3", "hi"))
  })

  it("is not looked at when the message is skipped anyway", () => {
    const decision = decide(two, says("group", hi, answered(0, 0)))
    expect(decision).toMatchObject(skip("group-not-chosen"))
    expect(looks(decision)).toEqual(looksUpTo("group text by chance"))
  })
})

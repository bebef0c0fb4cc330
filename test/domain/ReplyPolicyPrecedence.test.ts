import { describe, expect, it } from "@effect/vitest"
import { Option } from "effect"
import { type AnswerReason, type SkipReason } from "../../src/domain/Decision.ts"
import { type Facts, type ReplyPolicy } from "../../src/domain/Facts.ts"
import * as Mention from "../../src/domain/Mention.ts"
import { type Body, type Message } from "../../src/domain/Message.ts"
import { decide } from "../../src/domain/ReplyPolicy.ts"
import * as Given from "../support/domain/facts.ts"
import { link, minutes, now, ownerNotes, ownerSends, picture, says, text } from "../support/domain/facts.ts"

const policy: ReplyPolicy = {
  ...Given.policy,
  deny: ["Li"],
  allow: ["Bo"],
  activeHours: { from: 0, to: 60 },
  takeoverPeriod: minutes(10),
  chatRepliesPer10Minutes: 1
}

/** All that can speak against an answer does so, and every draw says yes. */
const against: Partial<Facts> = {
  seenBefore: true,
  ownReply: true,
  revoked: true,
  createdAt: now - minutes(6),
  paused: true,
  names: ["Li"],
  ownNames: ["Li"],
  muted: true,
  phone: { lastUse: now, lastWroteHere: now },
  answersHere: [now],
  dice: { group: 0, media: 0, line: 0 }
}

const call: Body = { _tag: "Call" }

/** What decides now, and what to change so that it no longer does. */
type Step = readonly [reason: SkipReason, change: (facts: Facts) => Facts]

const until = (reason: SkipReason, changes: Partial<Facts>): Step => [
  reason,
  (facts) => ({ ...facts, ...changes })
]
const untilMessage = (reason: SkipReason, changes: Partial<Message>): Step => [
  reason,
  (facts) => ({ ...facts, message: { ...facts.message, ...changes } })
]

/** The message is a call until control messages had their turn; then it holds this. */
const upTo = (body: Body): ReadonlyArray<Step> => [
  until("duplicate", { seenBefore: false }),
  until("own-reply", { ownReply: false }),
  untilMessage("control-message", { body }),
  until("revoked", { revoked: false }),
  until("stale", { createdAt: now }),
  until("paused", { paused: false })
]

const wishes: ReadonlyArray<Step> = [
  until("denied", { names: ["Li Lei"], ownNames: ["Li Lei"] }),
  until("not-allowed", { names: ["Bo"], ownNames: ["Bo"] }),
  until("muted", { muted: false }),
  until("out-of-hours", { minuteOfDay: 0 }),
  until("phone-active", { phone: { lastUse: undefined, lastWroteHere: now } }),
  until("taken-over", { phone: { lastUse: undefined, lastWroteHere: undefined } })
]

const limit = until("chat-limit", { answersHere: [] })

/** The start, each reason that gives way to the next, and what remains. */
type Way = readonly [
  name: string,
  start: Facts,
  steps: ReadonlyArray<Step>,
  remains: AnswerReason | SkipReason
]

const speaker = Option.some("@aunt")
const nobody = Option.none()
const group = (mention: Facts["mention"]): Facts => {
  const facts = says("group", call, { ...against, mention })
  return { ...facts, message: { ...facts.message, speaker: nobody } }
}

describe("of all rules that match the upper one wins", () => {
  it.each<Way>([
    [
      "a friend's link, then text",
      says("friend", call, against),
      [...upTo(link), ...wishes, untilMessage("app-message", { body: text("hi") }), limit],
      "R3"
    ],
    ["a friend's picture", says("friend", call, against), [...upTo(picture), ...wishes, limit], "R3"],
    [
      "a member's link, then a mention",
      group(Mention.Personal({ rest: "" })),
      [
        ...upTo(link),
        ...wishes,
        untilMessage("app-message", { body: text("hi") }),
        untilMessage("no-speaker", { speaker }),
        until("empty-text", { mention: Mention.Personal({ rest: "hi" }) }),
        limit
      ],
      "R2"
    ],
    [
      "a member's call to everyone, then a drawn text",
      group(Mention.Everyone()),
      [
        ...upTo(text("hi")),
        ...wishes,
        untilMessage("no-speaker", { speaker }),
        until("mention-all", { mention: Mention.None() }),
        limit
      ],
      "R2"
    ],
    [
      "a member's drawn picture",
      group(Mention.None()),
      [...upTo(picture), ...wishes, untilMessage("no-speaker", { speaker }), limit],
      "R2+R3"
    ],
    ["text to oneself", ownerSends("self", call, against), [...upTo(text("hi")), limit], "R1"],
    ["a picture to oneself", ownerSends("self", call, against), [...upTo(picture), limit], "R1+R3"],
    ["text to filehelper", ownerNotes(call, against), [...upTo(text("hi")), limit], "R1"],
    ["a picture to filehelper", ownerNotes(call, against), [...upTo(picture), limit], "R1+R3"],
    [
      "a link to filehelper, then nothing",
      ownerNotes(call, against),
      [...upTo(link), untilMessage("app-message", { body: text("") })],
      "sent-by-self"
    ],
    ["a link to oneself", ownerSends("self", call, against), upTo(link), "app-message"],
    ["to a friend", ownerSends("friend", call, against), upTo(text("hi")), "sent-by-self"],
    ["to a group", ownerSends("group", call, against), upTo(link), "sent-by-self"]
  ])("%s", (_, start, steps, remains) => {
    let facts = start
    const reasons = [decide(policy, facts).reason]
    for (const [, change] of steps) {
      facts = change(facts)
      reasons.push(decide(policy, facts).reason)
    }
    expect(reasons).toEqual([...steps.map(([reason]) => reason), remains])
  })

  it.each([
    ["special-account", "special-account"],
    ["official-account", "official-account"],
    ["unknown", "unknown-sender"]
  ] as const)("to and from a chat of kind %s", (kind, reason) => {
    const fresh = {
      ...against,
      seenBefore: false,
      ownReply: false,
      revoked: false,
      createdAt: now,
      paused: false
    }
    for (const body of [text("hi"), picture, link]) {
      expect(decide(policy, ownerSends(kind, body, fresh)).reason).toBe("sent-by-self")
      expect(decide(policy, says(kind, body, fresh)).reason).toBe(reason)
    }
  })
})

import { describe, expect, it } from "@effect/vitest"
import { Option } from "effect"
import { type AnswerReason, type SkipReason } from "../../src/domain/Decision.ts"
import { type Facts, type ReplyPolicy } from "../../src/domain/Facts.ts"
import { Mention } from "../../src/domain/Mention.ts"
import { type Body, type Message } from "../../src/domain/Message.ts"
import { decide, lastLook } from "../../src/domain/ReplyPolicy.ts"
import * as Given from "./facts.ts"
import { chats, link, minutes, now, ownerNotes, ownerSends, says, text } from "./facts.ts"

/** Every wish that can keep the robot silent. */
const policy: ReplyPolicy = {
  ...Given.policy,
  deny: ["Li"],
  allow: ["Bo"],
  activeHours: { from: 0, to: 60 },
  takeoverPeriod: minutes(10),
  chatRepliesPer10Minutes: 1
}

/** All at once speaks against an answer, whatever the message is. */
const against: Partial<Facts> = {
  seenBefore: true,
  ownReply: true,
  createdAt: now - minutes(6),
  paused: true,
  names: ["Li"],
  muted: true,
  phone: { lastUse: now, lastWroteHere: now },
  answersHere: [now]
}

const becomes =
  (changes: Partial<Message>) =>
  (facts: Facts): Partial<Facts> => ({ message: { ...facts.message, ...changes } })
const holds = (body: Body) => becomes({ body })

/** What decides now, and what to take away so that the next one decides. */
type Step = readonly [reason: SkipReason, remedy: (facts: Facts) => Partial<Facts>]

const first: ReadonlyArray<Step> = [
  ["duplicate", () => ({ seenBefore: false })],
  ["own-reply", () => ({ ownReply: false })]
]
const old: ReadonlyArray<Step> = [
  ["stale", () => ({ createdAt: now })],
  ["paused", () => ({ paused: false })]
]
const limited: Step = ["chat-limit", () => ({ answersHere: [] })]
const wishes: ReadonlyArray<Step> = [
  ["denied", () => ({ names: ["Li Lei"] })],
  ["not-allowed", () => ({ names: ["Bo"] })],
  ["muted", () => ({ muted: false })],
  ["out-of-hours", () => ({ minuteOfDay: 0 })],
  ["phone-active", () => ({ phone: { lastUse: undefined, lastWroteHere: now } })],
  ["taken-over", () => ({ phone: { lastUse: undefined, lastWroteHere: undefined } })]
]

const call: Body = { _tag: "Call" }
const nobody = becomes({ speaker: Option.none() })

const ways: ReadonlyArray<
  readonly [string, start: Facts, steps: ReadonlyArray<Step>, end: AnswerReason | SkipReason]
> = [
  [
    "a friend's message",
    says("friend", call, against),
    [
      ...first,
      ["control-message", holds(link)],
      ...old,
      ...wishes,
      ["app-message", holds(text("hi"))],
      limited
    ],
    "R3"
  ],
  [
    "a group's message",
    says("group", call, {
      ...against,
      ...nobody(says("group", call)),
      mention: Mention.Personal({ rest: "" })
    }),
    [
      ...first,
      ["control-message", holds(link)],
      ...old,
      ...wishes,
      ["app-message", holds(text("@Bo"))],
      ["no-speaker", becomes({ speaker: Option.some("@aunt") })],
      ["empty-text", () => ({ mention: Mention.Personal({ rest: "hi" }) })],
      limited
    ],
    "R2"
  ]
]

describe("precedence", () => {
  it.each(ways)("%s", (_, start, steps, end) => {
    let facts = start
    for (const [reason, remedy] of steps) {
      expect(decide(policy, facts).reason).toBe(reason)
      facts = { ...facts, ...remedy(facts) }
    }
    expect(decide(policy, facts).reason).toBe(end)
  })
})

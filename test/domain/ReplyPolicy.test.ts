import { describe, expect, it } from "@effect/vitest"
import { Option } from "effect"
import { type AnswerReason, type Decision, type SkipReason } from "../../src/domain/Decision.ts"
import { type Facts, type ReplyPolicy } from "../../src/domain/Facts.ts"
import { Mention } from "../../src/domain/Mention.ts"
import { type Body } from "../../src/domain/Message.ts"
import { decide } from "../../src/domain/ReplyPolicy.ts"
import * as Given from "./facts.ts"
import { link, minutes, now, ownerNotes, ownerSends, picture, says, text } from "./facts.ts"

/** Written down once more, because their order is the policy. */
const rules = [
  "seen before",
  "the robot's own words",
  "control message",
  "too old",
  "paused",
  "text to oneself",
  "media to oneself",
  "app message to oneself",
  "sent by the owner",
  "special account",
  "official account",
  "unknown sender",
  "deny list",
  "allow list",
  "muted",
  "active hours",
  "phone in use",
  "owner took over",
  "app message",
  "a friend's text",
  "a friend's media",
  "speaker not told",
  "mentioned, nothing said",
  "mentioned in a group",
  "everyone mentioned",
  "group text by chance",
  "group media by two chances"
] as const
type Rule = (typeof rules)[number]

/** Looked at after the table, and only before an answer. */
const guard = "replies in this chat"

const looks = ({ trace }: Decision) => trace.map(({ matched, rule }) => [rule, matched])

/** The rules above the one that decided did not match; without such a rule none did. */
const looksUpTo = (by: Rule | "no rule") =>
  rules.slice(0, by === "no rule" ? rules.length : rules.indexOf(by) + 1).map((rule) => [rule, rule === by])

const ask = (reason: AnswerReason, question: string) => ({ _tag: "AskChatbot", reason, question }) as const
const canned = (reason: AnswerReason, line: string) => ({ _tag: "SendCanned", reason, line }) as const
const skip = (reason: SkipReason) => ({ _tag: "Skip", reason }) as const

type Row = readonly [
  name: string,
  facts: Facts,
  by: Rule | "no rule",
  gives: ReturnType<typeof ask> | ReturnType<typeof canned> | ReturnType<typeof skip>,
  policy?: Partial<ReplyPolicy>
]

const table = (rows: ReadonlyArray<Row>) =>
  it.each(rows)("%s", (_, facts, by, gives, policy) => {
    const decision = decide({ ...Given.policy, ...policy }, facts)
    const { trace: _trace, ...outcome } = decision
    expect(outcome).toEqual(gives)
    expect(looks(decision)).toEqual([...looksUpTo(by), ...(gives._tag === "Skip" ? [] : [[guard, false]])])
  })

const hi = text("hi")
const draws = (group: number, media: number, line = 0) => ({ dice: { group, media, line } })
const lastUse = (ago: number) => ({ phone: { lastUse: now - ago, lastWroteHere: undefined } })
const wroteHere = (ago: number) => ({ phone: { lastUse: undefined, lastWroteHere: now - ago } })
const mentions = (rest: string) => ({ mention: Mention.Personal({ rest }) })
const unsaid = (facts: Facts): Facts => ({ ...facts, message: { ...facts.message, speaker: Option.none() } })

describe("rows 1 to 4: messages that are not looked at closer", () => {
  table([
    [
      "row 1: a message came before → duplicate",
      says("friend", hi, { seenBefore: true }),
      "seen before",
      skip("duplicate")
    ],
    [
      "row 2: a reply comes back to the owner's own chat → own-reply",
      ownerSends("self", hi, { ownReply: true }),
      "the robot's own words",
      skip("own-reply")
    ],
    [
      "row 4: a message is older than the limit → stale",
      says("friend", hi, { createdAt: now - minutes(5) - 1 }),
      "too old",
      skip("stale")
    ],
    [
      "row 4: a message is exactly as old as the limit → R3",
      says("friend", hi, { createdAt: now - minutes(5) }),
      "a friend's text",
      ask("R3", "hi")
    ],
    [
      "row 4: an old message without a limit → R3",
      says("friend", hi, { createdAt: 0 }),
      "a friend's text",
      ask("R3", "hi"),
      { maxMessageAge: 0 }
    ],
    [
      "row 4: a message from a clock that is ahead → R3",
      says("friend", hi, { createdAt: now + minutes(60) }),
      "a friend's text",
      ask("R3", "hi")
    ],
    [
      "after row 4: the robot is paused → paused",
      says("friend", hi, { paused: true }),
      "paused",
      skip("paused")
    ]
  ])

  it.each<Body>([
    { _tag: "FriendRequest" },
    { _tag: "PossibleFriend" },
    { _tag: "Call" },
    { _tag: "StatusNotify", code: 1, userNames: [] },
    { _tag: "CallEnded" },
    { _tag: "CallInvitation" },
    { _tag: "SystemNotice" },
    { _tag: "SystemLine" },
    { _tag: "Revoke", MsgId: "1" },
    { _tag: "SystemXml" },
    { _tag: "Unknown", MsgType: 4711 }
  ])("row 3: $_tag from anybody → control-message", (body) => {
    for (const facts of [says("friend", body), says("group", body), ownerSends("self", body)]) {
      const decision = decide(Given.policy, facts)
      expect(decision).toMatchObject(skip("control-message"))
      expect(looks(decision)).toEqual(looksUpTo("control message"))
    }
  })
})

describe("rows 5 to 8: what the owner sends", () => {
  table([
    ["row 5: text to oneself → R1", ownerSends("self", text(" hi\n")), "text to oneself", ask("R1", "hi")],
    [
      "row 5: text to oneself while the phone is in use → R1",
      ownerSends("self", hi, { phone: { lastUse: now, lastWroteHere: now } }),
      "text to oneself",
      ask("R1", "hi"),
      { takeoverPeriod: minutes(10) }
    ],
    [
      "row 5: text to oneself is bound by no list, mute or hours → R1",
      ownerSends("self", hi, { names: ["Bo"], muted: true }),
      "text to oneself",
      ask("R1", "hi"),
      { deny: ["Bo"], allow: ["Li"], activeHours: { from: 0, to: 1 } }
    ],
    ["row 5: text to filehelper → R1", ownerNotes(hi), "text to oneself", ask("R1", "hi")],
    [
      "row 6: a picture to oneself is drawn → R1+R3",
      ownerSends("self", picture, draws(0.99, 0.2499, 0.5)),
      "media to oneself",
      canned("R1+R3", "second")
    ],
    [
      "row 6: a picture to oneself is not drawn → not-chosen",
      ownerSends("self", picture, draws(0, 0.25)),
      "media to oneself",
      skip("not-chosen")
    ],
    [
      "row 6: a picture to filehelper is drawn → R1+R3",
      ownerNotes(picture, draws(0.99, 0)),
      "media to oneself",
      canned("R1+R3", "first")
    ],
    [
      "row 7: a link to oneself → app-message",
      ownerSends("self", link),
      "app message to oneself",
      skip("app-message")
    ],
    [
      "row 7: a link to filehelper → app-message",
      ownerNotes(link),
      "app message to oneself",
      skip("app-message")
    ],
    [
      "row 8: text to a friend → sent-by-self",
      ownerSends("friend", hi),
      "sent by the owner",
      skip("sent-by-self")
    ],
    [
      "row 8: a drawn picture to a group → sent-by-self",
      ownerSends("group", picture, draws(0, 0)),
      "sent by the owner",
      skip("sent-by-self")
    ],
    [
      "row 8: empty text to filehelper → sent-by-self",
      ownerNotes(text(" ")),
      "sent by the owner",
      skip("sent-by-self")
    ]
  ])
})

describe("rows 9 to 11: who is never answered", () => {
  table([
    [
      "row 9: a special account writes → special-account",
      says("special-account", hi),
      "special account",
      skip("special-account")
    ],
    [
      "row 10: an official account writes → official-account",
      says("official-account", hi),
      "official account",
      skip("official-account")
    ],
    [
      "row 10: a drawn picture of an official account → official-account",
      says("official-account", picture, draws(0, 0)),
      "official account",
      skip("official-account")
    ],
    [
      "row 11: a stranger writes → unknown-sender",
      says("unknown", hi),
      "unknown sender",
      skip("unknown-sender")
    ]
  ])
})

describe("after row 11: the owner's lists, mutes and hours", () => {
  const night = { activeHours: { from: 22 * 60, to: 6 * 60 } }
  const day = { activeHours: { from: 8 * 60, to: 23 * 60 } }
  const outOfHours = (minuteOfDay: number, policy: Partial<ReplyPolicy>): Row => [
    `minute ${minuteOfDay} is outside → out-of-hours`,
    says("friend", hi, { minuteOfDay }),
    "active hours",
    skip("out-of-hours"),
    policy
  ]
  const withinHours = (minuteOfDay: number, policy: Partial<ReplyPolicy>): Row => [
    `minute ${minuteOfDay} is inside → R3`,
    says("friend", hi, { minuteOfDay }),
    "a friend's text",
    ask("R3", "hi"),
    policy
  ]

  table([
    [
      "a friend on the deny list → denied",
      says("friend", hi, { names: ["Li", "Li Lei"] }),
      "deny list",
      skip("denied"),
      { deny: ["Bo", "Li Lei"] }
    ],
    [
      "a group on the deny list → denied",
      says("group", hi, { names: ["Family"] }),
      "deny list",
      skip("denied"),
      { deny: ["Family"] }
    ],
    [
      "another on the deny list → R3",
      says("friend", hi, { names: ["Li"] }),
      "a friend's text",
      ask("R3", "hi"),
      { deny: ["Bo", "L"] }
    ],
    [
      "on both lists → denied",
      says("friend", hi, { names: ["Li"] }),
      "deny list",
      skip("denied"),
      { deny: ["Li"], allow: ["Li"] }
    ],
    [
      "another on the allow list → not-allowed",
      says("friend", hi, { names: ["Li"] }),
      "allow list",
      skip("not-allowed"),
      { allow: ["Bo"] }
    ],
    [
      "a group without a name and an allow list → not-allowed",
      says("group", hi, { names: [] }),
      "allow list",
      skip("not-allowed"),
      { allow: ["Bo"] }
    ],
    [
      "on the allow list → R3",
      says("friend", hi, { names: ["Li", "Li Lei"] }),
      "a friend's text",
      ask("R3", "hi"),
      { allow: ["Bo", "Li Lei"] }
    ],
    ["a friend is muted → muted", says("friend", hi, { muted: true }), "muted", skip("muted")],
    [
      "a group is muted → muted",
      says("group", hi, { muted: true, ...mentions("hi") }),
      "muted",
      skip("muted")
    ]
  ])

  describe("by day, 08:00 to 23:00", () => {
    table([outOfHours(479, day), withinHours(480, day), withinHours(1379, day), outOfHours(1380, day)])
  })

  describe("over midnight, 22:00 to 06:00", () => {
    table([
      withinHours(1320, night),
      withinHours(1439, night),
      withinHours(0, night),
      withinHours(359, night),
      outOfHours(360, night),
      outOfHours(1319, night)
    ])
  })

  describe("in a group", () => {
    table([
      [
        "out of hours → out-of-hours",
        says("group", hi, { minuteOfDay: 0, ...mentions("hi") }),
        "active hours",
        skip("out-of-hours"),
        day
      ]
    ])
  })
})

describe("row 12: the owner is there", () => {
  const takeover = { takeoverPeriod: minutes(10) }
  table([
    [
      "row 12: a friend writes while the phone is in use → phone-active",
      says("friend", hi, lastUse(minutes(2))),
      "phone in use",
      skip("phone-active")
    ],
    [
      "row 12: a group mentions the owner while the phone is in use → phone-active",
      says("group", hi, { ...lastUse(0), ...mentions("hi") }),
      "phone in use",
      skip("phone-active")
    ],
    [
      "row 12: one millisecond after the quiet period → R3",
      says("friend", hi, lastUse(minutes(2) + 1)),
      "a friend's text",
      ask("R3", "hi")
    ],
    [
      "row 12: a quiet period of 0 turns the rule off → R3",
      says("friend", hi, lastUse(0)),
      "a friend's text",
      ask("R3", "hi"),
      { quietPeriod: 0 }
    ],
    [
      "row 12: the owner wrote in this chat → taken-over",
      says("friend", hi, wroteHere(minutes(10))),
      "owner took over",
      skip("taken-over"),
      takeover
    ],
    [
      "row 12: the owner wrote in this group → taken-over",
      says("group", hi, { ...wroteHere(0), ...mentions("hi") }),
      "owner took over",
      skip("taken-over"),
      takeover
    ],
    [
      "row 12: one millisecond after the takeover period → R3",
      says("friend", hi, wroteHere(minutes(10) + 1)),
      "a friend's text",
      ask("R3", "hi"),
      takeover
    ],
    [
      "row 12: a takeover period of 0 turns the rule off → R3",
      says("friend", hi, wroteHere(0)),
      "a friend's text",
      ask("R3", "hi")
    ]
  ])
})

describe("rows 13 to 15: a friend", () => {
  table([
    ["row 13: a friend's link → app-message", says("friend", link), "app message", skip("app-message")],
    [
      "row 13: a member's link, all drawn → app-message",
      says("group", link, draws(0, 0)),
      "app message",
      skip("app-message")
    ],
    [
      "row 14: a friend's text → R3",
      says("friend", text("\n hi \u2005")),
      "a friend's text",
      ask("R3", "hi")
    ],
    [
      "row 15: a friend's picture is drawn → R3",
      says("friend", picture, draws(0.99, 0.2499, 0.99)),
      "a friend's media",
      canned("R3", "third")
    ],
    [
      "row 15: a friend's picture is not drawn → not-chosen",
      says("friend", picture, draws(0, 0.25)),
      "a friend's media",
      skip("not-chosen")
    ],
    [
      "row 15: probability 0, the lowest draw → not-chosen",
      says("friend", picture, draws(0, 0)),
      "a friend's media",
      skip("not-chosen"),
      { mediaReplyProbability: 0 }
    ],
    [
      "row 15: probability 1, the highest draw → R3",
      says("friend", picture, draws(0.99, 1 - Number.EPSILON / 2)),
      "a friend's media",
      canned("R3", "first"),
      { mediaReplyProbability: 1 }
    ]
  ])

  it.each<Body>([
    { _tag: "Voice" },
    { _tag: "Card" },
    { _tag: "Video" },
    { _tag: "Sticker" },
    { _tag: "Location" },
    { _tag: "ShortVideo" }
  ])("row 15: $_tag is media like a picture", (body) => {
    expect(decide(Given.policy, says("friend", body, draws(0.99, 0)))).toMatchObject(canned("R3", "first"))
  })
})

describe("rows 16 to 22: a group, and what is left", () => {
  table([
    [
      "row 16: it is not told who speaks → no-speaker",
      unsaid(says("group", hi, { ...mentions("hi"), ...draws(0, 0) })),
      "speaker not told",
      skip("no-speaker")
    ],
    [
      "row 17: the owner is asked → R2",
      says("group", text("@Bo hi"), mentions(" hi ")),
      "mentioned in a group",
      ask("R2", "hi")
    ],
    [
      "row 18: the owner is mentioned and nothing said → empty-text",
      says("group", text("@Bo"), { ...mentions(" "), ...draws(0, 0) }),
      "mentioned, nothing said",
      skip("empty-text")
    ],
    [
      "row 19: everyone is mentioned → mention-all",
      says("group", text("@所有人 hi"), { mention: Mention.Everyone(), ...draws(0, 0) }),
      "everyone mentioned",
      skip("mention-all")
    ],
    [
      "row 20: group text is drawn → R2",
      says("group", text(" hi "), draws(0.0999, 0.99)),
      "group text by chance",
      ask("R2", "hi")
    ],
    [
      "row 20: group text is not drawn → group-not-chosen",
      says("group", hi, draws(0.1, 0)),
      "group text by chance",
      skip("group-not-chosen")
    ],
    [
      "row 20: probability 0, the lowest draw → group-not-chosen",
      says("group", hi, draws(0, 0)),
      "group text by chance",
      skip("group-not-chosen"),
      { groupReplyProbability: 0 }
    ],
    [
      "row 20: probability 1, the highest draw → R2",
      says("group", hi, draws(1 - Number.EPSILON / 2, 0.99)),
      "group text by chance",
      ask("R2", "hi"),
      { groupReplyProbability: 1 }
    ],
    [
      "row 21: a group picture is drawn twice → R2+R3",
      says("group", picture, draws(0.0999, 0.2499, 0.34)),
      "group media by two chances",
      canned("R2+R3", "second")
    ],
    [
      "row 21: a group picture is drawn for the group only → not-chosen",
      says("group", picture, draws(0.0999, 0.25)),
      "group media by two chances",
      skip("not-chosen")
    ],
    [
      "row 21: a group picture is drawn for media only → not-chosen",
      says("group", picture, draws(0.1, 0.2499)),
      "group media by two chances",
      skip("not-chosen")
    ],
    ["row 22: a friend's empty text → no-rule", says("friend", text(" \n")), "no rule", skip("no-rule")],
    [
      "row 22: an empty group text → no-rule",
      says("group", text(""), draws(0, 0)),
      "no rule",
      skip("no-rule")
    ],
    ["row 22: empty text to oneself → no-rule", ownerSends("self", text("")), "no rule", skip("no-rule")]
  ])
})

describe("last: the replies in this chat", () => {
  const agoes = (...ago: ReadonlyArray<number>) => ({ answersHere: ago.map((ms) => now - ms) })
  const two = { ...Given.policy, chatRepliesPer10Minutes: 2 }
  const inTime = minutes(10) - 1

  it.each([
    ["a friend's text", says("friend", hi, agoes(0, inTime))],
    ["text to oneself", ownerSends("self", hi, agoes(0, inTime))],
    ["media to oneself", ownerNotes(picture, { ...agoes(0, inTime), ...draws(0.99, 0) })],
    ["mentioned in a group", says("group", hi, { ...agoes(0, 1, inTime), ...mentions("hi") })],
    ["group media by two chances", says("group", picture, { ...agoes(0, inTime), ...draws(0, 0) })]
  ] as const)("%s at the limit → chat-limit", (by, facts) => {
    const decision = decide(two, facts)
    expect(decision).toMatchObject(skip("chat-limit"))
    expect(looks(decision)).toEqual([...looksUpTo(by), [guard, true]])
  })

  it.each([
    ["below the limit", agoes(0), two],
    ["when all but one are 10 minutes old", agoes(0, minutes(10), minutes(11)), two],
    ["when there is no limit", agoes(0, 0, 0), { ...two, chatRepliesPer10Minutes: 0 }]
  ])("answers %s", (_, answers, policy) => {
    expect(decide(policy, says("friend", hi, answers))).toMatchObject(ask("R3", "hi"))
  })

  it("is not looked at before a skip", () => {
    const decision = decide(two, says("group", hi, agoes(0, 0)))
    expect(decision).toMatchObject(skip("group-not-chosen"))
    expect(looks(decision)).toEqual(looksUpTo("group text by chance"))
  })
})

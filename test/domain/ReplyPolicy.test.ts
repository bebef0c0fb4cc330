import { describe, expect, it } from "@effect/vitest"
import { Option } from "effect"
import { type Facts } from "../../src/domain/Facts.ts"
import * as Mention from "../../src/domain/Mention.ts"
import { type Body } from "../../src/domain/Message.ts"
import { decide } from "../../src/domain/ReplyPolicy.ts"
import {
  link,
  minutes,
  now,
  ownerNotes,
  ownerSends,
  picture,
  policy,
  says,
  text
} from "../support/domain/facts.ts"
import { ask, canned, command, looks, looksUpTo, skip, table } from "../support/domain/policyTable.ts"

const hi = text("hi")
const draws = (group: number, media: number, line = 0) => ({ dice: { group, media, line } })
const lowest = 0
const highest = 1 - Number.EPSILON / 2

const written = (ago: number) => ({ createdAt: now - ago })
const mentions = (rest: string) => ({ mention: Mention.Personal({ rest }) })
const everyone = { mention: Mention.Everyone() }
const speakerNotTold = (facts: Facts): Facts => ({
  ...facts,
  message: { ...facts.message, speaker: Option.none() }
})

describe("rows 1 to 4: messages that are not looked at closer", () => {
  table([
    ["row 1: it came before", says("friend", hi, { seenBefore: true }), "seen before", skip("duplicate")],
    [
      "row 2: an echo",
      ownerSends("self", hi, { ownReply: true }),
      "the robot's own words",
      skip("own-reply")
    ],
    ["taken back", says("friend", hi, { revoked: true }), "taken back", skip("revoked")],
    ["row 4: older than the limit", says("friend", hi, written(minutes(5) + 1)), "too old", skip("stale")],
    [
      "row 4: as old as the limit",
      says("friend", hi, written(minutes(5))),
      "a friend's text",
      ask("R3", "hi")
    ],
    [
      "row 4: its clock is ahead",
      says("friend", hi, written(-minutes(9))),
      "a friend's text",
      ask("R3", "hi")
    ],
    [
      "row 4: old, and there is no limit",
      says("friend", hi, written(now)),
      "a friend's text",
      ask("R3", "hi"),
      { maxMessageAge: 0 }
    ],
    ["after row 4: the robot is paused", says("friend", hi, { paused: true }), "paused", skip("paused")]
  ])

  it.each<Body>([
    { _tag: "FriendRequest" },
    { _tag: "PossibleFriend" },
    { _tag: "Call" },
    { _tag: "StatusNotify", code: 1, userNames: [] },
    { _tag: "CallEnded" },
    { _tag: "CallInvitation" },
    { _tag: "SystemNotice" },
    { _tag: "SystemLine", tooFrequent: true },
    { _tag: "Revoke", MsgId: "1" },
    { _tag: "SystemXml" },
    { _tag: "Unknown", MsgType: 4711 }
  ])("row 3: $_tag from anybody → control-message", (body) => {
    for (const facts of [says("friend", body), says("group", body), ownerSends("self", body)]) {
      const decision = decide(policy, facts)
      expect(decision).toMatchObject(skip("control-message"))
      expect(looks(decision)).toEqual(looksUpTo("control message"))
    }
  })
})

describe("what the owner tells the robot", () => {
  const by = "the owner's command"
  const pause = command("pause", "30分钟", "zh")
  const full = { answersHere: Array.from({ length: 10 }, () => now) }
  const said = text("/暂停 30分钟")
  table([
    ["a command", ownerNotes(said), by, pause],
    [
      "a command while the robot is paused",
      ownerNotes(text("/resume"), { paused: true }),
      by,
      command("resume", "", "en")
    ],
    ["a command in a chat whose limit is reached", ownerNotes(said, full), by, pause],
    ["an old command", ownerNotes(said, written(minutes(6))), "too old", skip("stale")],
    ["a command taken back", ownerNotes(said, { revoked: true }), "taken back", skip("revoked")],
    ["a command that came before", ownerNotes(said, { seenBefore: true }), "seen before", skip("duplicate")],
    ["the same words to oneself", ownerSends("self", said), "text to oneself", ask("R1", "/暂停 30分钟")],
    ["the same words to a friend", ownerSends("friend", said), "sent by the owner", skip("sent-by-self")],
    ["the same words of a friend", says("friend", said), "a friend's text", ask("R3", "/暂停 30分钟")],
    [
      "words passed on, which quote",
      ownerNotes({ _tag: "Text", text: "/resume", quote: { name: "Li", text: "hi" } }),
      "text to oneself",
      ask("R1", "/resume")
    ]
  ])
})

describe("rows 5 to 8: what the owner sends", () => {
  table([
    ["row 5: text to oneself", ownerSends("self", text(" hi\n")), "text to oneself", ask("R1", "hi")],
    ["row 5: text to filehelper", ownerNotes(text(" hi\n")), "text to oneself", ask("R1", "hi")],
    [
      "row 5: text to oneself while the phone is in use",
      ownerSends("self", hi, { phone: { lastUse: now, lastWroteHere: now } }),
      "text to oneself",
      ask("R1", "hi"),
      { takeoverPeriod: minutes(10) }
    ],
    [
      "row 5: text to oneself against lists, mute and hours",
      ownerSends("self", hi, { names: ["Bo"], muted: true }),
      "text to oneself",
      ask("R1", "hi"),
      { deny: ["Bo"], allow: ["Li"], activeHours: { from: 0, to: 1 } }
    ],
    [
      "row 6: a picture to oneself, drawn",
      ownerSends("self", picture, draws(highest, 0.2499, 0.5)),
      "media to oneself",
      canned("R1+R3", "second")
    ],
    [
      "row 6: a picture to filehelper, drawn",
      ownerNotes(picture, draws(highest, lowest)),
      "media to oneself",
      canned("R1+R3", "first")
    ],
    [
      "row 6: a picture to oneself, not drawn",
      ownerSends("self", picture, draws(lowest, 0.25)),
      "media to oneself",
      skip("not-chosen")
    ],
    ["row 7: a link to oneself", ownerSends("self", link), "app message to oneself", skip("app-message")],
    ["row 7: a link to filehelper", ownerNotes(link), "app message to oneself", skip("app-message")],
    ["row 8: text to a friend", ownerSends("friend", hi), "sent by the owner", skip("sent-by-self")],
    [
      "row 8: a picture to a group, drawn",
      ownerSends("group", picture, draws(lowest, lowest)),
      "sent by the owner",
      skip("sent-by-self")
    ],
    ["row 8: empty text to filehelper", ownerNotes(text(" ")), "sent by the owner", skip("sent-by-self")]
  ])
})

describe("rows 9 to 11: who is never answered", () => {
  table([
    ["row 9: a special account", says("special-account", hi), "special account", skip("special-account")],
    [
      "row 10: an official account",
      says("official-account", hi),
      "official account",
      skip("official-account")
    ],
    [
      "row 10: an official account's picture, drawn",
      says("official-account", picture, draws(lowest, lowest)),
      "official account",
      skip("official-account")
    ],
    ["row 11: a stranger", says("unknown", hi), "unknown sender", skip("unknown-sender")]
  ])
})

describe("rows 13 to 15: a friend", () => {
  table([
    ["row 13: a friend's link", says("friend", link), "app message", skip("app-message")],
    [
      "row 13: a member's link, drawn",
      says("group", link, draws(lowest, lowest)),
      "app message",
      skip("app-message")
    ],
    ["row 14: a friend's text", says("friend", text("\n hi \u2005")), "a friend's text", ask("R3", "hi")],
    [
      "row 15: a friend's picture, drawn",
      says("friend", picture, draws(highest, 0.2499, highest)),
      "a friend's media",
      canned("R3", "third")
    ],
    [
      "row 15: a friend's picture, not drawn",
      says("friend", picture, draws(lowest, 0.25)),
      "a friend's media",
      skip("not-chosen")
    ],
    [
      "row 15: probability 0 and the lowest draw",
      says("friend", picture, draws(lowest, lowest)),
      "a friend's media",
      skip("not-chosen"),
      { mediaReplyProbability: 0 }
    ],
    [
      "row 15: probability 1 and the highest draw",
      says("friend", picture, draws(highest, highest)),
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
    expect(decide(policy, says("friend", body, draws(highest, lowest)))).toMatchObject(canned("R3", "first"))
  })
})

describe("rows 16 to 22: a group, and what is left", () => {
  table([
    [
      "row 16: it is not told who speaks",
      speakerNotTold(says("group", hi, { ...mentions("hi"), ...draws(lowest, lowest) })),
      "speaker not told",
      skip("no-speaker")
    ],
    [
      "row 17: the owner is asked",
      says("group", text("@Bo hi"), mentions(" hi ")),
      "mentioned in a group",
      ask("R2", "hi")
    ],
    [
      "row 18: the owner is mentioned and nothing said",
      says("group", text("@Bo"), { ...mentions(" "), ...draws(lowest, lowest) }),
      "mentioned, nothing said",
      skip("empty-text")
    ],
    [
      "row 19: everyone is mentioned",
      says("group", text("@所有人 hi"), { ...everyone, ...draws(lowest, lowest) }),
      "everyone mentioned",
      skip("mention-all")
    ],
    [
      "row 20: group text, drawn",
      says("group", text(" hi "), draws(0.0999, highest)),
      "group text by chance",
      ask("R2", "hi")
    ],
    [
      "row 20: group text, not drawn",
      says("group", hi, draws(0.1, lowest)),
      "group text by chance",
      skip("group-not-chosen")
    ],
    [
      "row 20: probability 0 and the lowest draw",
      says("group", hi, draws(lowest, lowest)),
      "group text by chance",
      skip("group-not-chosen"),
      { groupReplyProbability: 0 }
    ],
    [
      "row 20: probability 1 and the highest draw",
      says("group", hi, draws(highest, highest)),
      "group text by chance",
      ask("R2", "hi"),
      { groupReplyProbability: 1 }
    ],
    [
      "row 21: a group picture, drawn twice",
      says("group", picture, draws(0.0999, 0.2499, 0.34)),
      "group media by two chances",
      canned("R2+R3", "second")
    ],
    [
      "row 21: a group picture, drawn for the group only",
      says("group", picture, draws(0.0999, 0.25)),
      "group media by two chances",
      skip("not-chosen")
    ],
    [
      "row 21: a group picture, drawn for media only",
      says("group", picture, draws(0.1, 0.2499)),
      "group media by two chances",
      skip("not-chosen")
    ],
    ["row 22: a friend's empty text", says("friend", text(" \n")), "no rule", skip("no-rule")],
    [
      "row 22: an empty group text, drawn",
      says("group", text(""), { ...mentions(""), ...draws(lowest, lowest) }),
      "no rule",
      skip("no-rule")
    ],
    [
      "row 22: an empty group text to everyone",
      says("group", text(""), { ...everyone, ...draws(lowest, lowest) }),
      "no rule",
      skip("no-rule")
    ],
    ["row 22: empty text to oneself", ownerSends("self", text("")), "no rule", skip("no-rule")],
    [
      "row 22: empty text to oneself against all wishes",
      ownerSends("self", text(""), { muted: true, phone: { lastUse: now, lastWroteHere: now } }),
      "no rule",
      skip("no-rule"),
      { deny: ["Li"], allow: ["Bo"], activeHours: { from: 0, to: 1 }, takeoverPeriod: minutes(10) }
    ]
  ])
})

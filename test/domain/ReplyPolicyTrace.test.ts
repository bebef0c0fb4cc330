import { describe, expect, it } from "@effect/vitest"
import { type Facts, type ReplyPolicy } from "../../src/domain/Facts.ts"
import { decide } from "../../src/domain/ReplyPolicy.ts"
import * as Given from "../support/domain/facts.ts"
import {
  link,
  minutes,
  now,
  ownerNotes,
  ownerSends,
  picture,
  says,
  seconds,
  text
} from "../support/domain/facts.ts"

const policy: ReplyPolicy = {
  ...Given.policy,
  takeoverPeriod: minutes(10),
  deny: ["Bo"],
  allow: ["Li", "Family"],
  activeHours: { from: 8 * 60, to: 24 * 60 }
}

const calm: Partial<Facts> = {
  createdAt: now - seconds(3),
  names: ["Li", "Family"],
  ownNames: ["Li", "Family"],
  minuteOfDay: 9 * 60 + 5,
  phone: { lastUse: now - minutes(61), lastWroteHere: undefined },
  answersHere: [now - seconds(1), now - minutes(11)],
  dice: { group: 0.05, media: 0.0625, line: 0 }
}

const sawOf = (facts: Facts, under = policy) =>
  Object.fromEntries(decide(under, facts).trace.map(({ rule, saw }) => [rule, saw]))

describe("the trace", () => {
  it("tells in words and numbers what each rule saw", () => {
    expect(sawOf(says("group", picture, calm))).toEqual({
      "seen before": "a new MsgId",
      "the robot's own words": "not an echo",
      "control message": "Picture",
      "taken back": "not taken back",
      "too old": "written 3s ago",
      "the owner's command": "not told to the robot",
      paused: "not paused",
      "text to oneself": "Picture from group",
      "media to oneself": "Picture from group",
      "app message to oneself": "Picture",
      "sent by the owner": "from group",
      "special account": "from group",
      "official account": "from group",
      "unknown sender": "from group",
      "deny list": "1 names on the list",
      "allow list": "2 names on the list",
      muted: "not muted",
      "active hours": "at 09:05, active from 08:00 to 24:00",
      "phone in use": "phone used 1h 1m ago, quiet for 2m",
      "owner took over": "owner wrote here never, quiet for 10m",
      "app message": "Picture",
      "a friend's text": "Picture from group",
      "a friend's media": "Picture from group",
      "speaker not told": "speaker known",
      "mentioned, nothing said": "names nobody",
      "mentioned in a group": "names nobody",
      "everyone mentioned": "names nobody",
      "group text by chance": "Picture from group",
      "group media by two chances": "drew 0.050, needs < 0.1; drew 0.062, needs < 0.25",
      "replies in this chat": "1 in 10 minutes, at most 10"
    })
  })

  it.each<[rule: string, saw: string, Facts]>([
    ["seen before", "this MsgId came before", says("friend", link, { seenBefore: true })],
    ["the robot's own words", "an echo of a reply", says("friend", link, { ownReply: true })],
    ["taken back", "its sender took it back", says("friend", link, { revoked: true })],
    ["paused", "the owner paused the robot", says("friend", link, { paused: true })],
    ["media to oneself", "drew 0.062, needs < 0.25", ownerNotes(picture, calm)],
    ["text to oneself", "Text to oneself", ownerSends("self", text("hi"))],
    ["sent by the owner", "from the owner", ownerSends("friend", text("hi"))],
    ["muted", "this chat is muted", says("friend", link, { ...calm, muted: true })],
    ["a friend's media", "drew 0.062, needs < 0.25", says("friend", picture, calm)],
    ["group text by chance", "drew 0.050, needs < 0.1", says("group", text("hi"), calm)],
    ["group media by two chances", "Text from group", says("group", text(""), calm)],
    ["group media by two chances", "Text from friend", says("friend", text(""), calm)],
    ["group text by chance", "Text from friend", says("friend", text(""), calm)],
    ["a friend's media", "Text from friend", says("friend", text(""), calm)],
    ["media to oneself", "Picture from friend", says("friend", picture, calm)],
    ["media to oneself", "App to oneself", ownerNotes(link, calm)],
    ["too old", "written 0 ago", says("friend", link, { createdAt: now + 1 })]
  ])("%s: %s", (rule, saw, facts) => {
    expect(sawOf(facts)).toHaveProperty([rule], saw)
  })

  it("tells which wishes the owner does not have", () => {
    const saw = sawOf(says("friend", text("hi"), calm), { ...Given.policy, chatRepliesPer10Minutes: 0 })
    expect(saw).toMatchObject({
      "allow list": "no list",
      "active hours": "always",
      "replies in this chat": "1 in 10 minutes, no limit"
    })
  })
})

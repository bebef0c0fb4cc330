import { describe, expect, it } from "@effect/vitest"
import { Option } from "effect"
import { type Decision } from "../../src/domain/Decision.ts"
import { type Facts, type ReplyPolicy } from "../../src/domain/Facts.ts"
import { Mention } from "../../src/domain/Mention.ts"
import { decide, lastLook } from "../../src/domain/ReplyPolicy.ts"
import * as Given from "./facts.ts"
import { link, minutes, now, ownerNotes, ownerSends, picture, says, seconds, text } from "./facts.ts"

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

const ask = (reason: string, question: string) => ({ _tag: "AskChatbot", reason, question })
const canned = (reason: string, line = "first") => ({ _tag: "SendCanned", reason, line })
const skip = (reason: string) => ({ _tag: "Skip", reason })

const under = (overrides: Partial<ReplyPolicy>): ReplyPolicy => ({ ...Given.policy, ...overrides })

const looks = ({ trace }: Decision) => trace.map(({ matched, rule }) => [rule, matched])

/** The looks of a decision made by this rule: the rules above did not match. Without a rule none did. */
const looksUpTo = (by: Rule | "none") =>
  rules.slice(0, by === "none" ? rules.length : rules.indexOf(by) + 1).map((rule) => [rule, rule === by])

const drawn = { group: 0, media: 0, line: 0 }
const nobody = (facts: Facts): Facts => ({ ...facts, message: { ...facts.message, speaker: Option.none() } })
const mentioned = (rest: string) => ({ mention: Mention.Personal({ rest }) })
const phone = (lastUse?: number, lastWroteHere?: number) => ({ phone: { lastUse, lastWroteHere } })

interface Row {
  readonly name: string
  readonly facts: Facts
  readonly policy?: Partial<ReplyPolicy>
  readonly gives: ReturnType<typeof ask> | ReturnType<typeof canned> | ReturnType<typeof skip>
  readonly by: Rule | "none"
}

const row = (
  name: string,
  facts: Facts,
  gives: Row["gives"],
  by: Row["by"],
  policy: Partial<ReplyPolicy> = {}
): Row => ({ name, facts, policy, gives, by })

describe("the decision table", () => {
  it.each<Row>([
    row(
      "row 1: a message that came before",
      says("friend", text("hi"), { seenBefore: true }),
      skip("duplicate"),
      "seen before"
    ),
    row(
      "row 2: the echo of a reply",
      ownerSends("self", text("hi"), { ownReply: true }),
      skip("own-reply"),
      "the robot's own words"
    ),
    row("row 3: a call", says("friend", { _tag: "Call" }), skip("control-message"), "control message")
  ])("$name", ({ by, facts, gives, policy }) => {
    const decision = decide(under(policy ?? {}), facts)
    expect(decision).toMatchObject(gives)
    expect(looks(decision)).toEqual([...looksUpTo(by), ...(gives._tag === "Skip" ? [] : [[guard, false]])])
  })
})

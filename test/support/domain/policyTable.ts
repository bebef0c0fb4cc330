import { expect, it } from "@effect/vitest"
import { type AnswerReason, type Decision, type SkipReason } from "../../../src/domain/Decision.ts"
import { type Facts, type ReplyPolicy } from "../../../src/domain/Facts.ts"
import { type CommandLanguage, type CommandName } from "../../../src/domain/OwnerCommand.ts"
import { decide } from "../../../src/domain/ReplyPolicy.ts"
import { policy as usual } from "./facts.ts"

/** Written down once more, because their order is the policy. */
const rules = [
  "seen before",
  "the robot's own words",
  "control message",
  "taken back",
  "too old",
  "the owner's command",
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
export type Rule = (typeof rules)[number]

/** Looked at after the table, and only before an answer. */
export const guard = "replies in this chat"

export const ask = (reason: AnswerReason, question: string) =>
  ({ _tag: "AskChatbot", reason, question }) as const
export const canned = (reason: AnswerReason, line: string) => ({ _tag: "SendCanned", reason, line }) as const
export const skip = (reason: SkipReason) => ({ _tag: "Skip", reason }) as const

export const command = (name: CommandName, words: string, language: CommandLanguage) =>
  ({ _tag: "Command", reason: name, command: { name, words, language } }) as const

type Outcome =
  | ReturnType<typeof ask>
  | ReturnType<typeof canned>
  | ReturnType<typeof skip>
  | ReturnType<typeof command>

export const looks = ({ trace }: Decision) => trace.map(({ matched, rule }) => [rule, matched])

/** The rules above the one that decided did not match; without such a rule none did. */
export const looksUpTo = (by: Rule | "no rule") =>
  rules.slice(0, by === "no rule" ? rules.length : rules.indexOf(by) + 1).map((rule) => [rule, rule === by])

type Row = readonly [
  name: string,
  facts: Facts,
  by: Rule | "no rule",
  gives: Outcome,
  policy?: Partial<ReplyPolicy>
]

/** A test for each row: what is decided, by which rule, and that just the rules above it were looked at before. */
export const table = (rows: ReadonlyArray<Row>) => {
  for (const [name, facts, by, gives, policy] of rows) {
    it(`${name} → ${gives.reason}`, () => {
      const { trace, ...outcome } = decide({ ...usual, ...policy }, facts)
      expect(outcome).toEqual(gives)
      const looksAtGuard = gives._tag === "Skip" || gives._tag === "Command" ? [] : [[guard, false]]
      expect(looks({ ...gives, trace })).toEqual([...looksUpTo(by), ...looksAtGuard])
    })
  }
}

import { Duration } from "effect"
import { FILE_HELPER } from "./Contact.ts"
import { type AnswerReason, type SkipReason } from "./Decision.ts"
import { CHAT_LIMIT_WINDOW, type Facts, type ReplyPolicy } from "./Facts.ts"
import { isControl, isMedia, textOf } from "./Message.ts"
import { couldBe, isSameName } from "./Name.ts"

/** A decision without its trace. */
export type Outcome =
  | { readonly _tag: "AskChatbot"; readonly reason: AnswerReason; readonly question: string }
  | { readonly _tag: "SendCanned"; readonly reason: AnswerReason; readonly line: string }
  | { readonly _tag: "Skip"; readonly reason: SkipReason }

/** A row of the decision table. */
export interface Rule {
  readonly rule: string
  /** For the trace: what the rule looks at, in words and numbers. */
  readonly saw: (facts: Facts, policy: ReplyPolicy) => string
  readonly when: (facts: Facts, policy: ReplyPolicy) => boolean
  readonly gives: (facts: Facts, policy: ReplyPolicy) => Outcome
  /** Looked at once more just before sending: what it rests on may have changed while the answer was made. */
  readonly again?: true
}

const skip = (reason: SkipReason) => (): Outcome => ({ _tag: "Skip", reason })
const ask = (reason: AnswerReason, question: string): Outcome => ({ _tag: "AskChatbot", reason, question })

const canned = (reason: AnswerReason, { dice }: Facts, { cannedReplies }: ReplyPolicy): Outcome => ({
  _tag: "SendCanned",
  reason,
  line: cannedReplies[Math.floor(dice.line * cannedReplies.length)] ?? cannedReplies[0]
})

const since = (at: number | undefined, now: number) =>
  at === undefined ? "never" : `${Duration.format(Duration.millis(Math.max(0, now - at)))} ago`

/** Before or after now: a clock that was set back must not silence the robot until it has caught up. */
const within = (at: number | undefined, now: number, period: number) =>
  period > 0 && at !== undefined && Math.abs(now - at) <= period

const fromMe = ({ me, message }: Facts) => message.from === me
const toSelf = (facts: Facts) =>
  fromMe(facts) && (facts.message.chat === facts.me || facts.message.chat === FILE_HELPER)
const friend = (facts: Facts) => facts.kind === "friend" && !fromMe(facts)
const group = (facts: Facts) => facts.kind === "group" && !fromMe(facts)
const friendOrGroup = (facts: Facts) => friend(facts) || group(facts)
const app = ({ message }: Facts) => message.body._tag === "App"
const media = ({ message }: Facts) => isMedia(message.body)
const question = ({ message }: Facts) => textOf(message).trim()
const hasText = (facts: Facts) => question(facts) !== ""

const outOfHours = ({ minuteOfDay }: Facts, { activeHours }: ReplyPolicy) => {
  if (activeHours === undefined) return false
  const { from, to } = activeHours
  return from <= to ? minuteOfDay < from || minuteOfDay >= to : minuteOfDay < from && minuteOfDay >= to
}

/** With a list set, a chat whose name is not known must not slip past it. */
const cannotBeListed = ({ names }: Facts, { allow, deny }: ReplyPolicy) =>
  allow.length + deny.length > 0 && names.length === 0

const isDenied = ({ names }: Facts, { deny }: ReplyPolicy) =>
  names.some((name) => deny.some((one) => couldBe(name, one)))

const isAllowed = ({ ownNames }: Facts, { allow }: ReplyPolicy) =>
  ownNames.some((name) => allow.some((one) => isSameName(name, one)))

const clock = (minute: number) =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":")
const kind = ({ message }: Facts) => message.body._tag
const sender = (facts: Facts) =>
  toSelf(facts) ? "to oneself" : `from ${fromMe(facts) ? "the owner" : facts.kind}`
const what = (facts: Facts) => `${kind(facts)} ${sender(facts)}`
const named = ({ mention }: Facts) =>
  ({ Personal: "names the owner", Everyone: "names everyone", None: "names nobody" })[mention._tag]
/** Rounded down, so that a die below the probability reads as such. */
const chance = (die: number, probability: number) =>
  `drew ${(Math.floor(die * 1000) / 1000).toFixed(3)}, needs < ${probability}`
const groupChance = ({ dice }: Facts, policy: ReplyPolicy) => chance(dice.group, policy.groupReplyProbability)
const mediaChance = ({ dice }: Facts, policy: ReplyPolicy) => chance(dice.media, policy.mediaReplyProbability)

const mediaOutcome = (reason: AnswerReason, facts: Facts, policy: ReplyPolicy): Outcome =>
  facts.dice.media < policy.mediaReplyProbability
    ? canned(reason, facts, policy)
    : { _tag: "Skip", reason: "not-chosen" }

/**
 * The decision table: the first row that matches wins. A row of the table is a rule here, in the same order; a message
 * that no row knows is left alone.
 */
export const table: ReadonlyArray<Rule> = [
  {
    rule: "seen before",
    saw: ({ seenBefore }) => (seenBefore ? "this MsgId came before" : "a new MsgId"),
    when: ({ seenBefore }) => seenBefore,
    gives: skip("duplicate")
  },
  {
    rule: "the robot's own words",
    saw: ({ ownReply }) => (ownReply ? "an echo of a reply" : "not an echo"),
    when: ({ ownReply }) => ownReply,
    gives: skip("own-reply")
  },
  {
    rule: "control message",
    saw: kind,
    when: ({ message }) => isControl(message.body),
    gives: skip("control-message")
  },
  {
    rule: "taken back",
    saw: ({ revoked }) => (revoked ? "its sender took it back" : "not taken back"),
    when: ({ revoked }) => revoked,
    gives: skip("revoked"),
    again: true
  },
  {
    rule: "too old",
    saw: ({ createdAt, now }) => `written ${since(createdAt, now)}`,
    when: ({ createdAt, now }, { maxMessageAge }) => maxMessageAge > 0 && now - createdAt > maxMessageAge,
    gives: skip("stale"),
    again: true
  },
  {
    rule: "paused",
    saw: ({ paused }) => (paused ? "the owner paused the robot" : "not paused"),
    when: ({ paused }) => paused,
    gives: skip("paused"),
    again: true
  },
  {
    rule: "text to oneself",
    saw: what,
    when: (facts) => toSelf(facts) && hasText(facts),
    gives: (facts) => ask("R1", question(facts))
  },
  {
    rule: "media to oneself",
    saw: (facts, policy) => (toSelf(facts) && media(facts) ? mediaChance(facts, policy) : what(facts)),
    when: (facts) => toSelf(facts) && media(facts),
    gives: (facts, policy) => mediaOutcome("R1+R3", facts, policy)
  },
  {
    rule: "app message to oneself",
    saw: kind,
    when: (facts) => toSelf(facts) && app(facts),
    gives: skip("app-message")
  },
  {
    rule: "sent by the owner",
    saw: sender,
    when: (facts) => fromMe(facts) && facts.message.chat !== facts.me,
    gives: skip("sent-by-self")
  },
  {
    rule: "special account",
    saw: sender,
    when: (facts) => facts.kind === "special-account",
    gives: skip("special-account")
  },
  {
    rule: "official account",
    saw: sender,
    when: (facts) => facts.kind === "official-account",
    gives: skip("official-account")
  },
  {
    rule: "unknown sender",
    saw: sender,
    when: (facts, policy) =>
      facts.kind === "unknown" || (friendOrGroup(facts) && cannotBeListed(facts, policy)),
    gives: skip("unknown-sender")
  },
  {
    rule: "deny list",
    saw: (_, { deny }) => `${deny.length} names on the list`,
    when: (facts, policy) => friendOrGroup(facts) && isDenied(facts, policy),
    gives: skip("denied")
  },
  {
    rule: "allow list",
    saw: (_, { allow }) => (allow.length === 0 ? "no list" : `${allow.length} names on the list`),
    when: (facts, policy) => friendOrGroup(facts) && policy.allow.length > 0 && !isAllowed(facts, policy),
    gives: skip("not-allowed")
  },
  {
    rule: "muted",
    saw: ({ muted }) => (muted ? "this chat is muted" : "not muted"),
    when: (facts) => friendOrGroup(facts) && facts.muted,
    gives: skip("muted"),
    again: true
  },
  {
    rule: "active hours",
    saw: ({ minuteOfDay }, { activeHours: hours }) =>
      hours === undefined
        ? "always"
        : `at ${clock(minuteOfDay)}, active from ${clock(hours.from)} to ${clock(hours.to)}`,
    when: (facts, policy) => friendOrGroup(facts) && outOfHours(facts, policy),
    gives: skip("out-of-hours")
  },
  {
    rule: "phone in use",
    saw: ({ now, phone }, { quietPeriod }) =>
      `phone used ${since(phone.lastUse, now)}, quiet for ${Duration.format(Duration.millis(quietPeriod))}`,
    when: (facts, { quietPeriod }) =>
      friendOrGroup(facts) && within(facts.phone.lastUse, facts.now, quietPeriod),
    gives: skip("phone-active"),
    again: true
  },
  {
    rule: "owner took over",
    saw: ({ now, phone }, { takeoverPeriod }) =>
      `owner wrote here ${since(phone.lastWroteHere, now)}, quiet for ${Duration.format(Duration.millis(takeoverPeriod))}`,
    when: (facts, { takeoverPeriod }) =>
      friendOrGroup(facts) && within(facts.phone.lastWroteHere, facts.now, takeoverPeriod),
    gives: skip("taken-over"),
    again: true
  },
  {
    rule: "app message",
    saw: kind,
    when: (facts) => friendOrGroup(facts) && app(facts),
    gives: skip("app-message")
  },
  {
    rule: "a friend's text",
    saw: what,
    when: (facts) => friend(facts) && hasText(facts),
    gives: (facts) => ask("R3", question(facts))
  },
  {
    rule: "a friend's media",
    saw: (facts, policy) => (friend(facts) && media(facts) ? mediaChance(facts, policy) : what(facts)),
    when: (facts) => friend(facts) && media(facts),
    gives: (facts, policy) => mediaOutcome("R3", facts, policy)
  },
  {
    rule: "speaker not told",
    saw: ({ message }) => (message.speaker._tag === "Some" ? "speaker known" : "no speaker"),
    when: (facts) => group(facts) && facts.message.speaker._tag === "None",
    gives: skip("no-speaker")
  },
  {
    rule: "mentioned, nothing said",
    saw: named,
    when: (facts) =>
      group(facts) && hasText(facts) && facts.mention._tag === "Personal" && facts.mention.rest.trim() === "",
    gives: skip("empty-text")
  },
  {
    rule: "mentioned in a group",
    saw: named,
    when: (facts) => group(facts) && hasText(facts) && facts.mention._tag === "Personal",
    gives: ({ mention }) => ask("R2", mention._tag === "Personal" ? mention.rest.trim() : "")
  },
  {
    rule: "everyone mentioned",
    saw: named,
    when: (facts) => group(facts) && hasText(facts) && facts.mention._tag === "Everyone",
    gives: skip("mention-all")
  },
  {
    rule: "group text by chance",
    saw: (facts, policy) => (group(facts) && hasText(facts) ? groupChance(facts, policy) : what(facts)),
    when: (facts) => group(facts) && hasText(facts),
    gives: (facts, { groupReplyProbability }) =>
      facts.dice.group < groupReplyProbability
        ? ask("R2", question(facts))
        : { _tag: "Skip", reason: "group-not-chosen" }
  },
  {
    rule: "group media by two chances",
    saw: (facts, policy) =>
      group(facts) && media(facts)
        ? `${groupChance(facts, policy)}; ${mediaChance(facts, policy)}`
        : what(facts),
    when: (facts) => group(facts) && media(facts),
    gives: (facts, policy) =>
      facts.dice.group < policy.groupReplyProbability
        ? mediaOutcome("R2+R3", facts, policy)
        : { _tag: "Skip", reason: "not-chosen" }
  }
]

/** Looked at last, when a row above wants to answer: two robots in one chat would go on for ever. */
export const chatLimit: Rule = {
  rule: "replies in this chat",
  saw: (facts, { chatRepliesPer10Minutes: limit }) =>
    `${recentAnswers(facts)} in 10 minutes, ${limit === 0 ? "no limit" : `at most ${limit}`}`,
  when: (facts, { chatRepliesPer10Minutes: limit }) => limit > 0 && recentAnswers(facts) >= limit,
  gives: skip("chat-limit")
}

const recentAnswers = ({ answersHere, now }: Facts) =>
  answersHere.filter((at) => now - at < CHAT_LIMIT_WINDOW).length

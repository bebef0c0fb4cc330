import { cannotBeListed, isAllowed, isDenied } from "./ChatLists.ts"
import { type Facts, type ReplyPolicy } from "./Facts.ts"
import { isControl } from "./Message.ts"
import { ask, groupChance, mediaChance, mediaOutcome, type Outcome, skip } from "./Outcome.ts"
import { clock, duration, outOfHours, recentAnswers, since, within } from "./QuietTimes.ts"
import {
  app,
  friend,
  friendOrGroup,
  fromMe,
  group,
  hasText,
  kind,
  media,
  named,
  question,
  sender,
  toSelf,
  what
} from "./SenderAndContent.ts"

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
      `phone used ${since(phone.lastUse, now)}, quiet for ${duration(quietPeriod)}`,
    when: (facts, { quietPeriod }) =>
      friendOrGroup(facts) && within(facts.phone.lastUse, facts.now, quietPeriod),
    gives: skip("phone-active"),
    again: true
  },
  {
    rule: "owner took over",
    saw: ({ now, phone }, { takeoverPeriod }) =>
      `owner wrote here ${since(phone.lastWroteHere, now)}, quiet for ${duration(takeoverPeriod)}`,
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

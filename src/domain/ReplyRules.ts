import { isAllowed, isDenied, isNamelessForLists } from "./ChatLists.ts"
import { isControl } from "./Message.ts"
import { ownersCommand } from "./OwnersCommandRule.ts"
import { ask, cannedByChance, type Rule, showGroupDie, showMediaDie, skip } from "./RuleResult.ts"
import {
  ago,
  duration,
  isWithin,
  outOfHours,
  recentAnswers,
  recentAnswersInWords,
  timeOfDay
} from "./QuietTimes.ts"
import {
  fromFriend,
  fromFriendOrGroup,
  fromGroup,
  fromMe,
  hasText,
  isAppMessage,
  isMediaMessage,
  messageType,
  question,
  sender,
  toSelf,
  typeAndSender,
  whoIsMentioned
} from "./SenderAndContent.ts"

/** The decision table: the first rule that matches decides. A message that no rule matches is not answered. */
export const replyRules: ReadonlyArray<Rule> = [
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
    saw: messageType,
    when: ({ message }) => isControl(message.body),
    gives: skip("control-message")
  },
  {
    rule: "taken back",
    saw: ({ revoked }) => (revoked ? "its sender took it back" : "not taken back"),
    when: ({ revoked }) => revoked,
    gives: skip("revoked"),
    recheck: true
  },
  {
    rule: "too old",
    saw: ({ createdAt, now }) => `written ${ago(createdAt, now)}`,
    when: ({ createdAt, now }, { maxMessageAge }) => maxMessageAge > 0 && now - createdAt > maxMessageAge,
    gives: skip("stale"),
    recheck: true
  },
  // above "paused", or nobody could tell a paused robot to go on
  ownersCommand,
  {
    rule: "paused",
    saw: ({ paused }) => (paused ? "the owner paused the robot" : "not paused"),
    when: ({ paused }) => paused,
    gives: skip("paused"),
    recheck: true
  },
  {
    rule: "text to oneself",
    saw: typeAndSender,
    when: (facts) => toSelf(facts) && hasText(facts),
    gives: (facts) => ask("R1", question(facts))
  },
  {
    rule: "media to oneself",
    saw: (facts, policy) =>
      toSelf(facts) && isMediaMessage(facts) ? showMediaDie(facts, policy) : typeAndSender(facts),
    when: (facts) => toSelf(facts) && isMediaMessage(facts),
    gives: (facts, policy) => cannedByChance("R1+R3", facts, policy)
  },
  {
    rule: "app message to oneself",
    saw: messageType,
    when: (facts) => toSelf(facts) && isAppMessage(facts),
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
      facts.kind === "unknown" || (fromFriendOrGroup(facts) && isNamelessForLists(facts, policy)),
    gives: skip("unknown-sender")
  },
  {
    rule: "deny list",
    saw: (_, { deny }) => `${deny.length} names on the list`,
    when: (facts, policy) => fromFriendOrGroup(facts) && isDenied(facts, policy),
    gives: skip("denied")
  },
  {
    rule: "allow list",
    saw: (_, { allow }) => (allow.length === 0 ? "no list" : `${allow.length} names on the list`),
    when: (facts, policy) => fromFriendOrGroup(facts) && policy.allow.length > 0 && !isAllowed(facts, policy),
    gives: skip("not-allowed")
  },
  {
    rule: "muted",
    saw: ({ muted }) => (muted ? "this chat is muted" : "not muted"),
    when: (facts) => fromFriendOrGroup(facts) && facts.muted,
    gives: skip("muted"),
    recheck: true
  },
  {
    rule: "active hours",
    saw: ({ minuteOfDay }, { activeHours: hours }) =>
      hours === undefined
        ? "always"
        : `at ${timeOfDay(minuteOfDay)}, active from ${timeOfDay(hours.from)} to ${timeOfDay(hours.to)}`,
    when: (facts, policy) => fromFriendOrGroup(facts) && outOfHours(facts, policy),
    gives: skip("out-of-hours")
  },
  {
    rule: "phone in use",
    saw: ({ now, phone }, { quietPeriod }) =>
      `phone used ${ago(phone.lastUse, now)}, quiet for ${duration(quietPeriod)}`,
    when: (facts, { quietPeriod }) =>
      fromFriendOrGroup(facts) && isWithin(facts.phone.lastUse, facts.now, quietPeriod),
    gives: skip("phone-active"),
    recheck: true
  },
  {
    rule: "owner took over",
    saw: ({ now, phone }, { takeoverPeriod }) =>
      `owner wrote here ${ago(phone.lastWroteHere, now)}, quiet for ${duration(takeoverPeriod)}`,
    when: (facts, { takeoverPeriod }) =>
      fromFriendOrGroup(facts) && isWithin(facts.phone.lastWroteHere, facts.now, takeoverPeriod),
    gives: skip("taken-over"),
    recheck: true
  },
  {
    rule: "app message",
    saw: messageType,
    when: (facts) => fromFriendOrGroup(facts) && isAppMessage(facts),
    gives: skip("app-message")
  },
  {
    rule: "a friend's text",
    saw: typeAndSender,
    when: (facts) => fromFriend(facts) && hasText(facts),
    gives: (facts) => ask("R3", question(facts))
  },
  {
    rule: "a friend's media",
    saw: (facts, policy) =>
      fromFriend(facts) && isMediaMessage(facts) ? showMediaDie(facts, policy) : typeAndSender(facts),
    when: (facts) => fromFriend(facts) && isMediaMessage(facts),
    gives: (facts, policy) => cannedByChance("R3", facts, policy)
  },
  {
    rule: "speaker not told",
    saw: ({ message }) => (message.speaker._tag === "Some" ? "speaker known" : "no speaker"),
    when: (facts) => fromGroup(facts) && facts.message.speaker._tag === "None",
    gives: skip("no-speaker")
  },
  {
    rule: "mentioned, nothing said",
    saw: whoIsMentioned,
    when: (facts) =>
      fromGroup(facts) &&
      hasText(facts) &&
      facts.mention._tag === "Personal" &&
      facts.mention.rest.trim() === "",
    gives: skip("empty-text")
  },
  {
    rule: "mentioned in a group",
    saw: whoIsMentioned,
    when: (facts) => fromGroup(facts) && hasText(facts) && facts.mention._tag === "Personal",
    gives: ({ mention }) => ask("R2", mention._tag === "Personal" ? mention.rest.trim() : "")
  },
  {
    rule: "everyone mentioned",
    saw: whoIsMentioned,
    when: (facts) => fromGroup(facts) && hasText(facts) && facts.mention._tag === "Everyone",
    gives: skip("mention-all")
  },
  {
    rule: "group text by chance",
    saw: (facts, policy) =>
      fromGroup(facts) && hasText(facts) ? showGroupDie(facts, policy) : typeAndSender(facts),
    when: (facts) => fromGroup(facts) && hasText(facts),
    gives: (facts, { groupReplyProbability }) =>
      facts.dice.group < groupReplyProbability
        ? ask("R2", question(facts))
        : { _tag: "Skip", reason: "group-not-chosen" }
  },
  {
    rule: "group media by two chances",
    saw: (facts, policy) =>
      fromGroup(facts) && isMediaMessage(facts)
        ? `${showGroupDie(facts, policy)}; ${showMediaDie(facts, policy)}`
        : typeAndSender(facts),
    when: (facts) => fromGroup(facts) && isMediaMessage(facts),
    gives: (facts, policy) =>
      facts.dice.group < policy.groupReplyProbability
        ? cannedByChance("R2+R3", facts, policy)
        : { _tag: "Skip", reason: "not-chosen" }
  }
]

/** Checked last, when a rule above wants to answer. Without it two robots in one chat would answer each other for ever. */
export const chatLimit: Rule = {
  rule: "replies in this chat",
  saw: recentAnswersInWords,
  when: (facts, { chatRepliesPer10Minutes: limit }) => limit > 0 && recentAnswers(facts) >= limit,
  gives: skip("chat-limit")
}

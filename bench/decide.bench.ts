import { Option } from "effect"
import { bench, describe } from "vitest"
import { type Facts, type ReplyPolicy } from "../src/domain/Facts.ts"
import { fromWire } from "../src/domain/Message.ts"
import { Mention, mentionOf } from "../src/domain/Mention.ts"
import { decide } from "../src/domain/ReplyPolicy.ts"

const policy: ReplyPolicy = {
  quietPeriod: 120_000,
  takeoverPeriod: 0,
  groupReplyProbability: 0.1,
  mediaReplyProbability: 0.25,
  cannedReplies: ["seen"],
  maxMessageAge: 300_000,
  allow: [],
  deny: [],
  activeHours: undefined,
  chatRepliesPer10Minutes: 10
}

const wire = {
  MsgId: "7000000000000000001",
  FromUserName: "@@group",
  ToUserName: "@me",
  MsgType: 1,
  SubMsgType: 0,
  AppMsgType: 0,
  Content: '@speaker:<br/>@Xiao Bai\u2005hi &lt;3 <span class="emoji emoji1f602"></span><br/>how are you?',
  CreateTime: 1_700_000_000,
  Url: "",
  StatusNotifyCode: 0,
  StatusNotifyUserName: ""
}

const facts: Facts = {
  message: fromWire(wire, "@me"),
  me: "@me",
  kind: "group",
  names: [],
  ownNames: [],
  mention: Mention.Personal({ rest: "hi" }),
  now: 1_700_000_000_000,
  minuteOfDay: 600,
  createdAt: 1_700_000_000_000,
  seenBefore: false,
  ownReply: false,
  answersHere: [],
  phone: { lastUse: undefined, lastWroteHere: undefined },
  paused: false,
  muted: false,
  dice: { group: 0.5, media: 0.5, line: 0.5 }
}

describe("one message of a group", () => {
  bench("read from the wire", () => {
    fromWire(wire, "@me")
  })
  bench("look for a mention", () => {
    mentionOf("@Xiao Bai\u2005hi <3 😂\nhow are you?", ["Xiao Bai", "Da Bai"])
  })
  bench("decide, with its trace", () => {
    decide(policy, facts)
  })
  bench("decide where nobody is told to speak", () => {
    decide(policy, { ...facts, message: { ...facts.message, speaker: Option.none() } })
  })
})

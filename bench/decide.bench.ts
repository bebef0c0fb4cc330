import { Option } from "effect"
import { bench, describe } from "vitest"
import { fromWire } from "../src/domain/Message.ts"
import * as Mention from "../src/domain/Mention.ts"
import { decide } from "../src/domain/ReplyPolicy.ts"
import { facts, policy } from "../test/support/domain/facts.ts"

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

const mentioned = facts({
  message: fromWire(wire, "@me"),
  me: "@me",
  kind: "group",
  mention: Mention.Personal({ rest: "hi" })
})

describe("one message of a group", () => {
  bench("read from the wire", () => {
    fromWire(wire, "@me")
  })
  bench("look for a mention", () => {
    Mention.mentionOf("@Xiao Bai\u2005hi <3 😂\nhow are you?", {
      owner: ["Xiao Bai", "Da Bai"],
      others: ["Ann"]
    })
  })
  bench("decide, with its trace", () => {
    decide(policy, mentioned)
  })
  bench("decide where nobody is told to speak", () => {
    decide(policy, { ...mentioned, message: { ...mentioned.message, speaker: Option.none() } })
  })
})

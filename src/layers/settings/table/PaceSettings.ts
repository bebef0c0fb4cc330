import { wholeNumber } from "../kinds/NumberKinds.ts"
import { durationRange } from "../kinds/TimeKinds.ts"
import { setting } from "./Setting.ts"

/** How fast and how often replies are sent. */
export const paceSettings = {
  replyDelay: setting("ROBOT_REPLY_DELAY", durationRange, {
    default: "1 second..4 seconds",
    meaning: { en: "Random wait before a reply. 0: none.", zh: "回复前随机等待多久；0：不等" }
  }),
  sendsPerMinute: setting("ROBOT_SENDS_PER_MINUTE", wholeNumber, {
    default: "20",
    meaning: {
      en: "Replies in any minute, all chats together. 0: no limit, and up to 16 chats are sent to at once: after a crash as many replies may be uncertain.",
      zh: "所有聊天加起来，任何一分钟内最多几条；0：不限，并且最多同时向 16 个聊天发送：崩溃之后可能有这么多条回复不确定是否送到"
    }
  }),
  chatRepliesPer10Minutes: setting("ROBOT_CHAT_REPLIES_PER_10_MINUTES", wholeNumber, {
    default: "10",
    meaning: {
      en: "Replies in any 10 minutes to one chat, so that two robots do not talk for ever. 0: no limit.",
      zh: "一个聊天任何 10 分钟内最多几条，免得两个机器人聊个没完；0：不限"
    }
  })
}

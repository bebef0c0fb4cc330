import { Option } from "effect"
import { optional } from "../kinds/Kind.ts"
import { probability } from "../kinds/NumberKinds.ts"
import { boolean, lines, names, text } from "../kinds/TextKinds.ts"
import { duration, hoursOfDay, timeZone } from "../kinds/TimeKinds.ts"
import { systemZone } from "../kinds/ZoneNames.ts"
import { type Lookup, setting } from "./Setting.ts"

const zoneOfSystem = (lookup: Lookup) =>
  Option.match(systemZone(lookup("TZ")), { onNone: () => "UTC", onSome: ({ id }) => id })

/** Whom the robot answers, when, and with which lines of the owner's. */
export const ruleSettings = {
  dryRun: setting("ROBOT_DRY_RUN", boolean, {
    default: "false",
    meaning: { en: "Decide and record, send nothing.", zh: "只决定和记录，不发送" }
  }),
  quietPeriod: setting("ROBOT_QUIET_PERIOD", duration, {
    default: "2 minutes",
    meaning: {
      en: "Silence after the owner used the phone. 0: none.",
      zh: "主人用过手机之后保持安静多久；0：不安静"
    }
  }),
  takeoverPeriod: setting("ROBOT_TAKEOVER_PERIOD", duration, {
    default: "0 minutes",
    meaning: {
      en: "Longer silence in a chat in which the owner wrote. 0: none beyond the quiet period.",
      zh: "主人说过话的聊天里，更久的安静；0：没有"
    }
  }),
  groupReplyProbability: setting("ROBOT_GROUP_REPLY_PROBABILITY", probability, {
    default: "0.1",
    meaning: {
      en: "How often a text in a group that mentions nobody is answered.",
      zh: "群里没有 @ 谁的文字，回复的概率，0 到 1"
    }
  }),
  mediaReplyProbability: setting("ROBOT_MEDIA_REPLY_PROBABILITY", probability, {
    default: "0.25",
    meaning: {
      en: "How often a picture or another medium gets a canned reply.",
      zh: "图片等媒体得到一句现成话的概率，0 到 1"
    }
  }),
  cannedReplies: setting("ROBOT_CANNED_REPLIES", lines, {
    default: "收到，晚点细看～|哈哈，这个有意思|看到啦，回头跟你聊",
    meaning: {
      en: "Answers to pictures and other media, one of them at random.",
      zh: "回复图片等媒体的现成话，用 `|` 隔开，随机取一句"
    }
  }),
  fallbackReply: setting("ROBOT_FALLBACK_REPLY", text, {
    default: "抱歉，不明白你说的是什么意思～",
    emptyCounts: true,
    meaning: {
      en: "The answer where the chatbots have none. Empty: none.",
      zh: "聊天机器人答不上来时的回复；空：不回"
    }
  }),
  replyPrefix: setting("ROBOT_REPLY_PREFIX", text, {
    default: "",
    emptyCounts: true,
    meaning: { en: "Put before every reply. Empty: none.", zh: "加在每条回复前面；空：不加" }
  }),
  maxMessageAge: setting("ROBOT_MAX_MESSAGE_AGE", duration, {
    default: "5 minutes",
    meaning: { en: "Older messages are not answered. 0: no limit.", zh: "更早的消息不回；0：不限" }
  }),
  allow: setting("ROBOT_ALLOW", names, {
    default: "",
    meaning: {
      en: "Only these are answered: friends by remark, else by nick name, and groups by name.",
      zh: "只回复这些：好友按备注，没有备注按昵称；群按群名；用逗号或顿号隔开"
    }
  }),
  deny: setting("ROBOT_DENY", names, {
    default: "",
    meaning: {
      en: "These are not answered, also where ROBOT_ALLOW has them.",
      zh: "不回复这些，即使也在 `ROBOT_ALLOW` 里"
    }
  }),
  activeHours: setting("ROBOT_ACTIVE_HOURS", optional(hoursOfDay), {
    default: "",
    meaning: {
      en: "When the robot answers, such as `08:00-23:00`; may go over midnight. Default: always.",
      zh: "机器人回复的时段，如 `08:00-23:00`，可以跨过午夜"
    }
  }),
  timeZone: setting("ROBOT_TIME_ZONE", timeZone, {
    default: zoneOfSystem,
    defaultInWords: { en: "the system's", zh: "系统时区" },
    meaning: { en: "The zone of the active hours.", zh: "上面时段的时区" }
  })
}

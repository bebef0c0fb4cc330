import { type InBothLanguages } from "../../../domain/InBothLanguages.ts"
import { type OtherSettings } from "../../../program/api/contract/Questions.ts"

export interface PolicySetting {
  readonly label: InBothLanguages
  /** What can be written there. */
  readonly accepts: InBothLanguages
}

const time: InBothLanguages = { en: "such as 2 minutes; 0: none", zh: "例如 2 minutes；0：没有" }
const chance: InBothLanguages = { en: "a number from 0 to 1", zh: "要填 0 到 1 的数" }
const names: InBothLanguages = { en: "names with commas between", zh: "要填名字，用逗号隔开" }

/** The settings that a decision rests on, as people call them. */
export const policySettings: Readonly<Record<keyof OtherSettings, PolicySetting>> = {
  ROBOT_QUIET_PERIOD: {
    label: { en: "Silence after I used the phone", zh: "我用过手机之后安静多久" },
    accepts: time
  },
  ROBOT_TAKEOVER_PERIOD: {
    label: { en: "Silence where I wrote myself", zh: "我说过话的聊天里安静多久" },
    accepts: time
  },
  ROBOT_GROUP_REPLY_PROBABILITY: {
    label: { en: "Chance of a reply in groups", zh: "群里回复的概率" },
    accepts: chance
  },
  ROBOT_MEDIA_REPLY_PROBABILITY: {
    label: { en: "Chance of a reply to pictures", zh: "回复图片等媒体的概率" },
    accepts: chance
  },
  ROBOT_MAX_MESSAGE_AGE: {
    label: { en: "Oldest message answered", zh: "多旧的消息还回" },
    accepts: { en: "such as 5 minutes; 0: no limit", zh: "例如 5 minutes；0：不限" }
  },
  ROBOT_ALLOW: { label: { en: "Answer only these", zh: "只回复这些" }, accepts: names },
  ROBOT_DENY: { label: { en: "Never answer these", zh: "不回复这些" }, accepts: names },
  ROBOT_ACTIVE_HOURS: {
    label: { en: "Hours in which it answers", zh: "回复的时段" },
    accepts: { en: "such as 08:00-23:00; empty: always", zh: "例如 08:00-23:00；空：全天" }
  },
  ROBOT_CHAT_REPLIES_PER_10_MINUTES: {
    label: { en: "Replies to a chat in 10 minutes", zh: "一个聊天 10 分钟内最多回复" },
    accepts: { en: "a whole number; 0: no limit", zh: "要填整数；0：不限" }
  }
}

/** What the API says is wrong, by setting; under "" what is of none. */
export const complaintsIn = (accepted: string): ReadonlyMap<string, string> =>
  new Map(
    accepted.split(/; (?=ROBOT_)/).map((part): [string, string] => {
      const [, name = "", complaint = part] = /^(ROBOT_\w+): (.*)$/s.exec(part) ?? []
      return [name, complaint]
    })
  )

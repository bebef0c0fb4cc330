import { Option, Schema } from "effect"
import { type InBothLanguages } from "./InBothLanguages.ts"
import { reasonsInWords } from "./ReasonsInWords.ts"

/** What a person is alerted of. */
export const AlertId = Schema.Literal(
  "scan",
  "tap",
  "refused",
  "disconnected",
  "send-pause",
  "sends-stopped",
  "uncertain-send",
  "chatbots-barred",
  "chatbots-spent",
  "journal"
)
export type AlertId = typeof AlertId.Type

/** An alert in words. Titles have at most 32 characters, since a service takes no longer ones. */
export interface AlertInWords {
  readonly title: InBothLanguages
  readonly means: InBothLanguages
  readonly todo: InBothLanguages
  /** The title once it is over. */
  readonly over: InBothLanguages
}

const nothing: InBothLanguages = { en: "nothing", zh: "不用做什么" }

const loggedIn: InBothLanguages = { en: "Logged in", zh: "已登录" }

/** Every alert, in the order of the documents; without marks of Markdown. */
export const alertsInWords: Readonly<Record<AlertId, AlertInWords>> = {
  scan: {
    title: { en: "Scan to log in", zh: "请扫码登录" },
    means: { en: "the robot waits with a log-in code", zh: "机器人等着扫登录码" },
    todo: {
      en: "draw the code with the command qr, and scan it with WeChat on the phone",
      zh: "用命令 qr 画出登录码，用手机微信扫码"
    },
    over: loggedIn
  },
  tap: {
    title: { en: "Tap to log in on the phone", zh: "请在手机上点登录" },
    means: { en: "the phone shows a log-in button", zh: "手机上有一个登录按钮" },
    todo: {
      en: "tap it; after some minutes only a scan helps",
      zh: "点一下；过几分钟没点，就只能扫码"
    },
    over: loggedIn
  },
  refused: {
    title: { en: "WeChat refuses the account", zh: "微信拒绝了这个帐号" },
    means: { en: "the log-in was refused for good, and the robot ended", zh: "登录被彻底拒绝，机器人已结束" },
    todo: {
      en: "read in the log what WeChat says, change a setting or the account, and start the robot again",
      zh: "看日志里微信怎么说，改设置或换帐号，再启动机器人"
    },
    over: loggedIn
  },
  disconnected: {
    title: { en: "WeChat does not answer", zh: "连不上微信" },
    means: {
      en: "for over five minutes WeChat has not answered, or badly; the robot tries on",
      zh: "五分钟多了，微信没有回应或回应不对；机器人还在重试"
    },
    todo: { en: "look at the network of its machine", zh: "看看它那台机器的网络" },
    over: { en: "WeChat answers again", zh: "又连上微信了" }
  },
  "send-pause": {
    title: { en: "Sends pause", zh: "暂停发送" },
    means: {
      en: "WeChat found the sends too frequent; nothing is sent for a while",
      zh: "微信说发送太频繁，暂时什么都不发"
    },
    todo: {
      en: "nothing, sending goes on by itself; a lower ROBOT_SENDS_PER_MINUTE keeps it from coming back",
      zh: "不用做什么，会自己恢复；调低 ROBOT_SENDS_PER_MINUTE 就不会再来"
    },
    over: { en: "Sends go on", zh: "恢复发送" }
  },
  "sends-stopped": {
    title: { en: "Sends stopped", zh: "停止发送" },
    means: reasonsInWords["sends-paused"],
    todo: reasonsInWords["sends-paused"].todo ?? nothing,
    over: { en: "Sends go on", zh: "恢复发送" }
  },
  "uncertain-send": {
    title: { en: "A reply may not have arrived", zh: "有回复不知是否送到" },
    means: {
      en: "nobody knows whether a reply arrived, and it is not sent again",
      zh: "谁也不知道一条回复有没有送到，不会再发一次"
    },
    todo: {
      en: "find the chat with the command why, and look there whether it arrived",
      zh: "用命令 why 找到那个聊天，看看有没有送到"
    },
    over: { en: "The reply did arrive", zh: "回复送到了" }
  },
  "chatbots-barred": {
    title: { en: "A chatbot's key is refused", zh: "聊天机器人的密钥被拒" },
    means: reasonsInWords["chatbots-barred"],
    todo: reasonsInWords["chatbots-barred"].todo ?? nothing,
    over: { en: "The chatbot answers again", zh: "聊天机器人又回答了" }
  },
  "chatbots-spent": {
    title: { en: "The day's questions are used up", zh: "今天的提问次数用完了" },
    means: {
      en: "no chatbot has questions left for today; chats get the fallback line",
      zh: "聊天机器人今天都不能再问，聊天里只回备用的一句"
    },
    todo: {
      en: "nothing, they are asked again on the chatbot's next day; a larger plan has more questions",
      zh: "不用做什么，聊天机器人的新一天会再问；更大的套餐次数更多"
    },
    over: { en: "The chatbot answers again", zh: "聊天机器人又回答了" }
  },
  journal: {
    title: { en: "The journal cannot be written", zh: "日志库写不进去" },
    means: { en: "the robot ended, for it would forget what it did", zh: "机器人已结束，不然会忘记做过的事" },
    todo: {
      en: "read in the log why: a full disk, most of the time; systemd starts the robot again",
      zh: "看日志里的原因，多半是磁盘满了；systemd 会再启动机器人"
    },
    over: { en: "The journal can be written", zh: "日志库可以写了" }
  }
}

const test: AlertInWords = {
  title: { en: "A test of the alerts", zh: "提醒测试" },
  means: { en: "someone gave the command alert-test", zh: "有人用了命令 alert-test" },
  todo: nothing,
  over: { en: "The test is over", zh: "测试结束" }
}

/** One alert on its way to a person: it says nothing of messages, names or codes. */
export interface Notice {
  readonly alert: AlertId | "test"
  readonly isOver: boolean
  /** How many of its kind there are: replies, of those that may not have arrived; else 1. */
  readonly count: number
  /** Since when, in epoch milliseconds. */
  readonly since: number
  /** The address of the page, without its token. */
  readonly page: Option.Option<string>
}

/** The words of an alert. */
export const wordsOf = ({ alert }: Notice): AlertInWords => (alert === "test" ? test : alertsInWords[alert])

/** An alert as plain text in both languages. */
export interface NoticeText {
  readonly title: string
  readonly lines: ReadonlyArray<string>
}

/** By this a message can be told from others, and found by a service that wants a keyword in each. */
const ROBOT: InBothLanguages = { en: "weixin-robot", zh: "微信机器人" }

/** What a person reads. */
export const textOf = (notice: Notice): NoticeText => {
  const { means, over, title, todo } = wordsOf(notice)
  const head = notice.isOver ? over : title
  const times = notice.count > 1 && !notice.isOver ? ` (${notice.count})` : ""
  const line = (language: keyof InBothLanguages, colon: string, todoIs: string, end: string) =>
    notice.isOver
      ? `${ROBOT[language]}${colon}${head[language]}${end}`
      : `${ROBOT[language]}${colon}${means[language]}${end}${todoIs}${colon}${todo[language]}${end}`
  return {
    title: `${head.zh}${times}`,
    lines: [
      line("zh", "：", "怎么办", "。"),
      line("en", ": ", " Do", "."),
      ...Option.match(notice.page, { onNone: () => [], onSome: (page) => [page] })
    ]
  }
}

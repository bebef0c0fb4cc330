import { Schema } from "effect"
import { type InBothLanguages } from "./InBothLanguages.ts"

/** The states of the robot's connection to WeChat. */
export const ConnectionStateName = Schema.Literal(
  "starting",
  "waiting-for-scan",
  "waiting-for-confirmation",
  "logging-in",
  "syncing",
  "reconnecting",
  "logged-out",
  "refused",
  "stopping"
)
export type ConnectionStateName = typeof ConnectionStateName.Type

/** The state as it is shown: in the log and to the supervisor. */
export const ConnectionState = Schema.Struct({
  state: ConnectionStateName,
  /** Epoch milliseconds. */
  since: Schema.Number,
  /** One sentence for a person; never a secret. */
  why: Schema.String
})
export type ConnectionState = typeof ConnectionState.Type

/** What each state means, for people. */
export const statesInWords: Readonly<Record<ConnectionStateName, InBothLanguages>> = {
  starting: { en: "the robot starts", zh: "机器人正在启动" },
  "waiting-for-scan": { en: "the robot waits with a log-in code", zh: "机器人等着扫登录码" },
  "waiting-for-confirmation": { en: "the phone asks whether to log in", zh: "手机上等着确认登录" },
  "logging-in": { en: "the robot logs in", zh: "机器人正在登录" },
  syncing: { en: "the robot is logged in, and reads what comes", zh: "机器人已登录，正在接收消息" },
  reconnecting: { en: "WeChat does not answer; the robot tries on", zh: "微信没有回应，机器人还在重试" },
  "logged-out": { en: "nobody is logged in", zh: "没有登录" },
  refused: { en: "WeChat refused the log-in, and the robot ends", zh: "微信拒绝登录，机器人结束" },
  stopping: { en: "the robot stops", zh: "机器人正在停止" }
}

const todos: Partial<Readonly<Record<ConnectionStateName, InBothLanguages>>> = {
  "waiting-for-scan": { en: "scan the code with WeChat on the phone", zh: "用手机微信扫码" },
  "waiting-for-confirmation": { en: "confirm the log-in on the phone", zh: "在手机上确认登录" },
  refused: {
    en: "read why above, change a setting or the account, and start the robot again",
    zh: "看上面的原因，改设置或换帐号，再启动机器人"
  }
}

/** What a person has to do before the robot can go on; undefined when it goes on by itself. */
export const todoIn = (state: ConnectionStateName): InBothLanguages | undefined => todos[state]

/** The same in English; empty when it goes on by itself. */
export const todo = (state: ConnectionStateName): string => todos[state]?.en ?? ""

/** States in which the robot runs but answers nobody: whoever monitors it should have a look. */
export const isTrouble = (state: ConnectionStateName): boolean =>
  todo(state) !== "" || state === "reconnecting" || state === "logged-out"

import { type DateTime } from "effect"
import { type Contact, displayNames, isGroup } from "../../domain/Contact.ts"
import { type CommandLanguage } from "../../domain/OwnerCommand.ts"
import { onClock } from "../../domain/OwnerTime.ts"

/* What the robot says to its owner's commands. */

/** Enough to choose from. */
const NAMES_TOLD = 10

/** A time on the owner's clock; undefined is until the owner says so. */
type Until = string | undefined

export const untilIn = (until: number | null | undefined, timeZone: DateTime.TimeZone): Until =>
  until === null || until === undefined ? undefined : onClock(until, timeZone)

/** By which the owner knows a chat: the remark, and the nick name beside it. */
export const nameOf = (contact: Contact): string => {
  const [first = "", second = first] = displayNames(contact)
  const name = first === second ? first : `${first} (${second})`
  return isGroup(contact.UserName) ? `[${name}]` : name
}

const listed = (names: ReadonlyArray<string>) =>
  [
    ...names.slice(0, NAMES_TOLD).map((name) => `- ${name}`),
    ...(names.length > NAMES_TOLD ? ["…"] : [])
  ].join("\n")

export interface Words {
  readonly paused: (until: Until) => string
  readonly noTime: (words: string) => string
  readonly resumed: string
  readonly notPaused: string
  readonly sendsGoOn: string
  readonly over: (words: string) => string
  readonly notResumed: (words: string) => string
  readonly whomToMute: string
  readonly muted: (name: string, until: Until) => string
  readonly whomToUnmute: string
  readonly unmuted: (name: string) => string
  readonly forgotten: (name: string) => string
  readonly forgottenAll: string
  readonly several: (name: string, names: ReadonlyArray<string>) => string
  readonly nobody: (name: string, similar: ReadonlyArray<string>) => string
  readonly works: string
  readonly dryRun: string
  readonly someChat: string
  readonly nothingCame: string
  readonly answered: (rule: string) => string
  readonly notAnswered: (why: string) => string
  readonly onItsWay: string
  readonly help: string
}

const en: Words = {
  paused: (until) => `Paused until ${until ?? "you write /resume"}. What comes meanwhile is not answered.`,
  noTime: (words) =>
    `"${words}" is no time that I know, so nothing is paused. For example: /pause 30 minutes, /pause 23:00, /pause tomorrow`,
  resumed: "Not paused any more. What came meanwhile is not answered.",
  notPaused: "Nothing was paused.",
  sendsGoOn: "Sends go on, although WeChat found them too frequent.",
  over: (words) => `That is over already, so nothing changed: ${words}`,
  notResumed: (words) =>
    `I do not know what "${words}" means there, so nothing changed. /resume ends a pause; /resume sends ends the rest after WeChat found the sends too frequent, too.`,
  whomToMute: "Whom? For example: /mute Li, /mute Li 2 hours",
  muted: (name, until) => `Muted until ${until ?? "you write /unmute"}: ${name}`,
  whomToUnmute: "Whom? For example: /unmute Li",
  unmuted: (name) => `Not muted: ${name}`,
  forgotten: (name) => `Chatbots are told nothing any more of what was said until now in: ${name}`,
  forgottenAll: "Chatbots are told nothing any more of what was said until now.",
  several: (name, names) => `Several are called "${name}". Give the one you mean a remark:\n${listed(names)}`,
  nobody: (name, similar) =>
    similar.length === 0
      ? `Nobody is called "${name}".`
      : `Nobody is called just "${name}". Do you mean one of these?\n${listed(similar)}`,
  works: "The robot works.",
  dryRun: "Dry run: nothing is sent to others.",
  someChat: "a chat",
  nothingCame: "None is among the newest messages.",
  answered: (rule) => `answered (${rule})`,
  notAnswered: (why) => `not answered: ${why}`,
  onItsWay: "an answer is on its way, or waits for its turn",
  help: [
    "/pause [time]: answer nobody",
    "/resume: answer again",
    "/status: what is switched",
    "/why [name]: what became of the last message",
    "/mute name [time]: do not answer this chat",
    "/unmute name: answer it again",
    "/forget [name]: chatbots are told nothing of what was said until now",
    "Times: 30 minutes, 2 hours, 23:00, tomorrow"
  ].join("\n")
}

const zh: Words = {
  paused: (until) =>
    `已暂停，直到${until === undefined ? "你写 /恢复" : ` ${until}`}。这期间来的消息不回复。`,
  noTime: (words) => `看不懂时间“${words}”，没有暂停。例如：/暂停 30分钟，/暂停 23:00，/暂停 明天`,
  resumed: "已恢复。暂停期间来的消息不回复。",
  notPaused: "本来就没有暂停。",
  sendsGoOn: "继续发送，虽然微信说过发送太频繁。",
  over: (words) => `那个时间已经过了，什么都没变：${words}`,
  notResumed: (words) =>
    `看不懂这里的“${words}”，什么都没变。/恢复 结束暂停；/恢复 发送 还结束微信说发送太频繁之后的停发。`,
  whomToMute: "要静音谁？例如：/静音 小李，/静音 小李 2小时",
  muted: (name, until) => `已静音，直到${until === undefined ? "你写 /取消静音" : ` ${until}`}：${name}`,
  whomToUnmute: "要取消谁的静音？例如：/取消静音 小李",
  unmuted: (name) => `没有静音：${name}`,
  forgotten: (name) => `到现在为止说过的话，不再告诉聊天机器人：${name}`,
  forgottenAll: "到现在为止说过的话，都不再告诉聊天机器人。",
  several: (name, names) => `有好几个叫“${name}”，请给要找的那个加备注：\n${listed(names)}`,
  nobody: (name, similar) =>
    similar.length === 0
      ? `没有谁叫“${name}”。`
      : `没有谁正好叫“${name}”。是下面的哪个吗？\n${listed(similar)}`,
  works: "机器人在工作。",
  dryRun: "试运行：什么都不会发给别人。",
  someChat: "某个聊天",
  nothingCame: "最近的消息里没有。",
  answered: (rule) => `已回复（${rule}）`,
  notAnswered: (why) => `没有回复：${why}`,
  onItsWay: "回复还在路上，或在等轮到它",
  help: [
    "/暂停 [时间]：谁都不回复",
    "/恢复：重新回复",
    "/状态：现在的开关",
    "/为什么 [名字]：最近一条消息怎么了",
    "/静音 名字 [时间]：不回复这个聊天",
    "/取消静音 名字：重新回复它",
    "/忘记 [名字]：到现在为止说过的话，不再告诉聊天机器人",
    "时间：30分钟、2小时、23:00、明天"
  ].join("\n")
}

export const wordsIn = (language: CommandLanguage): Words => ({ en, zh })[language]

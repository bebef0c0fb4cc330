import { Schema } from "effect"
import { FILE_HELPER } from "./Contact.ts"
import { type Message } from "./Message.ts"

/*
 * What the owner tells the robot in 文件传输助手. Nobody else writes there: the same words from anybody else, or to
 * anybody else, are words like any other. So are those that quote, for the owner may have passed on what somebody wrote.
 */

export const CommandName = Schema.Literal(
  "pause",
  "resume",
  "status",
  "why",
  "mute",
  "unmute",
  "forget",
  "help"
)
export type CommandName = typeof CommandName.Type

/** The answer comes in the language of the command. */
export const CommandLanguage = Schema.Literal("en", "zh")
export type CommandLanguage = typeof CommandLanguage.Type

export const OwnerCommand = Schema.Struct({
  name: CommandName,
  /** What stands after its name: a time, or whom it is about. */
  words: Schema.String,
  language: CommandLanguage
})
export type OwnerCommand = typeof OwnerCommand.Type

/** How a command is written, after the stroke. */
export const commandWords: Readonly<Record<CommandName, { readonly en: string; readonly zh: string }>> = {
  pause: { en: "pause", zh: "暂停" },
  resume: { en: "resume", zh: "恢复" },
  status: { en: "status", zh: "状态" },
  why: { en: "why", zh: "为什么" },
  mute: { en: "mute", zh: "静音" },
  unmute: { en: "unmute", zh: "取消静音" },
  forget: { en: "forget", zh: "忘记" },
  help: { en: "help", zh: "帮助" }
}

/** In Chinese nobody needs a space after it. */
const readChinese = (text: string): OwnerCommand | undefined => {
  for (const name of CommandName.literals) {
    const { zh } = commandWords[name]
    if (text.startsWith(zh)) return { name, words: text.slice(zh.length).trim(), language: "zh" }
  }
  return undefined
}

const readEnglish = (text: string): OwnerCommand | undefined => {
  const [first = ""] = text.split(/\s/, 1)
  const name = CommandName.literals.find((one) => commandWords[one].en === first.toLowerCase())
  return name === undefined ? undefined : { name, words: text.slice(first.length).trim(), language: "en" }
}

/** Reads what begins with a stroke; a command that is not known asks for help. Undefined for all other texts. */
export const readCommand = (text: string): OwnerCommand | undefined => {
  const trimmed = text.trim()
  if (!/^[/／]/.test(trimmed)) return undefined
  const rest = trimmed.slice(1)
  const language = /\p{Script=Han}/u.test(rest) ? "zh" : "en"
  return readChinese(rest) ?? readEnglish(rest) ?? { name: "help", words: "", language }
}

/** The command that a message is, if it is one: the owner's own text to 文件传输助手. */
export const commandIn = ({ body, chat, from, to }: Message, me: string): OwnerCommand | undefined =>
  from === me &&
  chat === FILE_HELPER &&
  to === FILE_HELPER &&
  body._tag === "Text" &&
  body.quote === undefined
    ? readCommand(body.text)
    : undefined

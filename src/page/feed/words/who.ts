import { type InBothLanguages } from "../../../domain/InBothLanguages.ts"
import { type MessageLine } from "../../../program/api/contract/Views.ts"

/** A chat, and who wrote there. */
export interface Who {
  /** As it is called, or what it is where it has no name. */
  readonly name: string | InBothLanguages
  readonly from: InBothLanguages
}

const me: InBothLanguages = { en: "from me", zh: "我发的" }
const group: InBothLanguages = { en: "group", zh: "群" }
const friend: InBothLanguages = { en: "friend", zh: "好友" }
const account: InBothLanguages = { en: "account of WeChat", zh: "微信的帐号" }

/** Those that have no name of their own in the journal. */
const nameless = {
  fileHelper: { en: "File Transfer (文件传输助手)", zh: "文件传输助手" },
  phone: { en: "My phone", zh: "我的手机" },
  self: { en: "Myself", zh: "我自己" },
  official: { en: "An official account", zh: "公众号" },
  group: { en: "A group without a name", zh: "没有名字的群" },
  unknown: { en: "Somebody unknown", zh: "不认识的人" }
} as const

const isGroup = (chat: string) => chat.startsWith("@@") || chat.endsWith("chatroom")

const namelessOf = ({ chat, fromMe, kind, reason }: MessageLine): Who["name"] => {
  if (kind === "StatusNotify") return nameless.phone
  if (chat === "filehelper") return nameless.fileHelper
  if (!chat.startsWith("@")) return chat
  if (isGroup(chat)) return nameless.group
  if (reason === "official-account") return nameless.official
  return fromMe && reason !== "sent-by-self" ? nameless.self : nameless.unknown
}

const fromOf = ({ chat, chatName, fromMe, kind }: MessageLine): InBothLanguages => {
  if (fromMe || kind === "StatusNotify") return me
  if (isGroup(chat)) return group
  if (chatName !== null) return friend
  return chat.startsWith("@") ? { en: "not a friend", zh: "不是好友" } : account
}

/** The name of a chat stands behind its kind, such as `friend:Tom`. */
const nameIn = (chatName: string) => chatName.slice(chatName.indexOf(":") + 1)

export const whoOf = (line: MessageLine): Who => ({
  name: line.chatName === null ? namelessOf(line) : nameIn(line.chatName),
  from: fromOf(line)
})

/** What chooses the messages of the same chat: its name outlives a log-in. */
export const chatFilterOf = ({ chat, chatName }: MessageLine): string =>
  chatName === null ? chat : nameIn(chatName)

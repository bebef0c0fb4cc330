import { type AnswerReason } from "../../domain/Decision.ts"
import { type InBothLanguages } from "../../domain/InBothLanguages.ts"
import { type CommandName } from "../../domain/OwnerCommand.ts"
import { type ReasonInWords, reasonsInWords } from "../../domain/ReasonsInWords.ts"

const answers: Readonly<Record<AnswerReason, InBothLanguages>> = {
  R1: { en: "you wrote it to yourself", zh: "你写给自己的" },
  "R1+R3": {
    en: "a picture or the like to yourself, and chance was for it",
    zh: "发给自己的图片等媒体，抽中了"
  },
  R2: { en: "a group in which you were mentioned, or chance was for it", zh: "群里 @ 了你，或者抽中了" },
  R3: {
    en: "a friend wrote it, or sent a picture and chance was for it",
    zh: "好友写的，或者发来图片等媒体并抽中了"
  },
  "R2+R3": {
    en: "a picture or the like in a group, and both chances were for it",
    zh: "群里的图片等媒体，两次都抽中了"
  }
}

const commands: Readonly<Record<CommandName, InBothLanguages>> = {
  pause: { en: "your command /pause", zh: "你的命令 /暂停" },
  resume: { en: "your command /resume", zh: "你的命令 /恢复" },
  status: { en: "your command /status", zh: "你的命令 /状态" },
  why: { en: "your command /why", zh: "你的命令 /为什么" },
  mute: { en: "your command /mute", zh: "你的命令 /静音" },
  unmute: { en: "your command /unmute", zh: "你的命令 /取消静音" },
  forget: { en: "your command /forget", zh: "你的命令 /忘记" },
  help: { en: "your command /help", zh: "你的命令 /帮助" }
}

const reasons = new Map<string, ReasonInWords>(Object.entries({ ...answers, ...commands, ...reasonsInWords }))

const friendsText: InBothLanguages = { en: "a friend wrote it", zh: "好友写的" }
const friendsMedia: InBothLanguages = {
  en: "a friend’s picture or the like, and chance was for it",
  zh: "好友的图片等媒体，抽中了"
}

/** Why a message was decided so, or ended so; more closely where its kind is known. */
export const reasonInWords = (reason: string, kind?: string): ReasonInWords => {
  if (reason === "R3" && kind !== undefined) return kind === "Text" ? friendsText : friendsMedia
  return reasons.get(reason) ?? { en: reason, zh: reason }
}

/** Every reason, those to answer first, in the few words that a choice has room for. */
export const reasonChoices: ReadonlyArray<readonly [string, InBothLanguages]> = [...reasons].map(
  ([reason, { en, zh }]) => [reason, { en: beginning(en), zh: beginning(zh) }]
)

/** Up to where a sentence goes into details. */
function beginning(text: string): string {
  return text.split(/[:;：；]/, 1)[0] ?? text
}

import { type InBothLanguages } from "../../../domain/InBothLanguages.ts"
import { kindInWords } from "./kinds.ts"

/* The rules that were looked at, and what they saw, which the API tells in English. */

/** The API speaks of the owner, who reads the page. */
const toTheReader = (text: string) =>
  text.replace(/\bthe owner's\b/, "your").replace(/\b(?:the )?owner\b/, "you")

export const ruleInWords = ({ en, zh }: InBothLanguages): InBothLanguages => ({ en: toTheReader(en), zh })

/** How each thing that rules see is said in Chinese; `$1` is kept, such as a period. */
const sights: ReadonlyArray<readonly [RegExp, string]> = [
  [/^this MsgId came before$/, "这个 MsgId 来过"],
  [/^a new MsgId$/, "新的 MsgId"],
  [/^an echo of a reply$/, "一条回复传了回来"],
  [/^not an echo$/, "不是传回来的"],
  [/^its sender took it back$/, "发送者撤回了"],
  [/^not taken back$/, "没有撤回"],
  [/^written never$/, "没说何时写的"],
  [/^written (.+) ago$/, "$1前写的"],
  [/^not told to the robot$/, "不是对机器人说的"],
  [/^told to the robot$/, "是对机器人说的"],
  [/^the owner paused the robot$/, "你让机器人暂停了"],
  [/^not paused$/, "没有暂停"],
  [/^no list$/, "没有名单"],
  [/^(\d+) names on the list$/, "名单上有 $1 个名字"],
  [/^this chat is muted$/, "这个聊天静音了"],
  [/^not muted$/, "没有静音"],
  [/^always$/, "全天"],
  [/^at (\S+), active from (\S+) to (\S+)$/, "$1，时段从 $2 到 $3"],
  [/^phone used never, quiet for (.+)$/, "没用过手机，安静期 $1"],
  [/^phone used (.+) ago, quiet for (.+)$/, "$1前用过手机，安静期 $2"],
  [/^owner wrote here never, quiet for (.+)$/, "你没在这里说过话，安静期 $1"],
  [/^owner wrote here (.+) ago, quiet for (.+)$/, "你$1前在这里说过话，安静期 $2"],
  [/^speaker known$/, "知道是谁说的"],
  [/^no speaker$/, "没说是谁"],
  [/^names the owner$/, "@ 了你"],
  [/^names everyone$/, "@ 了所有人"],
  [/^names nobody$/, "没有 @ 谁"],
  [/^(.+) in 10 minutes, no limit$/, "10 分钟内 $1 次，不限"],
  [/^(.+) in 10 minutes, at most (\d+)$/, "10 分钟内 $1 次，最多 $2 次"]
]

const senders: ReadonlyArray<readonly [RegExp, string]> = [
  [/to oneself$/, "写给自己"],
  [/from the owner$/, "来自你"],
  [/from friend$/, "来自好友"],
  [/from group$/, "来自群"],
  [/from special-account$/, "来自特殊帐号"],
  [/from official-account$/, "来自公众号"],
  [/from self$/, "来自自己"],
  [/from unknown$/, "来自不认识的"]
]

const units: ReadonlyArray<readonly [RegExp, string]> = [
  [/\b(\d+)d\b/g, "$1 天"],
  [/\b(\d+)h\b/g, "$1 小时"],
  [/\b(\d+)m\b/g, "$1 分"],
  [/\b(\d+)s\b/g, "$1 秒"],
  [/\b(\d+)ms\b/g, "$1 毫秒"]
]

const replaced = (text: string, all: ReadonlyArray<readonly [RegExp, string]>) =>
  all.reduce((text, [pattern, words]) => text.replace(pattern, words), text)

const dice = (saw: string) =>
  saw.replaceAll(/drew (\S+), needs < ([\d.]+)/g, "抽到 $1，要小于 $2").replaceAll("; ", "；")

const KIND = /^[A-Z]\w+/

/** Such as `Text from friend`, or the kind alone. */
const kindAndSender = (saw: string) =>
  replaced(
    saw.replace(KIND, (kind) => kindInWords(kind).zh),
    senders
  )

/** What a rule saw, in words. */
export const sightInWords = (saw: string): InBothLanguages => {
  const known = sights.find(([pattern]) => pattern.test(saw))
  const zh = known === undefined ? kindAndSender(dice(saw)) : replaced(saw.replace(...known), units)
  return { en: toTheReader(saw.replace(KIND, (kind) => kindInWords(kind).en)), zh }
}

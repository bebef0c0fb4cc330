/*
 * Reads the grey lines that WeChat itself writes into a chat. Most hold names, and anybody can choose a name that reads
 * like a warning: so a line only counts when all of it is one of the sentences below.
 */

/** The traditional characters of the sentences below, and the simplified ones. */
const simplified = new Map(
  [
    "發发",
    "傳传",
    "頻频",
    "過过",
    "於于",
    "請请",
    "後后",
    "試试",
    "訊讯",
    "會会",
    "當当",
    "續续",
    "繼继",
    "帳账",
    "號号",
    "動动",
    "訪访",
    "問问",
    "時时",
    "為为"
  ].map(([traditional = "", simple = ""]) => [traditional, simple] as const)
)

/** `操作`, `你的账号操作`, `发送的消息` */
const doing =
  "(?:您|你)?的?(?:(?:账号|帐号|微信号|当前)的?)?" +
  "(?:操作|动作|请求|访问|发言|加好友|添加好友|(?:发送|传送|发)(?:的)?(?:消息|讯息|信息)?|(?:消息|讯息|信息)(?:发送|传送)?)"
/** `过于频繁`. A frequency or speed can also be too high (`过高`), and a number of times too many (`过多`). */
const tooOften =
  "(?:(?:的)?(?:频率|次数|速度)?(?:太|过于|太过|过)?频繁|(?:的)?(?:频率|速度)(?:太|过于|太过|过)(?:高|快)|(?:的)?次数(?:太|过于|太过|过)多)了?"
/** `请稍后再试` */
const later =
  "(?:请|可|您可|你可|请您|建议)?(?:稍后|稍候|过一?会儿?|等一?会儿?|隔一段时间|以后|明天|明日|\\d+ ?(?:分钟|小时|天)(?:之?后)?)(?:再|后再)?(?:试|重试|操作|发送|传送|继续)?(?:一下|吧)?"
const stop = "(?:[，,。.；;…～~ ]|\\.{3})*"
const chinese = new RegExp(`^${doing}${tooOften}(?:${stop}${later})?[。.！!～~…]*$`, "u")

/** `You are sending messages too frequently. Please try again later.` */
const english = new RegExp(
  "^(?:(?:you(?:'re| are|'ve been| have been|'ve| have)? |(?:the|your|this) )?" +
    "(?:send|sending|sent|operate|operating|operation|operations|action|actions|request|requests|messages?)" +
    "(?: messages?)?(?: sent)?(?: is| are| was| were)? |messages? )?too (?:frequent|frequently|often)" +
    "(?:[.,;!]* ?(?:please )?(?:try|retry)(?: again)?(?: later| tomorrow)?)?[.!]*$",
  "i"
)

/** Whether a grey line says that sending or operating is too frequent. */
export const isTooFrequent = (line: string): boolean => {
  const spaced = line.trim().replaceAll(/\s+/g, " ").replaceAll("’", "'")
  const sentence = Array.from(spaced, (character) => simplified.get(character) ?? character).join("")
  return chinese.test(sentence) || english.test(sentence)
}

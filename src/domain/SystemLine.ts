/*
 * The grey lines that WeChat itself writes into a chat. Most hold names, which anybody may choose: only a line that is
 * one of these sentences from its beginning to its end says anything to the robot.
 */

/** The traditional characters of the sentences below, and the simplified ones. */
const simplified = new Map([
  ["發", "发"],
  ["頻", "频"],
  ["過", "过"],
  ["於", "于"],
  ["請", "请"],
  ["後", "后"],
  ["試", "试"],
  ["訊", "讯"],
  ["會", "会"],
  ["個", "个"],
  ["當", "当"],
  ["續", "续"],
  ["繼", "继"]
])

/** What is done too often: `操作`, `你发送消息的频率`. */
const doing =
  "(?:(?:当前)?操作|(?:发送|发)?(?:消息|讯息|信息)(?:发送)?|发送|发言|请求|加好友|添加好友)(?:的)?(?:频率|次数|速度)?"
const tooOften = "(?:太|过于|太过|过)(?:频繁|快|高|多)"
/** `请稍后再试` */
const later =
  "(?:请|可|您可|你可|请您)?(?:稍后|稍候|过一?会儿?|等一?会儿?|隔一段时间|以后)(?:再|后再)?(?:试|重试|操作|发送|继续)?(?:一下|吧)?"
const chinese = new RegExp(`^(?:您|你)?的?${doing}${tooOften}了?(?:[，,。.；;]? ?${later})?[。.！!]?$`, "u")

/** `You are sending messages too frequently. Please try again later.` */
const english = new RegExp(
  "^(?:(?:you(?:'re| are|'ve been| have been)? )?(?:send|sending|sent|operate|operating|operation|operations)" +
    "(?: messages?)?(?: is| are)? |messages (?:are )?(?:sent )?)?too (?:frequent|frequently|often|fast|quickly)" +
    "(?:[.,;!]? ?(?:please )?(?:try|retry)(?: again)?(?: later)?)?[.!]?$",
  "i"
)

/** Whether a grey line says that sending or operating is too frequent. */
export const isTooFrequent = (line: string): boolean => {
  const spaced = line.trim().replaceAll(/\s+/g, " ").replaceAll("’", "'")
  const sentence = Array.from(spaced, (character) => simplified.get(character) ?? character).join("")
  return chinese.test(sentence) || english.test(sentence)
}

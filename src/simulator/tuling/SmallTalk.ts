/** Answers to what people say most. A line break becomes `<br>` in version 1. */
const table: ReadonlyArray<readonly [said: string, answer: string]> = [
  ["你好", "你好呀，很高兴见到你"],
  ["早上好", "早上好，今天也要开心"],
  ["晚安", "晚安，做个好梦"],
  ["谢谢", "不客气 ^_^"],
  ["再见", "再见，有空常来聊"],
  ["诗", "床前明月光，\n疑是地上霜。"]
]

/** What Tuling answers when no other answer is set: always the same for the same text. */
export const smallTalk = (text: string): string =>
  table.find(([said]) => text.includes(said))?.[1] ?? `关于“${text}”，我也想知道。`

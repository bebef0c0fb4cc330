import { describe, expect, it } from "@effect/vitest"
import { FastCheck as fc } from "effect"
import { isTooFrequent } from "../../src/domain/SystemLine.ts"

const sentences = [
  "操作太频繁, 请稍后再试。",
  "操作太频繁，请稍后再试",
  "操作过于频繁，请稍后再试！",
  "操作太频繁",
  "你的操作过于频繁，请稍后再试。",
  "您的操作频率过快，请稍后再试",
  "发送消息过于频繁，可稍后再试。",
  "消息发送过于频繁，请稍后再发送",
  "操作太頻繁，請稍後再試。",
  "發送訊息過於頻繁，請稍後再試",
  "傳送訊息過於頻繁，請稍後再試",
  "你傳送訊息的頻率過高",
  "訊息傳送過於頻繁，請稍後再試。",
  "操作频繁，请稍后再试",
  "你发送的消息过于频繁，请稍后再试",
  "你的账号操作过于频繁，请明天再试",
  "操作太频繁...请稍后再试~",
  "You've sent messages too frequently. Please try again later.",
  "Your operations are too frequent",
  "Message sent too frequently",
  "You're sending messages too frequently. Try again later.",
  "You’re sending messages too frequently. Please try again later.",
  "Operation too frequent, please try again later",
  "Messages sent too often. Try again later."
]

describe("a grey line that says sends are too frequent", () => {
  it.each(sentences)("%s", (line) => {
    expect(isTooFrequent(line)).toBe(true)
  })
})

describe("a grey line that says something else", () => {
  it.each([
    "",
    "你已添加了频繁出差，现在可以开始聊天了。",
    "你已添加了操作太频繁，请稍后再试，现在可以开始聊天了。",
    "You have added Too Frequent as your Weixin contact. Start chatting!",
    "频繁出差 邀请 李雷 加入了群聊",
    "操作太频繁 拍了拍 我",
    "群主已将群名修改为 操作太频繁",
    "最近联系频繁",
    "消息太多",
    "操作太快",
    "Too fast",
    "too many messages",
    "请勿频繁操作"
  ])("%s", (line) => {
    expect(isTooFrequent(line)).toBe(false)
  })

  /** The lines in which WeChat quotes a name, with or without marks around it. */
  const withName = [
    (name: string) => `你已添加了${name}，现在可以开始聊天了。`,
    (name: string) => `以上是打招呼的内容。${name}`,
    (name: string) => `${name}开启了朋友验证，你还不是他（她）朋友。`,
    (name: string) => `"${name}"撤回了一条消息`,
    (name: string) => `${name} joined the group chat`,
    (name: string) => `"李雷"修改群名为“${name}”`,
    (name: string) => `You've added ${name} as your WeChat contact.`
  ] as const

  it.prop(
    "whatever name it holds",
    [fc.constantFrom(...withName), fc.constantFrom(...sentences)],
    ([line, name]) => {
      expect(isTooFrequent(line(name))).toBe(false)
    }
  )
})

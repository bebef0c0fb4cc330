import { describe, expect, it } from "@effect/vitest"
import { MemoryMessages } from "../../../src/layers/journal/MemoryMessages.ts"
import { type Row } from "../../../src/layers/journal/Row.ts"
import { facts } from "../../support/domain/facts.ts"
import { answered, entry, sending, sent } from "../../support/layers/journalFile.ts"

const MINUTE = 60_000

const toAnswer = {
  _tag: "decided",
  decision: { _tag: "AskChatbot", reason: "R3", question: "?", trace: [] },
  facts: facts(),
  lastingName: undefined
} as const

const chat = (userName: string) => ({ userName, lastingName: undefined })

/** A message comes and is answered. */
const answer = (messages: MemoryMessages, MsgId: string, at: number, from = "@li") => {
  messages.forgetOld(at)
  messages.add(entry(MsgId, undefined, at, from))
  for (const step of [toAnswer, answered(MsgId), sending, sent(`out ${MsgId}`)])
    messages.note(MsgId, step, at)
}

const range = (to: number) => Array.from({ length: to }, (_, n) => n)

describe("what is at hand of messages", () => {
  it("is looked through for one chat alone, however many others there are", () => {
    let visits = 0
    /** A send of another chat, which counts who looks at it. */
    const another = (n: number): Row => ({
      MsgId: `other ${n}`,
      chat: `@other ${n}`,
      me: "@me",
      fromMe: true,
      receivedAt: 0,
      lastingName: undefined,
      get state() {
        visits += 1
        return "uncertain" as const
      },
      text: "hi",
      answerDecidedAt: 0,
      get sentAt() {
        visits += 1
        return 0
      },
      echo: undefined,
      revoked: false
    })
    const messages = new MemoryMessages(range(1_000).map(another))
    visits = 0
    for (const n of range(10)) {
      answer(messages, `${n}`, MINUTE)
      messages.revoke({ MsgId: "0", chat: "@li" })
      expect(messages.history(chat("@li"), "@me", MINUTE).answers).toHaveLength(n + 1)
      expect(messages.unsure("@li", MINUTE)).toEqual([])
      expect(messages.sentAfter(0)).toHaveLength(n + 1)
    }
    expect(visits).toBe(0)
    expect(messages.unsure("@other 7", MINUTE)).toHaveLength(1)
    expect(visits).toBeGreaterThan(0)
  })

  it("counts all answers of a chat, however many decisions came to nothing since", () => {
    const messages = new MemoryMessages([])
    for (const n of range(50)) answer(messages, `${n}`, n)
    for (const n of range(200)) {
      messages.add(entry(`silent ${n}`, undefined, 50))
      messages.note(`silent ${n}`, toAnswer, 50)
      messages.note(`silent ${n}`, { _tag: "skipped", reason: "away-line-told" }, 50)
    }
    expect(messages.history(chat("@li"), "@me", 51).answers).toHaveLength(50)
  })

  it("holds nothing of a message after its end but its chat's last ten minutes, and of those a hundred", () => {
    const messages = new MemoryMessages([])
    for (const n of range(150)) answer(messages, `${n}`, n)
    expect(messages.get("149")).toBeUndefined()
    const { answers, sent } = messages.history(chat("@li"), "@me", 150)
    expect(answers).toEqual(range(150).slice(50))
    expect(sent).toHaveLength(100)
    messages.forgetOld(11 * MINUTE)
    // as if the clock were set back: what is gone does not count
    expect(messages.history(chat("@li"), "@me", 150).answers).toEqual([])
  })

  it("holds nothing of a message whose answer came back before its send was answered", () => {
    const messages = new MemoryMessages([])
    messages.add(entry("1", undefined, 0))
    for (const step of [toAnswer, answered("1"), sending]) messages.note("1", step, 0)
    messages.echoed("1", "out 1", 1)
    // the sender still asks whether it came back
    expect(messages.get("1")?.echo).toBe("out 1")
    messages.note("1", sent("out 1"), 2)
    expect(messages.get("1")).toBeUndefined()
  })

  it("holds as many of a chat as the owner allows replies", () => {
    const messages = new MemoryMessages([], 120)
    for (const n of range(150)) answer(messages, `${n}`, n)
    expect(messages.history(chat("@li"), "@me", 150).answers).toHaveLength(120)
  })

  it("knows the last ten thousand sends", () => {
    const messages = new MemoryMessages([])
    for (const n of range(10_001)) answer(messages, `${n}`, 0, `@chat ${n % 100}`)
    expect(messages.isOwnSend("out 0")).toBe(false)
    expect(messages.isOwnSend("out 1")).toBe(true)
    expect(messages.isOwnSend("out 10000")).toBe(true)
  })
})

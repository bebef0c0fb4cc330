import { describe, expect, it } from "@effect/vitest"
import { isOwnReply, type OwnSends, sendEchoedBy } from "../../src/domain/OwnReply.ts"
import { chats, me, message, now, picture, seconds, text } from "../support/domain/facts.ts"

const mine = (words: string) => message({ from: me, to: chats.friend, body: text(words) })

const sent = (words: string, ago: number, replyPrefix = ""): OwnSends => ({
  byMsgId: false,
  sentHere: [
    { text: "another reply", at: now - seconds(70) },
    { text: words, at: now - ago }
  ],
  replyPrefix
})
const nothingSent = sent("another reply", seconds(80))

const isEcho = (words: string, sends: OwnSends) => isOwnReply(mine(words), me, now, sends)

describe("isOwnReply", () => {
  it("knows its own by the MsgId, whatever it says and from whomever it seems to come", () => {
    const known = { ...nothingSent, byMsgId: true }
    expect(isEcho("hi", known)).toBe(true)
    expect(isOwnReply(message({ body: picture }), me, now, known)).toBe(true)
  })

  it.each([
    ["at once", "hi", 0],
    ["up to 60 seconds later", "hi", seconds(60)],
    ["with white space that WeChat took off", " hi\n", 0]
  ])("knows the text that was sent here, %s", (_, words, ago) => {
    expect(isEcho("hi", sent(words, ago))).toBe(true)
  })

  it("knows words that look like a quote", () => {
    const words = "「Ann: a」\n- - - - - - -\nb"
    expect(isOwnReply(mine("b"), me, now, sent(words, 0))).toBe(true)
  })

  it("does not mind white space in the echo", () => {
    expect(isEcho(" hi\n", sent("hi", 0))).toBe(true)
    expect(isEcho(" [bot] hi", sent("", 0, "[bot] "))).toBe(true)
  })

  it.each([
    ["more than 60 seconds ago", "hi", seconds(60) + 1],
    ["with other words", "hi!", 0],
    ["with more words", "hi there", 0],
    ["with words of another case", "Hi", 0]
  ])("does not know the text that was sent here %s", (_, words, ago) => {
    expect(isEcho("hi", sent(words, ago))).toBe(false)
  })

  it("finds the text among several sends", () => {
    const sends = { ...nothingSent, sentHere: ["one", "two", "three"].map((text) => ({ text, at: now })) }
    expect(["one", "two", "three", "four"].map((words) => isEcho(words, sends))).toEqual([
      true,
      true,
      true,
      false
    ])
  })

  it("knows the reply prefix, though the space behind it is gone", () => {
    expect(isEcho("[bot] hi", sent("", 0, "[bot] "))).toBe(true)
    expect(isEcho("[bot]", sent("", 0, "[bot] "))).toBe(true)
    expect(isEcho("hi [bot]", sent("", 0, "[bot] "))).toBe(false)
  })

  it.each(["", "  "])("a prefix of %j marks nothing", (prefix) => {
    expect(isEcho("hi", sent("hello", 0, prefix))).toBe(false)
  })

  it("others may say the same", () => {
    expect(isOwnReply(message({ body: text("hi") }), me, now, sent("hi", 0, "h"))).toBe(false)
  })

  it("nothing said is no echo of nothing sent", () => {
    expect(isEcho(" ", sent(" ", 0))).toBe(false)
    expect(isOwnReply(message({ from: me, body: picture }), me, now, sent("", 0))).toBe(false)
  })
})

describe("sendEchoedBy", () => {
  const send = (MsgId: string, text: string, ago: number) => ({ MsgId, text, at: now - ago })
  const unsure = [send("1", "other", 0), send("2", "hi", seconds(30)), send("3", "hi", seconds(10))]
  const echoed = (words: string, createdAt: number, sends = unsure) =>
    sendEchoedBy(mine(words), me, createdAt, sends)?.MsgId

  it("is the first of those with the same text", () => {
    expect(echoed("hi", now)).toBe("2")
    expect(echoed(" other\n", now)).toBe("1")
    expect(echoed("hi", now, [send("1", "hi \n", 0)])).toBe("1")
    expect(echoed("b", now, [send("1", "「Ann: a」\n- - - - - - -\nb", 0)])).toBe("1")
    expect(echoed("hi!", now)).toBe(undefined)
    expect(echoed("hi", now, [])).toBe(undefined)
  })

  it.each([
    ["a minute later", seconds(60), "1"],
    ["longer ago", seconds(60) + 1, undefined],
    // the server counts whole seconds, and clocks differ
    ["a little before", -seconds(60), "1"],
    ["long before", -seconds(60) - 1, undefined]
  ] as const)("was made within a minute of when the echo was written: %s", (_, later, MsgId) => {
    expect(echoed("hi", now + later, [send("1", "hi", 0)])).toBe(MsgId)
  })

  it("is none of what others say, or what is no text", () => {
    expect(sendEchoedBy(message({ body: text("hi") }), me, now, unsure)).toBe(undefined)
    expect(sendEchoedBy(message({ from: me, body: picture }), me, now, [send("1", "", 0)])).toBe(undefined)
    expect(echoed(" ", now, [send("1", " ", 0)])).toBe(undefined)
  })
})

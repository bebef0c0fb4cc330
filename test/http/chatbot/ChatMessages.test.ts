import { describe, expect, it } from "@effect/vitest"
import { FastCheck as fc, Option } from "effect"
import { type Background, type Question, type Turn } from "../../../src/domain/Chatbot.ts"
import { messagesFor } from "../../../src/http/chatbot/ChatMessages.ts"

const none = Option.none<string>()
const question = (said: Partial<Question> = {}): Question => ({
  text: "现在呢？",
  speaker: none,
  quoted: none,
  userId: "u1a2b3c4d5",
  groupId: none,
  ...said
})
const turn = (said: Partial<Turn> = {}): Turn => ({
  text: "几点？",
  answer: "三点。",
  speaker: none,
  quoted: none,
  ...said
})
const background = (told: Partial<Background> = {}): Background => ({ instructions: "", turns: [], ...told })

describe("the messages for a question", () => {
  it("are the question alone where there is nothing else to tell", () => {
    expect(messagesFor(question(), background())).toEqual([{ role: "user", content: "现在呢？" }])
  })

  it("are how to answer, what was said before in order, and the question", () => {
    expect(
      messagesFor(
        question(),
        background({ instructions: "简短。", turns: [turn(), turn({ text: "谢谢", answer: "不客气" })] })
      )
    ).toEqual([
      { role: "system", content: "简短。" },
      { role: "user", content: "几点？" },
      { role: "assistant", content: "三点。" },
      { role: "user", content: "谢谢" },
      { role: "assistant", content: "不客气" },
      { role: "user", content: "现在呢？" }
    ])
  })

  it("leave out turns in which one side said nothing", () => {
    const turns = [turn({ text: " " }), turn({ answer: "" })]
    expect(messagesFor(question(), background({ turns }))).toEqual([{ role: "user", content: "现在呢？" }])
  })

  it("tell the speakers of a group apart, and say so", () => {
    const messages = messagesFor(
      question({ groupId: Option.some("g1"), speaker: Option.some("u1a2b3c4d5") }),
      background({ instructions: "简短。", turns: [turn({ speaker: Option.some("uffffffff") }), turn()] })
    )
    expect(messages[0]?.content).toMatch(/^简短。\n\n这是群聊：.*代号/)
    expect(messages.filter(({ role }) => role === "user").map(({ content }) => content)).toEqual([
      "ufffff: 几点？",
      "几点？",
      "u1a2b3: 现在呢？"
    ])
  })

  it("tell of the pseudonyms in a group without instructions, too", () => {
    const [first] = messagesFor(question({ groupId: Option.some("g1") }), background())
    expect(first).toMatchObject({ role: "system" })
  })

  it("name nobody where two are alone", () => {
    expect(messagesFor(question({ speaker: Option.some("u1a2b3c4d5") }), background())[0]?.content).toBe(
      "现在呢？"
    )
  })

  it("tell what a message quotes before its words, and not much of it", () => {
    const [only] = messagesFor(question({ quoted: Option.some("好".repeat(600)) }), background())
    expect(only?.content).toBe(`（引用：${"好".repeat(500)}）\n现在呢？`)
  })

  it("hold the first 4,000 characters of a long question, none of them in half", () => {
    const [only] = messagesFor(question({ text: "x".repeat(3_999) + "😀😀" }), background())
    expect(only?.content).toBe(`${"x".repeat(3_999)}😀`)
  })

  const text = fc.constantFrom("", " ", "你好", "x")
  const speaker = fc.option(fc.constantFrom("u1a2b3c4", "uffffffff")).map(Option.fromNullable)
  const quoted = fc.option(text).map(Option.fromNullable)
  const turns = fc.array(fc.record({ text, answer: text, speaker, quoted }), { maxLength: 10 })

  it.prop(
    "are one system message at most, then user and assistant in turn, and end with the question",
    [turns, text, speaker, fc.boolean()],
    ([turns, instructions, speaker, inGroup]) => {
      const roles = messagesFor(
        question({ speaker, groupId: inGroup ? Option.some("g1") : none }),
        background({ instructions, turns })
      ).map(({ role }) => role)
      expect(roles.join(" ")).toMatch(/^(?:system )?(?:user assistant )*user$/)
    }
  )
})

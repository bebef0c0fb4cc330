import { describe, expect, it } from "@effect/vitest"
import { Effect, Option, TestClock } from "effect"
import { type AskedChatbot } from "../../../src/domain/AskedChatbot.ts"
import { type Chat } from "../../../src/domain/Chat.ts"
import { type Answering, type Decision } from "../../../src/domain/Decision.ts"
import { type Message } from "../../../src/domain/Message.ts"
import { type ChatbotResult, Chatbots } from "../../../src/layers/chatbots/Chatbots.ts"
import * as AddressBook from "../../../src/program/contacts/AddressBook.ts"
import { OncePerChat } from "../../../src/program/reply/OncePerChat.ts"
import { wordsFor } from "../../../src/program/reply/Words.ts"
import { fakes, Surroundings } from "../../support/program/fakes.ts"
import { inGroup } from "../../support/program/replying.ts"
import { restarted } from "../../support/program/restarted.ts"
import { addMsg, chat, friend, group, received, session } from "../../support/program/wire.ts"

const { message } = received(addMsg("1"))
const here = chat(friend)
const elsewhere = received(addMsg("2", { FromUserName: "@wang" })).message

const asking = (question: string): Decision & { _tag: "AskChatbot" } => ({
  _tag: "AskChatbot",
  reason: "R3",
  question,
  trace: []
})
const canned = (line: string): Decision & { _tag: "SendCanned" } => ({
  _tag: "SendCanned",
  reason: "R3",
  line,
  trace: []
})

/** What is said to a message of the session. */
const wordsHere = (...[message, decision, chat]: readonly [Message, Answering, Chat]) =>
  Effect.gen(function* () {
    const open = { session, book: yield* AddressBook.make(session) }
    return yield* wordsFor(message, decision, chat, open)
  }).pipe(Effect.scoped)

/** Words of this source are told in the chat. */
const tell = (source: string) => Effect.flatMap(OncePerChat, (lines) => lines.tell(source, here))

/** What is said to a friend's question when the chatbots answer so. */
const saidWhen = Effect.fnUntraced(function* (answer: ChatbotResult) {
  const { chatbot } = yield* Surroundings
  yield* chatbot.next(Effect.succeed(answer))
  return yield* wordsHere(message, asking("hello"), here)
})

const words = (text: string) => ({ _tag: "Words", text, chatbot: "tuling" }) as const
const noWords = { _tag: "NoWords" } as const

describe("the chatbot's words", () => {
  it.effect("are said, with the prefix in front", () =>
    Effect.gen(function* () {
      expect(yield* saidWhen(words("hi"))).toMatchObject({
        _tag: "Say",
        text: "[robot] hi",
        source: "tuling"
      })
    }).pipe(Effect.provide(fakes({ ROBOT_REPLY_PREFIX: "[robot] " })))
  )

  it.effect("are asked for with the question of the decision and pseudonyms, one a chat and speaker", () =>
    Effect.gen(function* () {
      const { chatbot } = yield* Surroundings
      yield* wordsHere(message, asking("hello"), here)
      yield* wordsHere(received(addMsg("2", inGroup("@Bai who?"))).message, asking("who?"), chat(group))
      expect(chatbot.asked).toEqual([
        [
          {
            text: "hello",
            userId: `${friend}/`,
            groupId: Option.none(),
            speaker: Option.none(),
            quoted: Option.none()
          }
        ],
        [
          {
            text: "who?",
            userId: `${group}/@aunt`,
            groupId: Option.some(group),
            speaker: Option.some(`${group}/@aunt`),
            quoted: Option.none()
          }
        ]
      ])
    }).pipe(Effect.provide(fakes()))
  )

  it.effect(
    "leave a line of who was asked for them and what each took, for debugging, without any text",
    () =>
      Effect.gen(function* () {
        const asked: ReadonlyArray<AskedChatbot> = [
          { chatbot: "tuling", came: "transient", code: "503", millis: 90 },
          { chatbot: "openai", came: "words", millis: 812 }
        ]
        yield* Effect.updateService(wordsHere(message, asking("hello"), here), Chatbots, (chatbots) => ({
          ...chatbots,
          ask: (...of) => Effect.map(chatbots.ask(...of), ({ result }) => ({ result, asked }))
        }))
        const { logs } = yield* Surroundings
        expect(logs.filter(({ text }) => text === "asked")).toEqual([
          {
            level: "DEBUG",
            text: "asked",
            facts: { chatbots: "tuling transient 503 90 ms, openai words 812 ms" }
          }
        ])
      }).pipe(Effect.provide(fakes()))
  )

  it.effect("are cut at 1,000 characters, prefix included, and never within one", () =>
    Effect.gen(function* () {
      const just = "🐼".repeat(999)
      expect(yield* saidWhen(words(just))).toMatchObject({ text: `>${just}` })
      expect(yield* saidWhen(words(`${just}🐼`))).toMatchObject({ text: `>${"🐼".repeat(998)}…` })
    }).pipe(Effect.provide(fakes({ ROBOT_REPLY_PREFIX: ">" })))
  )
})

describe("a canned line", () => {
  it.effect("is said as it is, with the prefix, without any question", () =>
    Effect.gen(function* () {
      expect(yield* wordsHere(message, canned("nice"), here)).toMatchObject({
        _tag: "Say",
        text: "[robot] nice",
        source: "canned"
      })
      expect((yield* Surroundings).chatbot.asked).toEqual([])
    }).pipe(Effect.provide(fakes({ ROBOT_REPLY_PREFIX: "[robot] " })))
  )
})

describe("the fallback line", () => {
  it.effect("is said when the chatbots have no words", () =>
    Effect.gen(function* () {
      expect(yield* saidWhen(noWords)).toMatchObject({
        _tag: "Say",
        text: "[robot] what?",
        source: "fallback"
      })
    }).pipe(Effect.provide(fakes({ ROBOT_FALLBACK_REPLY: "what?", ROBOT_REPLY_PREFIX: "[robot] " })))
  )

  it.effect("is not said where the owner emptied it, not even the prefix", () =>
    Effect.gen(function* () {
      expect(yield* saidWhen(noWords)).toEqual({ _tag: "Nothing", reason: "no-fallback-line", asked: [] })
    }).pipe(Effect.provide(fakes({ ROBOT_FALLBACK_REPLY: "", ROBOT_REPLY_PREFIX: "[robot] " })))
  )

  it.effect("is not said when all chatbots are barred", () =>
    Effect.gen(function* () {
      expect(yield* saidWhen({ _tag: "Barred" })).toEqual({
        _tag: "Nothing",
        reason: "chatbots-barred",
        asked: []
      })
    }).pipe(Effect.provide(fakes()))
  )
})

describe("the fallback line when the day's questions are used up", () => {
  // eight hours before midnight in Shanghai
  const until = 16 * 3_600_000
  const fallback = { _tag: "Say", text: "what?", source: "spent-fallback" }

  it.effect("is said once per chat, until there are new ones", () =>
    Effect.gen(function* () {
      const { chatbot } = yield* Surroundings
      yield* chatbot.always(() => Effect.succeed({ _tag: "Spent" }))
      expect(yield* wordsHere(message, asking("1"), here)).toMatchObject(fallback)
      yield* tell("spent-fallback")
      expect(yield* wordsHere(message, asking("2"), here)).toEqual({
        _tag: "Nothing",
        reason: "fallback-line-told",
        asked: []
      })
      expect(yield* wordsHere(elsewhere, asking("3"), chat("@wang"))).toMatchObject(fallback)
      yield* TestClock.adjust(until - 1)
      expect(yield* wordsHere(message, asking("4"), here)).toMatchObject({ _tag: "Nothing" })
      yield* TestClock.adjust(1)
      expect(yield* wordsHere(message, asking("5"), here)).toMatchObject(fallback)
    }).pipe(Effect.provide(fakes({ ROBOT_FALLBACK_REPLY: "what?" })))
  )

  it.effect("is not said where the owner emptied it", () =>
    Effect.gen(function* () {
      expect(yield* saidWhen({ _tag: "Spent" })).toEqual({
        _tag: "Nothing",
        reason: "no-fallback-line",
        asked: []
      })
    }).pipe(Effect.provide(fakes({ ROBOT_FALLBACK_REPLY: "" })))
  )
})

describe("the fallback line while the chatbots fail for the moment", () => {
  const fallback = { _tag: "Say", text: "what?", source: "outage-fallback" }
  const told = { _tag: "Nothing", reason: "fallback-line-told", asked: [] }

  it.effect("is said once per chat in ten minutes", () =>
    Effect.gen(function* () {
      const { chatbot } = yield* Surroundings
      yield* chatbot.always(() => Effect.succeed({ _tag: "Unavailable" }))
      expect(yield* wordsHere(message, asking("1"), here)).toMatchObject(fallback)
      yield* tell("outage-fallback")
      expect(yield* wordsHere(message, asking("2"), here)).toEqual(told)
      expect(yield* wordsHere(elsewhere, asking("3"), chat("@wang"))).toMatchObject(fallback)
      // after a restart as well
      yield* TestClock.adjust("599 seconds")
      expect(yield* restarted(wordsHere(message, asking("4"), here))).toEqual(told)
      yield* TestClock.adjust("1 seconds")
      expect(yield* restarted(wordsHere(message, asking("5"), here))).toMatchObject(fallback)
    }).pipe(Effect.provide(fakes({ ROBOT_FALLBACK_REPLY: "what?" })))
  )

  it.effect("is said each time by one that works and has no answer, also just after an outage", () =>
    Effect.gen(function* () {
      const { chatbot } = yield* Surroundings
      yield* tell("outage-fallback")
      yield* chatbot.always(() => Effect.succeed(noWords))
      for (const question of ["1", "2"]) {
        const said = yield* wordsHere(message, asking(question), here)
        expect(said).toMatchObject({ _tag: "Say", text: "what?", source: "fallback" })
        yield* tell("fallback")
      }
    }).pipe(Effect.provide(fakes({ ROBOT_FALLBACK_REPLY: "what?" })))
  )

  it.effect("is not said where the owner emptied it", () =>
    Effect.gen(function* () {
      expect(yield* saidWhen({ _tag: "Unavailable" })).toEqual({
        _tag: "Nothing",
        reason: "no-fallback-line",
        asked: []
      })
    }).pipe(Effect.provide(fakes({ ROBOT_FALLBACK_REPLY: "" })))
  )
})

describe("the away line, where there is no chatbot to ask", () => {
  const away = { _tag: "Say", text: "later", source: "away" }
  const told = { _tag: "Nothing", reason: "away-line-told" }

  it.effect("is said once per chat and hour", () =>
    Effect.gen(function* () {
      expect(yield* wordsHere(message, asking("1"), here)).toMatchObject(away)
      // the first one came to nothing
      expect(yield* wordsHere(message, asking("2"), here)).toMatchObject(away)
      yield* tell("away")
      expect(yield* wordsHere(message, asking("2"), here)).toEqual(told)
      expect(yield* wordsHere(elsewhere, asking("3"), chat("@wang"))).toMatchObject(away)
      yield* TestClock.adjust("3599 seconds")
      expect(yield* wordsHere(message, asking("4"), here)).toEqual(told)
      yield* TestClock.adjust("1 seconds")
      expect(yield* wordsHere(message, asking("5"), here)).toMatchObject(away)
      expect((yield* Surroundings).chatbot.asked).toEqual([])
    }).pipe(Effect.provide(fakes({ ROBOT_AWAY_REPLY: "later" }, [])))
  )

  it.effect("counts as told after a restart as well", () =>
    Effect.gen(function* () {
      yield* tell("tuling")
      expect(yield* wordsHere(message, asking("1"), here)).toMatchObject(away)
      yield* tell("away")
      expect(yield* wordsHere(message, asking("2"), here)).toEqual(told)
      expect(yield* restarted(wordsHere(message, asking("3"), here))).toEqual(told)
    }).pipe(Effect.provide(fakes({ ROBOT_AWAY_REPLY: "later" }, [])))
  )

  it.effect("does not stand in for a canned line", () =>
    Effect.gen(function* () {
      expect(yield* wordsHere(message, canned("nice"), here)).toMatchObject({ source: "canned" })
      expect(yield* wordsHere(message, asking("1"), here)).toMatchObject({ source: "away" })
    }).pipe(Effect.provide(fakes({}, [])))
  )

  it.effect("is not said where the owner emptied it", () =>
    Effect.gen(function* () {
      expect(yield* wordsHere(message, asking("1"), here)).toEqual({
        _tag: "Nothing",
        reason: "no-away-line"
      })
    }).pipe(Effect.provide(fakes({ ROBOT_AWAY_REPLY: "" }, [])))
  )
})

import { expect, it } from "@effect/vitest"
import { Array, Effect, Schema } from "effect"
import { type AskedChatbot, cameInWords } from "../../../src/domain/AskedChatbot.ts"
import { MessagePages } from "../../../src/layers/journal/pages/MessagePages.ts"
import { JournalReader } from "../../../src/layers/journal/JournalReader.ts"
import { Diagnostics, MessageDetail } from "../../../src/program/api/contract/Views.ts"
import { temporaryDirectory } from "../../support/layers/files.ts"
import { answered, decided, entry, live, note, reading, receive } from "../../support/layers/journalFile.ts"
import { asked, noMessages, surroundings } from "../../support/program/served.ts"

const came: ReadonlyArray<AskedChatbot> = [
  { chatbot: "tuling", came: "resting", millis: 0 },
  { chatbot: "openai", came: "words", millis: 812 },
  { chatbot: "other", came: "transient", code: "503", millis: 90 }
]

/** The same as the API has it, but for the words. */
const plain = [
  { chatbot: "tuling", came: "resting", code: null, millis: null },
  { chatbot: "openai", came: "words", code: null, millis: 812 },
  { chatbot: "other", came: "transient", code: "503", millis: 90 }
]

/** What the owner set, of which others are told nothing. */
const personal = [
  ["Li-the-friend", "ROBOT_OPT_OUT"],
  ["Be-kind-to-Li", "ROBOT_PERSONA"],
  ["You-are-Li", "OPENAI_SYSTEM_PROMPT"],
  ["https://li.example/v1", "OPENAI_BASE_URL"]
] as const

/** A journal that holds a message for which these were asked, and one for which none was. */
const pages = Effect.gen(function* () {
  const path = yield* temporaryDirectory
  yield* live(
    path,
    Effect.zipRight(
      receive(1, entry("1"), entry("2")),
      note("1", decided(entry("1")), { ...answered("c"), asked: came })
    )
  )
  const messages = yield* reading(
    path,
    Effect.flatMap(JournalReader, ({ last }) => last(9))
  )
  return MessagePages.of({
    ...noMessages,
    find: (MsgId) => Effect.succeed(Array.findFirst(messages, ({ msgId }) => msgId === MsgId)),
    page: () => Effect.succeed({ messages, next: undefined })
  })
})

const messageOf = (MsgId: string) =>
  Effect.flatMap(asked(`/api/messages/${MsgId}`), Schema.decode(Schema.parseJson(MessageDetail)))

it.scoped("the API tells which chatbots were asked for a message, what each took, and what that means", () =>
  Effect.gen(function* () {
    const journal = yield* pages
    const [one, other] = yield* Effect.all([messageOf("1"), messageOf("2")]).pipe(
      Effect.provideService(MessagePages, journal)
    )
    const words = [cameInWords.resting, cameInWords.words, cameInWords.transient]
    expect(one.asked).toEqual(plain.map((chatbot, at) => ({ ...chatbot, means: words[at] })))
    expect(other.asked).toEqual([])
  }).pipe(Effect.provide(surroundings()))
)

it.scoped("the diagnostics tell so without words, and hold no name or text of a setting", () =>
  Effect.gen(function* () {
    const journal = yield* pages
    const told = yield* Effect.provideService(asked("/api/diagnostics"), MessagePages, journal)
    const { messages } = yield* Schema.decode(Schema.parseJson(Diagnostics))(told)
    expect(messages.map(({ asked }) => asked)).toEqual([[], plain])
    for (const [secret] of personal) expect(told).not.toContain(secret)
  }).pipe(Effect.provide(surroundings(Object.fromEntries(personal.map(([value, name]) => [name, value])))))
)

import { expect } from "@effect/vitest"
import { Effect, Either, Equal, HashMap, Layer, Logger, LogLevel, Random, Redacted } from "effect"
import { type Background, type Question } from "../../../src/domain/Chatbot.ts"
import { type Progress } from "../../../src/domain/Progress.ts"
import { nextMidnightInShanghai } from "../../../src/http/chatbot/TulingDay.ts"
import { CookieJar } from "../../../src/http/wechat/CookieJar.ts"
import { type ChatbotResult, Chatbots } from "../../../src/layers/chatbots/Chatbots.ts"
import { Messages } from "../../../src/layers/journal/Messages.ts"
import * as MemoryJournal from "../../../src/layers/journal/MemoryJournal.ts"
import { LoginDisplay } from "../../../src/layers/login/LoginDisplay.ts"
import { Pacer } from "../../../src/layers/Pacer.ts"
import { Pseudonyms } from "../../../src/layers/chatbots/Pseudonyms.ts"
import { Settings } from "../../../src/layers/settings/Settings.ts"
import { Connection } from "../../../src/program/connection/Connection.ts"
import * as RobotServices from "../../../src/program/RobotServices.ts"
import { settingsOf } from "../layers/files.ts"
import { type Parts } from "../layers/journals.ts"
import * as FakeCall from "./FakeCall.ts"
import { endpoints, FakeWechat } from "./FakeWechat.ts"

// an expectation sees nothing in Redacted values, and would take any two for equal
expect.addEqualityTesters([
  (left, right) =>
    Redacted.isRedacted(left) && Redacted.isRedacted(right) ? Equal.equals(left, right) : undefined
])

/** What the program did to its surroundings, but for WeChat. */
export class Surroundings extends Effect.Service<Surroundings>()("test/Surroundings", {
  effect: Effect.gen(function* () {
    const notes: Array<{ readonly MsgId: string; readonly progress: Progress }> = []
    const logs: Array<{
      readonly level: string
      readonly text: string
      readonly facts: Readonly<Record<string, unknown>>
    }> = []
    return {
      /** Says the question back, unless told otherwise. */
      chatbot: yield* FakeCall.make<[Question], ChatbotResult>(({ text }) =>
        Effect.succeed({ _tag: "Words", text: `re: ${text}`, chatbot: "tuling" })
      ),
      /** What chatbots could know besides each question. */
      told: new Array<Background>(),
      /** Lets everybody through at once, unless told otherwise. */
      pacer: yield* FakeCall.make<[], void>(() => Effect.void),
      /** What the owner gets to see: the address of each code, and `cleared`. */
      display: new Array<string>(),
      notes,
      logs,
      /** How far a message came, step by step. */
      progressOf: (MsgId: string) =>
        notes.filter((note) => note.MsgId === MsgId).map(({ progress }) => progress),
      /** What the owner is warned of, but for the state of the connection. */
      warnings: () =>
        logs.filter(({ level, text }) => level === "WARN" && text !== "connection").map(({ text }) => text),
      /** The states of the connection as the log tells them. */
      states: () => logs.filter(({ text }) => text === "connection").map(({ facts }) => facts["state"])
    } as const
  })
}) {}

/** The settings of an environment, with the defaults of the robot. */
const settings = (environment: Readonly<Record<string, string>>) =>
  Layer.effect(
    Settings,
    Effect.map(settingsOf(environment), ({ settings }) => Either.getOrThrow(settings))
  )

const chatbots = (names: ReadonlyArray<string>) =>
  Layer.effect(
    Chatbots,
    Effect.map(Surroundings, ({ chatbot, told }) => ({
      names,
      nextDay: nextMidnightInShanghai,
      warnings: names.map((name) => `${name} is a fake`),
      places: names.map((name) => ({
        name,
        host: `${name}.example`,
        model: undefined,
        over: "https" as const,
        secure: true
      })),
      limits: Effect.succeed({}),
      ask: (question, { background }) =>
        Effect.gen(function* () {
          told.push(yield* background)
          return { result: yield* chatbot.call(question), asked: [] }
        }),
      troubles: Effect.succeed([])
    }))
  )

const pacer = Layer.effect(
  Pacer,
  Effect.map(Surroundings, ({ pacer }) => ({ room: pacer.call(), count: Effect.void }))
)

const display = Layer.effect(
  LoginDisplay,
  Effect.map(Surroundings, ({ display }) => ({
    show: (address) => Effect.sync(() => display.push(Redacted.value(address))),
    clear: Effect.sync(() => display.push("cleared"))
  }))
)

/** Readable ones: the parts themselves. */
const pseudonyms = Layer.succeed(Pseudonyms, { of: (parts) => parts.join("/") })

/** The same journal, and what was noted in it. */
const noted = Layer.effect(
  Messages,
  Effect.gen(function* () {
    const kept = yield* Messages
    const { notes } = yield* Surroundings
    return {
      ...kept,
      note: (MsgId, progress) =>
        Effect.zipRight(
          Effect.sync(() => notes.push({ MsgId, progress })),
          kept.note(MsgId, progress)
        )
    }
  })
)

const logs = Layer.unwrapEffect(
  Effect.map(Surroundings, ({ logs }) =>
    Layer.merge(
      Logger.add(
        Logger.make(({ annotations, logLevel, message }) => {
          const facts = Object.fromEntries(HashMap.toEntries(annotations))
          logs.push({ level: logLevel.label, text: [message].flat().join(" "), facts })
        })
      ),
      Logger.minimumLogLevel(LogLevel.Debug)
    )
  )
)

/**
 * All that the program wants of its surroundings: a fake of everything that leaves the process, a journal (in memory
 * unless another is given), the settings of `environment` and dice that fall the same way each time. Built anew for each test.
 */
export const fakes = (
  environment: Readonly<Record<string, string>> = {},
  chatbotNames: ReadonlyArray<string> = ["tuling"],
  journal: Layer.Layer<Parts, unknown> = MemoryJournal.layer
) =>
  RobotServices.layer.pipe(
    Layer.provideMerge(
      Layer.mergeAll(
        endpoints,
        settings(environment),
        chatbots(chatbotNames),
        pacer,
        display,
        pseudonyms,
        Layer.provideMerge(noted, journal),
        Connection.Default,
        CookieJar.Default,
        logs,
        Layer.setRandom(Random.make("a seed"))
      )
    ),
    // what a test's own journal keeps can be read
    Layer.orDie,
    Layer.provideMerge(Layer.merge(FakeWechat.Default, Surroundings.Default))
  )

import { Clock, Context, Effect, Layer } from "effect"
import { type AskedChatbot } from "../../domain/AskedChatbot.ts"
import { type ChatbotFailure, type Question } from "../../domain/Chatbot.ts"
import { type ChatbotLimit } from "../../domain/ChatbotLimit.ts"
import { type ChatbotTrouble } from "../../domain/ChatbotTrouble.ts"
import { isThisMachine } from "../../domain/ThisMachine.ts"
import { type HttpExchange } from "../../http/HttpExchange.ts"
import { type Journal, type JournalFailed } from "../journal/Journal.ts"
import { type KeptValues } from "../journal/KeptValues.ts"
import { Settings } from "../settings/Settings.ts"
import { type Aside, guarded, type Outcome } from "./Breaker.ts"
import { modelChatbot, OPENAI } from "./ModelChatbot.ts"
import { TULING, tulingChatbot } from "./TulingChatbot.ts"

/**
 * What came of asking:
 * - `Words`: send them
 * - `NoWords`: one that works has no answer: the fallback line is due
 * - `Unavailable`: those asked failed for the moment: the fallback line is due once per chat and ten minutes
 * - `Spent`: the day's questions are used up: the fallback line is due once per chat until the next day begins
 * - `Barred`: none may be asked until the operator acts; the chat is told nothing
 */
export type ChatbotResult =
  | { readonly _tag: "Words"; readonly text: string; readonly chatbot: string }
  | { readonly _tag: "NoWords" }
  | { readonly _tag: "Unavailable" }
  | { readonly _tag: "Spent" }
  | { readonly _tag: "Barred" }

/** The same, and what came of each chatbot in turn. */
export interface AskedOfChatbots {
  readonly result: ChatbotResult
  readonly asked: ReadonlyArray<AskedChatbot>
}

/** Where a chatbot is, for the owner: whom the texts go to, and over what. */
export interface ChatbotPlace {
  readonly name: string
  readonly host: string
  readonly model: string | undefined
  readonly over: "https" | "http"
  /** Nobody can read along on the way. */
  readonly secure: boolean
}

/** The chatbots that are set up, asked in the owner's order until one has words. */
export class Chatbots extends Context.Tag("layers/Chatbots")<
  Chatbots,
  {
    /** Their names; with none the robot answers text with the away line. */
    readonly names: ReadonlyArray<string>
    readonly places: ReadonlyArray<ChatbotPlace>
    /** The limits that the owner set, by name. */
    readonly limits: Effect.Effect<Readonly<Record<string, ReadonlyArray<ChatbotLimit>>>>
    /** When the first of them has a new day, and questions anew. Epoch milliseconds, as `now`. */
    readonly nextDay: (now: number) => number
    /** What the owner should know of them before the first question. */
    readonly warnings: ReadonlyArray<string>
    readonly ask: (question: Question, aside: Aside) => Effect.Effect<AskedOfChatbots>
    /** Those that are not asked now. */
    readonly troubles: Effect.Effect<ReadonlyArray<ChatbotTrouble & { readonly name: string }>>
  }
>() {
  /** Those of ROBOT_CHATBOTS that are set up, in that order. */
  static readonly layer: Layer.Layer<
    Chatbots,
    JournalFailed,
    Settings | HttpExchange | Journal | KeptValues
  > = Layer.effect(
    this,
    Effect.suspend(() => inOrder)
  )
}

interface Guarded {
  readonly name: string
  readonly ask: (question: Question, aside: Aside) => Effect.Effect<Outcome>
}

const cameOf = (outcome: Outcome): Omit<AskedChatbot, "chatbot" | "millis"> => {
  switch (outcome._tag) {
    case "Words":
      return { came: "words" }
    case "Nothing":
      return { came: "no-words" }
    case "Failed":
      return { came: outcome.kind, code: outcome.code }
    case "PassedOver":
      return { came: outcome.why }
  }
}

/** The best that can be said of all, where none has words. */
const resultOf = (outcomes: ReadonlyArray<Exclude<Outcome, { readonly _tag: "Words" }>>): ChatbotResult => {
  const some = (kind: ChatbotFailure["kind"]) =>
    outcomes.some((one) => one._tag !== "Nothing" && one.kind === kind)
  if (outcomes.some(({ _tag }) => _tag === "Nothing") || some("our-bug")) return { _tag: "NoWords" }
  if (some("transient")) return { _tag: "Unavailable" }
  return some("quota") ? { _tag: "Spent" } : { _tag: "Barred" }
}

/** Asks one after the other until one has words. */
const askInTurn = Effect.fnUntraced(function* (
  chatbots: ReadonlyArray<Guarded>,
  question: Question,
  aside: Aside
): Effect.fn.Return<AskedOfChatbots> {
  const asked: Array<AskedChatbot> = []
  const wordless: Array<Exclude<Outcome, { readonly _tag: "Words" }>> = []
  for (const { ask, name: chatbot } of chatbots) {
    // by the clock that nobody sets
    const from = yield* Clock.currentTimeNanos
    const outcome = yield* ask(question, aside)
    const millis = Math.round(Number((yield* Clock.currentTimeNanos) - from) / 1e6)
    asked.push({ chatbot, ...cameOf(outcome), millis })
    if (outcome._tag === "Words") return { result: { _tag: "Words", text: outcome.text, chatbot }, asked }
    wordless.push(outcome)
  }
  return { result: resultOf(wordless), asked }
})

/** As people know them. */
const title: Readonly<Record<string, string>> = { [TULING]: "Tuling", [OPENAI]: "the model" }

const placeOf = ({
  at,
  model,
  name
}: {
  readonly name: string
  readonly at: URL
  readonly model: string | undefined
}): ChatbotPlace => ({
  name,
  host: at.host,
  model,
  over: at.protocol === "https:" ? "https" : "http",
  secure: at.protocol === "https:" || isThisMachine(at.hostname)
})

/** For how long a line counts as told whose chatbot is not set up any more. */
const DAY = 86_400_000

const inOrder = Effect.gen(function* () {
  const settings = yield* Settings
  const setUp = [...(yield* tulingChatbot(settings)), ...(yield* modelChatbot(settings))]
  const ordered = settings.chatbots.flatMap((name) => setUp.filter((chatbot) => chatbot.name === name))
  const chatbots = yield* Effect.forEach(ordered, (chatbot) =>
    Effect.map(guarded(chatbot), (guarded) => ({ name: chatbot.name, ...guarded }))
  )
  const places = ordered.map(placeOf)
  return {
    names: ordered.map(({ name }) => name),
    places,
    limits: Effect.all(Object.fromEntries(ordered.map(({ limits, name }) => [name, limits]))),
    nextDay: (now: number) =>
      ordered.length === 0 ? now + DAY : Math.min(...ordered.map(({ nextDay }) => nextDay(now))),
    warnings: places.flatMap(({ name, secure }) =>
      secure ? [] : [`what ${title[name]} is asked travels over plain HTTP, readable on the way`]
    ),
    ask: (question: Question, aside: Aside) => askInTurn(chatbots, question, aside),
    troubles: Effect.map(
      Effect.forEach(chatbots, ({ name, trouble }) => Effect.map(trouble, (one) => ({ name, one }))),
      (all) => all.flatMap(({ name, one }) => (one === undefined ? [] : [{ name, ...one }]))
    )
  }
})

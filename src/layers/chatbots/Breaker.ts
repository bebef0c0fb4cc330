import { Clock, Duration, Effect, Option, Ref } from "effect"
import { type Background, type ChatbotFailure, type Question } from "../../domain/Chatbot.ts"
import { type ChatbotTrouble, type ChatbotTroubleKind } from "../../domain/ChatbotTrouble.ts"
import { Timing } from "../../domain/Timing.ts"
import { TIMED_OUT } from "../../http/HttpExchange.ts"
import * as Turns from "../Turns.ts"
import { type LimitReached } from "./Limits.ts"

/** What a chatbot may need to know besides the question. */
export interface Aside {
  /** By what the chat of the question is known; its questions are counted under each. They stay here. */
  readonly chatKeys: ReadonlyArray<string>
  readonly background: Effect.Effect<Background>
  /** Whether its sender took the question back meanwhile. */
  readonly isRevoked: Effect.Effect<boolean>
}

/** A chatbot as it is: asked, it has words, none, or fails; it is not asked where the owner's limit is reached. */
export interface Chatbot {
  readonly name: string
  readonly ask: (
    question: Question,
    aside: Aside
  ) => Effect.Effect<Option.Option<string>, ChatbotFailure | LimitReached>
  /** At most so many questions are asked side by side, of as many chats. */
  readonly atOnce: number
  /** When its next day begins, with questions anew. Epoch milliseconds, as `now`. */
  readonly nextDay: (now: number) => number
}

/** What came of one question. */
export type Outcome =
  | { readonly _tag: "Words"; readonly text: string }
  | { readonly _tag: "Nothing" }
  | { readonly _tag: "Failed"; readonly kind: ChatbotFailure["kind"]; readonly code: string }
  /** It was not asked, as if it had failed so. */
  | { readonly _tag: "PassedOver"; readonly kind: ChatbotFailure["kind"]; readonly why: PassedOver }

type PassedOver = "barred" | "spent" | "resting" | "chat-limit"

interface State {
  /** Epoch milliseconds; 0 while it may be asked. */
  readonly restsUntil: number
  readonly kind: ChatbotFailure["kind"]
  readonly failuresInARow: number
}

/** After so many failures for the moment in a row, a chatbot rests. */
const FAILURES_AT_MOST = 5

const awake: State = { restsUntil: 0, kind: "transient", failuresInARow: 0 }

/** Whether a chatbot rests, by what came of it. */
const resting = Effect.fnUntraced(function* ({ name, nextDay }: Pick<Chatbot, "name" | "nextDay">) {
  const { chatbotRest } = yield* Timing
  const state = yield* Ref.make(awake)

  /** Others were asked meanwhile: what one of them met is not undone by who began before it. */
  const become = (begun: State, after: State) =>
    Ref.update(state, (now) =>
      now.restsUntil > begun.restsUntil && now.restsUntil > after.restsUntil ? now : after
    )

  const failed = Effect.fnUntraced(function* (begun: State, failure: ChatbotFailure) {
    const now = yield* Clock.currentTimeMillis
    const before = yield* Ref.get(state)
    const failuresInARow = failure.kind === "transient" ? before.failuresInARow + 1 : 0
    const after = restAfter(failure, failuresInARow, { now, nextDay: nextDay(now), chatbotRest })
    yield* become(begun, after)
    const { code, kind } = failure
    const log = kind === "configuration" ? Effect.logError(complaint) : Effect.logWarning(complaint)
    yield* Effect.annotateLogs(log, { chatbot: name, kind, code, ...rest(after, now) })
    return { _tag: "Failed", kind, code } satisfies Outcome
  })

  const limitReached = Effect.fnUntraced(function* (begun: State, { of }: LimitReached) {
    if (of === "questions-of-the-chat") return passedOver("transient", "chat-limit")
    // a shorter question may still be asked
    if (of === "tokens-of-the-question") return passedOver("quota", "spent")
    const now = yield* Clock.currentTimeMillis
    const after: State = { kind: "quota", failuresInARow: 0, restsUntil: nextDay(now) }
    yield* become(begun, after)
    yield* Effect.annotateLogs(Effect.logWarning("the owner's limit for the chatbot is reached"), {
      chatbot: name,
      limit: of,
      ...rest(after, now)
    })
    return passedOver("quota", "spent")
  })

  return {
    state: Ref.get(state),
    answered: (begun: State) => become(begun, awake),
    failed,
    limitReached
  } as const
})

/**
 * Asks a chatbot no more at once than it may be, and spares it questions that cannot succeed: none after a refused key
 * until the program is started again, none after a spent quota until the chatbot's next day begins or it says so, and none
 * for a while after five failures in a row. A failure for the moment is tried again once, unless all the time is over. What
 * only repeats the question counts as no words.
 */
export const guarded = Effect.fnUntraced(function* (chatbot: Chatbot) {
  const { chatbotRetry } = yield* Timing
  const { ask, atOnce } = chatbot
  const { answered, failed, limitReached, state } = yield* resting(chatbot)
  const { inTurn } = Turns.make(atOnce)

  const askUnlessResting = Effect.fnUntraced(function* (question: Question, aside: Aside) {
    const before = yield* state
    const trouble = troubleOf(before, yield* Clock.currentTimeMillis)
    if (trouble !== undefined) return passedOver(before.kind, trouble.kind)
    if (yield* aside.isRevoked) return { _tag: "Nothing" } satisfies Outcome
    return yield* ask(question, aside).pipe(
      Effect.catchIf(isWorthASecondTry, (first) =>
        Effect.delay(ask(question, aside), chatbotRetry).pipe(
          // it was asked, and this is what came of it
          Effect.catchTag("LimitReached", () => Effect.fail(first))
        )
      ),
      Effect.map((words) => outcomeOf(words, question)),
      Effect.zipLeft(answered(before)),
      Effect.catchTags({
        ChatbotFailure: (failure) => failed(before, failure),
        LimitReached: (reached) => limitReached(before, reached)
      })
    )
  })
  return {
    // by the time of its turn the chatbot may rest
    ask: (question: Question, aside: Aside): Effect.Effect<Outcome> =>
      inTurn(askUnlessResting(question, aside)),
    /** Why it is not asked now, if it is not. */
    trouble: Effect.zipWith(state, Clock.currentTimeMillis, troubleOf)
  } as const
})

const passedOver = (kind: ChatbotFailure["kind"], why: PassedOver): Outcome => ({
  _tag: "PassedOver",
  kind,
  why
})

/** A time-out held up the chat long enough, and who says when to come again means it. */
const isWorthASecondTry = (error: ChatbotFailure | LimitReached) =>
  error._tag === "ChatbotFailure" &&
  error.kind === "transient" &&
  error.rest === undefined &&
  error.code !== TIMED_OUT

/** Until when a chatbot is not asked. */
const restAfter = (
  { kind, rest }: ChatbotFailure,
  failuresInARow: number,
  time: { readonly now: number; readonly nextDay: number; readonly chatbotRest: Duration.Duration }
): State => {
  const after = (duration: Duration.Duration) => time.now + Duration.toMillis(duration)
  switch (kind) {
    case "configuration":
      return { kind, failuresInARow, restsUntil: Number.POSITIVE_INFINITY }
    case "quota":
      return { kind, failuresInARow, restsUntil: rest === undefined ? time.nextDay : after(rest) }
    case "our-bug":
      return { kind, failuresInARow, restsUntil: 0 }
    case "transient":
      if (rest !== undefined) return { kind, failuresInARow, restsUntil: after(rest) }
      return failuresInARow < FAILURES_AT_MOST
        ? { kind, failuresInARow, restsUntil: 0 }
        : // when it is asked again, one more failure is enough
          { kind, failuresInARow: FAILURES_AT_MOST - 1, restsUntil: after(time.chatbotRest) }
  }
}

/** What kind of trouble each failure that makes it rest is. */
const troubleKinds: Readonly<Record<ChatbotFailure["kind"], ChatbotTroubleKind>> = {
  configuration: "barred",
  quota: "spent",
  transient: "resting",
  "our-bug": "resting"
}

const troubleOf = ({ kind, restsUntil }: State, now: number): ChatbotTrouble | undefined =>
  now >= restsUntil
    ? undefined
    : { kind: troubleKinds[kind], until: Number.isFinite(restsUntil) ? restsUntil : null }

const complaint = "the chatbot gave no answer"

const rest = ({ restsUntil }: State, now: number) => {
  if (restsUntil === 0) return {}
  return { rests: Number.isFinite(restsUntil) ? Duration.format(restsUntil - now) : "until the next start" }
}

const outcomeOf = (words: Option.Option<string>, question: Question): Outcome =>
  Option.match(words, {
    onNone: () => ({ _tag: "Nothing" }),
    onSome: (text) => (text.trim() === question.text.trim() ? { _tag: "Nothing" } : { _tag: "Words", text })
  })

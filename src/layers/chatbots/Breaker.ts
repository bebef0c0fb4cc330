import { Clock, Duration, Effect, Option, Ref } from "effect"
import { type ChatbotFailure, type Question } from "../../domain/Chatbot.ts"
import { Timing } from "../../domain/Timing.ts"
import * as Turns from "../Turns.ts"

/** A chatbot as it is: asked once, it has words, none, or fails. */
export interface Chatbot {
  readonly name: string
  readonly ask: (question: Question) => Effect.Effect<Option.Option<string>, ChatbotFailure>
  /** At most so many questions are asked side by side, of as many chats. */
  readonly atOnce: number
  /** When its next day begins, with questions anew. Epoch milliseconds, as `now`. */
  readonly nextDay: (now: number) => number
}

/** What came of one question. A chatbot that rests fails without being asked. */
export type Outcome =
  | { readonly _tag: "Words"; readonly text: string }
  | { readonly _tag: "Nothing" }
  | { readonly _tag: "Failed"; readonly kind: ChatbotFailure["kind"] }

interface State {
  /** Epoch milliseconds; 0 while it may be asked. */
  readonly restsUntil: number
  readonly kind: ChatbotFailure["kind"]
  readonly failuresInARow: number
}

/** After so many failures for the moment in a row, a chatbot rests. */
const FAILURES_AT_MOST = 5

const awake: State = { restsUntil: 0, kind: "transient", failuresInARow: 0 }

/**
 * Asks a chatbot no more at once than it may be, and spares it questions that cannot succeed: none after a refused key
 * until the program is started again, none after a spent quota until the chatbot's next day begins, and none for a while
 * after five failures in a row. A failure for the moment is tried again once. What only repeats the question counts as
 * no words.
 */
export const guarded = Effect.fnUntraced(function* ({ ask, atOnce, name, nextDay }: Chatbot) {
  const { chatbotRest, chatbotRetry } = yield* Timing
  const state = yield* Ref.make(awake)
  const { inTurn } = Turns.make(atOnce)

  const restAfter = (failure: ChatbotFailure, now: number, failuresInARow: number): State => {
    const { kind } = failure
    switch (kind) {
      case "configuration":
        return { kind, failuresInARow, restsUntil: Number.POSITIVE_INFINITY }
      case "quota":
        return { kind, failuresInARow, restsUntil: nextDay(now) }
      case "our-bug":
        return { kind, failuresInARow, restsUntil: 0 }
      case "transient":
        return failuresInARow < FAILURES_AT_MOST
          ? { kind, failuresInARow, restsUntil: 0 }
          : // when it is asked again, one more failure is enough
            { kind, failuresInARow: FAILURES_AT_MOST - 1, restsUntil: now + Duration.toMillis(chatbotRest) }
    }
  }

  const failed = Effect.fnUntraced(function* (failure: ChatbotFailure) {
    const now = yield* Clock.currentTimeMillis
    const before = yield* Ref.get(state)
    const after = restAfter(failure, now, failure.kind === "transient" ? before.failuresInARow + 1 : 0)
    yield* Ref.set(state, after)
    const log = failure.kind === "configuration" ? Effect.logError(complaint) : Effect.logWarning(complaint)
    yield* Effect.annotateLogs(log, {
      chatbot: name,
      kind: failure.kind,
      code: failure.code,
      ...rest(after, now)
    })
    return { _tag: "Failed", kind: failure.kind } satisfies Outcome
  })

  const askUnlessResting = Effect.fnUntraced(function* (question: Question) {
    const { kind, restsUntil } = yield* Ref.get(state)
    if ((yield* Clock.currentTimeMillis) < restsUntil) {
      return { _tag: "Failed", kind } satisfies Outcome
    }
    return yield* ask(question).pipe(
      Effect.catchIf(
        (failure) => failure.kind === "transient",
        () => Effect.delay(ask(question), chatbotRetry)
      ),
      Effect.matchEffect({
        onFailure: failed,
        onSuccess: (words) => Effect.as(Ref.set(state, awake), outcomeOf(words, question))
      })
    )
  })
  // by the time of its turn the chatbot may rest
  return (question: Question) => inTurn(askUnlessResting(question))
})

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

import { Effect, Option, Redacted, Schema } from "effect"
import { type ChatbotFailure } from "../../domain/Chatbot.ts"
import * as Lenient from "../../domain/Lenient.ts"
import * as Wire from "../Wire.ts"
import { firstCharacters, replyOf } from "./ReplyText.ts"
import { failure, poster, type TulingQuestion } from "./TulingClient.ts"
import { TulingOptions } from "./TulingOptions.ts"

/** The manual's limit; their error for a longer text says 150. */
const maxCharacters = 128

const Result = Schema.Struct({
  resultType: Schema.String,
  /** One key, named like `resultType`; for news it is no string and counts as empty. */
  values: Schema.Struct({ text: Lenient.text, url: Lenient.text })
})

const Answer = Wire.json(
  Schema.Struct({
    intent: Schema.Struct({ code: Lenient.requiredInt }),
    /** Missing in some errors. */
    results: Lenient.list(Result)
  })
)

/** Codes from here on are answers. Below, `results` may hold a sentence for the operator: never for a chat. */
const firstSuccess = 10_000

/** They understood and have no answer: no result, no such function, and 0, which belongs to uploads. */
const noAnswer: ReadonlySet<number> = new Set([0, 5000, 6000])

const kindOf = (code: number): ChatbotFailure["kind"] => {
  switch (code) {
    case 4001:
    case 4002:
    case 4005:
    case 4007:
      return "configuration"
    case 4003:
    case 4500:
      return "quota"
    case 4000:
    case 4100:
    case 4400:
    case 4600:
    case 4602:
      return "our-bug"
    default:
      return "transient"
  }
}

/** The second version of Tuling's service. */
export class TulingV2 extends Effect.Service<TulingV2>()("http/TulingV2", {
  effect: Effect.gen(function* () {
    const { apiKey } = yield* TulingOptions
    const post = yield* poster("/openapi/api/v2", Answer)

    /** Its answer: all texts in order, then the links; none when it has nothing to say. */
    const ask = Effect.fn("TulingV2.ask")(function* (
      question: TulingQuestion
    ): Effect.fn.Return<Option.Option<string>, ChatbotFailure> {
      const { intent, results } = yield* post({
        reqType: 0,
        perception: { inputText: { text: firstCharacters(question.text, maxCharacters) } },
        userInfo: {
          apiKey: Redacted.value(apiKey),
          userId: question.userId,
          ...Option.match(question.groupId, { onNone: () => ({}), onSome: (groupId) => ({ groupId }) })
        }
      })
      if (noAnswer.has(intent.code)) return Option.none()
      if (intent.code < firstSuccess) return yield* failure(kindOf(intent.code), intent.code)
      const texts = results.filter(({ resultType }) => resultType === "text").map(({ values }) => values.text)
      const urls = results.filter(({ resultType }) => resultType === "url").map(({ values }) => values.url)
      return replyOf([...texts, ...urls])
    })

    return { ask } as const
  })
}) {}

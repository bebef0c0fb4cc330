import { Effect, type Option, Redacted, Schema } from "effect"
import { type ChatbotFailure } from "../../domain/Chatbot.ts"
import * as Lenient from "../../domain/Lenient.ts"
import * as Wire from "../Wire.ts"
import { lastCharacters, replyOf } from "./ReplyText.ts"
import { failure, poster, type TulingQuestion } from "./TulingClient.ts"
import { TulingOptions } from "./TulingOptions.ts"

/** Of a longer text only the end is sent: that is where the question mostly is. */
const maxCharacters = 30

/** Titles with links that go into a reply. */
const maxItems = 3

const Answer = Wire.json(
  Schema.Struct({
    code: Lenient.requiredInt,
    text: Lenient.text,
    /** With a link (code 200000). */
    url: Lenient.text,
    /** News (302000) call the title `article`, recipes (308000) `name`. */
    list: Lenient.list(Schema.Struct({ article: Lenient.text, name: Lenient.text, detailurl: Lenient.text }))
  })
)

/** Codes below 100000 are errors. `text` is then a sentence for the operator, which must never reach a chat. */
const kindOf = (code: number): ChatbotFailure["kind"] => {
  switch (code) {
    case 40001:
      return "configuration"
    case 40004:
      return "quota"
    case 40002:
    case 40007:
      return "our-bug"
    default:
      return "transient"
  }
}

/** The first version of Tuling's service. */
export class TulingV1 extends Effect.Service<TulingV1>()("http/TulingV1", {
  effect: Effect.gen(function* () {
    const { apiKey } = yield* TulingOptions
    const post = yield* poster("/openapi/api", Answer)

    /** Its answer, none when it has nothing to say. */
    const ask = Effect.fn("TulingV1.ask")(function* (
      question: TulingQuestion
    ): Effect.fn.Return<Option.Option<string>, ChatbotFailure> {
      const answer = yield* post({
        key: Redacted.value(apiKey),
        info: lastCharacters(question.text, maxCharacters),
        userid: question.userId
      })
      if (answer.code < 100_000) return yield* failure(kindOf(answer.code), answer.code)
      const items = answer.list.slice(0, maxItems)
      return replyOf([
        answer.text,
        answer.url,
        ...items.flatMap(({ article, detailurl, name }) => [article || name, detailurl])
      ])
    })

    return { ask } as const
  })
}) {}

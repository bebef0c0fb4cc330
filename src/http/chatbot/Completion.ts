import { Option, Predicate, Schema } from "effect"
import { type Answer } from "../../domain/Chatbot.ts"
import * as Lenient from "../../domain/Lenient.ts"
import * as Wire from "../Wire.ts"
import { withoutReasoning } from "./Reasoning.ts"

/*
 * An answer of `chat/completions`. The services that follow OpenAI leave out what they like, so that nothing is demanded:
 * what is missing is empty.
 */

const textOfPart = (part: unknown): string => {
  if (typeof part === "string") return part
  const isText = Predicate.hasProperty(part, "type") && part.type === "text"
  return isText && Predicate.hasProperty(part, "text") && typeof part.text === "string" ? part.text : ""
}

/** A text, or a list of parts of which those of text count; null where there is none. */
const Content = Schema.optionalWith(
  Schema.transform(Schema.Unknown, Schema.String, {
    strict: true,
    decode: (content) => (Array.isArray(content) ? content : [content]).map(textOfPart).join(""),
    encode: (text) => text
  }),
  { default: () => "" }
)

/** What a service calls a failure. Its message is a sentence for the operator, and not read. */
const Failure = Schema.Struct({
  code: Lenient.text,
  type: Lenient.text,
  status: Lenient.text,
  /** OpenRouter's: for what the question was refused. */
  metadata: Wire.maybe(Schema.Struct({ reasons: Lenient.list(Schema.String) }))
})
export type Failure = typeof Failure.Type

/** Some say only a sentence: it is not read either, but it is a failure. */
const AnyFailure = Schema.Union(
  Failure,
  Schema.transform(Schema.NonEmptyString, Schema.typeSchema(Failure), {
    strict: true,
    decode: () => ({ code: "", type: "", status: "", metadata: undefined }),
    encode: () => "failure"
  })
)

const Body = Schema.Struct({
  choices: Lenient.list(
    Schema.Struct({
      message: Wire.maybe(Schema.Struct({ content: Content })),
      finish_reason: Lenient.text,
      error: Wire.maybe(AnyFailure)
    })
  ),
  usage: Wire.maybe(
    Schema.Struct({
      total_tokens: Lenient.maybeInt,
      prompt_tokens: Lenient.maybeInt,
      completion_tokens: Lenient.maybeInt
    })
  ),
  error: Wire.maybe(AnyFailure),
  /** MiniMax's, 0 where all is well. */
  base_resp: Wire.maybe(Schema.Struct({ status_code: Lenient.int })),
  /** SiliconFlow and older vLLM put the words for a failure into no object of their own. */
  code: Lenient.text,
  type: Lenient.text
})
export type Body = typeof Body.Type

/** Gemini puts a failure into a list. */
export const Completion = Wire.json(
  Schema.Union(
    Body,
    Schema.transform(Schema.Tuple([Schema.Unknown], Schema.Unknown), Body, {
      strict: false,
      decode: ([first]) => first,
      encode: (body) => [body]
    })
  )
)

/** The answer was kept back because of what it says; Zhipu says `sensitive`. */
const keptBack: ReadonlySet<string> = new Set(["content_filter", "sensitive"])

const tokensOf = ({ usage }: Body): number | undefined => {
  if (usage === undefined) return undefined
  const { completion_tokens: completion, prompt_tokens: prompt, total_tokens: total } = usage
  const sum = prompt === undefined && completion === undefined ? undefined : (prompt ?? 0) + (completion ?? 0)
  const tokens = total ?? sum
  return tokens === undefined || tokens < 0 ? undefined : tokens
}

/** The words of the first choice without what the model thought, and what they cost. */
export const answerOf = (body: Body): Answer => {
  const choice = body.choices[0]
  const content = keptBack.has(choice?.finish_reason ?? "") ? "" : (choice?.message?.content ?? "")
  const text = withoutReasoning(content).trim()
  return {
    text: text === "" ? Option.none() : Option.some(text),
    isCutShort: choice?.finish_reason === "length",
    tokens: tokensOf(body)
  }
}

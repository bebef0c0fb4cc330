import { HttpServerRequest, HttpServerResponse } from "@effect/platform"
import { Clock, Effect, Option, Schema } from "effect"
import type { OpenaiAnswer } from "../world/answers/OpenaiAnswer.ts"
import { accepts, type Orders } from "../world/answers/Orders.ts"
import * as Recent from "../world/Recent.ts"
import { ChatMessage, type Prompted } from "../world/Records.ts"
import { World } from "../world/World.ts"
import { completion, type Prompt } from "./Completion.ts"
import { errorAnswer, malformed, wrongKey } from "./ErrorAnswer.ts"

const ID_LENGTH = 29

const orNull = <A, I>(schema: Schema.Schema<A, I>) =>
  Schema.optionalWith(Schema.NullOr(schema), { default: () => null })

/** What is understood of a body. Nothing is streamed. */
const Body = Schema.Struct({
  model: Schema.NonEmptyString,
  messages: Schema.NonEmptyArray(ChatMessage),
  temperature: orNull(Schema.Number.pipe(Schema.between(0, 2))),
  max_tokens: orNull(Schema.Int.pipe(Schema.positive())),
  stream: orNull(Schema.Literal(false))
})

const decode = Schema.decodeUnknown(Body)

const promptOf = ({ max_tokens, messages, model, temperature }: typeof Body.Type): Prompt => ({
  model,
  messages,
  temperature,
  maxTokens: max_tokens
})

const nothing: Prompt = { model: "", messages: [], temperature: null, maxTokens: null }

const keyOf = ({ headers }: HttpServerRequest.HttpServerRequest): string =>
  /^Bearer +(\S+)$/i.exec(headers["authorization"] ?? "")?.[1] ?? ""

/** The answer, and the orders that are left. The key is looked at first. */
const choose = (
  orders: Orders<OpenaiAnswer>,
  key: string,
  prompt: Option.Option<Prompt>
): readonly [OpenaiAnswer, Orders<OpenaiAnswer>] => {
  if (!accepts(orders, key)) return [wrongKey(key), orders]
  if (Option.isNone(prompt)) return [malformed, orders]
  const [next = {}, ...answers] = orders.answers
  return [next, { ...orders, answers }]
}

const write = (answer: OpenaiAnswer, prompt: Prompt) =>
  Effect.gen(function* () {
    const { ids, now } = yield* World
    const { error, status = 200 } = answer
    if (error !== undefined || status >= 400) return errorAnswer(status, error)
    const id = yield* ids.token(ID_LENGTH)
    const created = Math.floor((yield* now) / 1000)
    return HttpServerResponse.unsafeJson(completion(answer, prompt, { created, id }), { status })
  })

const withRetryAfter =
  ({ retryAfter, retryAsDate = false }: OpenaiAnswer) =>
  (response: HttpServerResponse.HttpServerResponse) =>
    Effect.gen(function* () {
      if (retryAfter === undefined) return response
      const { now } = yield* World
      const header = retryAsDate
        ? new Date((yield* now) + retryAfter * 1000).toUTCString()
        : String(retryAfter)
      return HttpServerResponse.setHeader(response, "retry-after", header)
    })

const lengthOf = ({ messages, model }: Prompted) =>
  messages.reduce((length, { content }) => length + content.length, model.length)

/** POST `/v1/chat/completions`: first the answers set through the control API, then its own. */
export const chatCompletions = Effect.gen(function* () {
  const { modify } = yield* World
  const request = yield* HttpServerRequest.HttpServerRequest
  const asked = yield* Effect.option(Effect.map(Effect.flatMap(request.json, decode), promptOf))
  const prompt = Option.getOrElse(asked, () => nothing)
  const at = yield* Clock.currentTimeMillis
  const answer = yield* modify((state) => {
    const [answer, openai] = choose(state.openai, keyOf(request), asked)
    const prompted: Prompted = {
      order: Recent.countOf(state.prompted) + 1,
      at,
      ...prompt,
      status: answer.status ?? 200
    }
    return [answer, { ...state, openai, prompted: Recent.withMore(state.prompted, [prompted], lengthOf) }]
  })
  yield* Effect.sleep(answer.delay ?? 0)
  return yield* Effect.flatMap(write(answer, prompt), withRetryAfter(answer))
})

import { HttpServerRequest, HttpServerResponse } from "@effect/platform"
import { Effect } from "effect"
import type { OpenaiAnswer } from "../world/answers/OpenaiAnswer.ts"
import type { Refusal } from "../world/Endpoints.ts"

type ErrorFields = NonNullable<OpenaiAnswer["error"]>

/** What services say with a status: OpenAI, and DeepSeek with 402. */
const usual: Readonly<Record<number, ErrorFields>> = {
  401: { message: "Incorrect API key provided.", code: "invalid_api_key" },
  402: { message: "Insufficient Balance", type: "unknown_error", code: "invalid_request_error" },
  403: {
    message: "Country, region, or territory not supported",
    type: "request_forbidden",
    code: "unsupported_country_region_territory"
  },
  404: { message: "The model does not exist.", code: "model_not_found" },
  429: { message: "Rate limit reached.", type: "requests", code: "rate_limit_exceeded" }
}

const ofClient: ErrorFields = { message: "The request is not valid.", type: "invalid_request_error" }
const ofServer: ErrorFields = { message: "The server had an error.", type: "server_error" }

const isError = (status: number) => status >= 400 && status <= 599

/** An answer that is an error. */
export const errorAnswer = (
  status: number,
  error: ErrorFields = {}
): HttpServerResponse.HttpServerResponse => {
  const {
    code = null,
    message,
    type
  } = {
    ...(isError(status) && status < 500 ? ofClient : ofServer),
    ...usual[status],
    ...error
  }
  return HttpServerResponse.unsafeJson({ error: { message, type, param: null, code } }, { status })
}

/** The last characters of a key, as services repeat it in their message. */
const masked = (key: string) =>
  "*".repeat(Math.max(0, key.length - 4)) + (key.length > 8 ? key.slice(-4) : "****")

/** How a key is refused. */
export const wrongKey = (key: string): OpenaiAnswer => ({
  status: 401,
  error: { message: `Incorrect API key provided: ${masked(key)}.` }
})

/** How a body is refused that asks for nothing. */
export const malformed: OpenaiAnswer = {
  status: 400,
  error: { message: "We could not understand the body of your request." }
}

/** Refuses a call by its HTTP status; by the code of an error under status 200 if the number is no such status. */
export const chatCompletionsRefusal: Refusal = (code) =>
  isError(code) ? errorAnswer(code) : errorAnswer(200, { code: String(code) })

/** Every other path below `/v1`. */
export const unknownUrl = Effect.map(HttpServerRequest.HttpServerRequest, ({ method, url }) =>
  errorAnswer(404, { message: `Invalid URL (${method} ${url})`, code: null })
)

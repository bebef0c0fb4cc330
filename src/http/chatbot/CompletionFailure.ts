import { Duration } from "effect"
import { ChatbotFailure } from "../../domain/Chatbot.ts"
import { type Body, type Failure } from "./Completion.ts"

/*
 * What a failure of an OpenAI-compatible service means: by the HTTP status, and by the words of those services that
 * say more with them. Their messages may repeat the question or a part of the key, and are never read.
 */

type Kind = ChatbotFailure["kind"]

/** The balance can be topped up at any time, which no service announces. */
const untilToppedUp = Duration.hours(1)

export const failure = (kind: Kind, code: string, rest?: Duration.Duration) =>
  new ChatbotFailure({ chatbot: "openai", kind, code, ...(rest === undefined ? {} : { rest }) })

/** Statuses of the 4xx that say nothing about how the robot is set up. */
const kindsOfStatus: Readonly<Record<number, Kind>> = {
  400: "our-bug",
  402: "quota",
  408: "transient",
  409: "transient",
  413: "our-bug",
  422: "our-bug",
  425: "transient",
  429: "transient"
}

/**
 * Any other status below 500 says that the key, the model or the address is wrong: a key refused, nothing found there,
 * a method, a form or a country not taken, a redirect. So would it be with the next question.
 */
const kindOfStatus = (status: number): Kind =>
  status >= 500 ? "transient" : (kindsOfStatus[status] ?? "configuration")

/**
 * OpenAI (429), Moonshot (429), Qwen (400), Volcengine (403), Gemini (429); the numbers are Zhipu's (429): arrears, and
 * the limits of a day, of some hours, of a week.
 */
const meansQuota =
  /^(?:insufficient_(?:quota|balance|credits?)|exceeded_current_quota_error|quota_exceeded|payment_required|Arrearage|AccountOverdueError|1113|1304|1308|1310)$/i

/** The question or the answer was not to their liking. Some tell it with a 403, which would otherwise bar the chatbot. */
const meansFilter = /content_?filter|data_?inspection|sensitive|moderation|safety/i

/** OpenAI (400): newer models take neither `max_tokens` nor a temperature. It is so with every question. */
const meansSettings = /^unsupported_(?:parameter|value)$/

/** Where a failure comes with status 200. */
const kindsOfWords: ReadonlyArray<readonly [RegExp, Kind]> = [
  [/api_?key|auth|permission|forbidden|not_?found|access_?denied/i, "configuration"],
  [/rate_?limit|too_?many/i, "transient"],
  [/invalid|bad_?request|too_?long|context_?length/i, "our-bug"]
]

const kindOfWords = (words: ReadonlyArray<string>): Kind =>
  kindsOfWords.find(([pattern]) => words.some((word) => pattern.test(word)))?.[1] ?? "transient"

/** An HTTP status that a service put into its words, as OpenRouter does when the model fails later. */
const statusIn = ({ code }: Failure): number | undefined =>
  /^[45]\d\d$/.test(code) ? Number(code) : undefined

/** What may stand in a log: a word, not a sentence. */
const isWord = (text: string) => /^[\w.-]{1,60}$/.test(text)

const restFor = (kind: Kind, told: Duration.Duration | undefined): Duration.Duration | undefined => {
  if (kind === "quota") return told ?? untilToppedUp
  return kind === "transient" ? told : undefined
}

const kindOf = (status: number | undefined, said: Failure, words: ReadonlyArray<string>): Kind => {
  const some = (pattern: RegExp) => words.some((word) => pattern.test(word))
  if (status !== undefined && status >= 500) return "transient"
  if (some(meansQuota)) return "quota"
  if (some(meansFilter) || (said.metadata?.reasons.length ?? 0) > 0) return "our-bug"
  if (some(meansSettings)) return "configuration"
  return status === undefined ? kindOfWords(words) : kindOfStatus(status)
}

/** The failure for this HTTP status, with what its body says of it. */
const failureOf = (status: number, said: Failure, told: Duration.Duration | undefined): ChatbotFailure => {
  const known = status >= 300 ? status : statusIn(said)
  const words = [said.code, said.status, said.type].filter(isWord)
  const kind = kindOf(known, said, words)
  const code = words.find((word) => word !== String(known)) ?? String(known ?? status)
  return failure(kind, code, restFor(kind, told))
}

/** MiniMax's codes, which come with status 200. */
const kindsOfMiniMax: Readonly<Record<number, Kind>> = {
  1004: "configuration",
  1008: "quota",
  1026: "our-bug",
  1027: "our-bug"
}

/** The failure that an answer is, whatever its status; undefined for one that is none. */
export const failureIn = (
  status: number,
  body: Body | undefined,
  rest: Duration.Duration | undefined
): ChatbotFailure | undefined => {
  const said = body?.error ?? body?.choices[0]?.error
  if (said !== undefined) return failureOf(status, said, rest)
  const miniMax = body?.base_resp?.status_code ?? 0
  if (miniMax !== 0) {
    const kind = kindsOfMiniMax[miniMax] ?? "transient"
    return failure(kind, String(miniMax), restFor(kind, rest))
  }
  if (status >= 200 && status < 300) return undefined
  return failureOf(
    status,
    { code: body?.code ?? "", type: body?.type ?? "", status: "", metadata: undefined },
    rest
  )
}

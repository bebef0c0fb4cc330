import { Duration } from "effect"
import { type HttpAnswer } from "../HttpExchange.ts"
import { headerOf } from "../Transport.ts"

/** Who asks for more is asked again all the same: by then it may be over. */
const longest = Duration.hours(1)

/** Milliseconds from now to a date, by the server's own clock where it tells the time. */
const untilDate = (date: string, serverSecond: number | undefined, now: number): number =>
  Date.parse(date) - (serverSecond === undefined ? now : serverSecond * 1000)

const number = /^\s*\d{1,12}(?:\.\d{1,6})?\s*$/

/**
 * For how long a service wants to be left alone, at most an hour: by `retry-after-ms`, which Azure and OpenAI send, else by
 * `retry-after` in seconds or as a date. Undefined when it does not tell, or the time is over.
 */
export const restIn = (
  answer: Pick<HttpAnswer, "headers"> & { readonly second: number | undefined },
  now: number
): Duration.Duration | undefined => {
  const inMillis = headerOf(answer, "retry-after-ms") ?? ""
  const after = headerOf(answer, "retry-after") ?? ""
  const millis = number.test(inMillis)
    ? Number(inMillis)
    : number.test(after)
      ? Number(after) * 1000
      : untilDate(after, answer.second, now)
  return millis > 0 ? Duration.min(Duration.millis(millis), longest) : undefined
}

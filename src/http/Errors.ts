import { Data } from "effect"

/**
 * No usable answer came. `delivered: "no"`: the request was certainly not carried out (connection refused, 5xx) and
 * may be sent again. `"unknown"`: it may have been carried out (time-out, reset); repeat it only if that does no harm.
 */
export class Unreachable extends Data.TaggedError("Unreachable")<{
  readonly endpoint: string
  /** A word such as ECONNREFUSED, "timed out", "status 502": never a URL or a piece of a body. */
  readonly reason: string
  readonly delivered: "no" | "unknown"
}> {
  override get message() {
    return `${this.endpoint}: no answer (${this.reason})`
  }
}

/**
 * An answer came in a shape that is not known. Asking the same again seldom helps. The request arrived, unless the
 * answer is `foreign`.
 */
export class BadAnswer extends Data.TaggedError("BadAnswer")<{
  readonly endpoint: string
  /** What is wrong and where, without a piece of the answer: that may be a secret. */
  readonly issue: string
  /** A page of HTML, or a status such as 404 or 302: maybe from somebody in between, such as a hotel's network. */
  readonly foreign?: true
}> {
  override get message() {
    return `${this.endpoint}: unreadable answer (${this.issue})`
  }
}

/** The service understood and said no: `BaseResponse.Ret`, the `retcode` of synccheck, the `ret` of the login page. */
export class Refused extends Data.TaggedError("Refused")<{
  readonly endpoint: string
  readonly code: number
}> {
  override get message() {
    return `${this.endpoint}: refused with ${this.code} (${meaning(this.code)})`
  }
}

export type EndpointError = Unreachable | BadAnswer | Refused

const meanings: Readonly<Record<number, string>> = {
  1: "bad argument",
  [-1]: "system error",
  [-2]: "logic error",
  [-14]: "ticket not valid",
  1100: "session ended",
  1101: "session not valid",
  1102: "cookies not valid",
  1200: "request not understood",
  1203: "this account may not use Web WeChat",
  1204: "not a friend",
  1205: "too frequent"
}

/** WeChat's code in words. */
export const meaning = (code: number): string => meanings[code] ?? "unknown code"

/** 1100, 1101, 1102 and -14 all mean the same to a caller: log in again. */
export const endsSession = (code: number): boolean => [1100, 1101, 1102, -14].includes(code)

export const isSessionEnd = (error: EndpointError): error is Refused =>
  error._tag === "Refused" && endsSession(error.code)

import { Cause, Clock, Effect, Exit, Option, Schema } from "effect"
import { RecordedLine } from "../../domain/RecordedExchange.ts"
import { type BadAnswer, type Unreachable } from "../Errors.ts"
import { type HttpAnswer, type HttpExchange, type HttpRequest } from "../HttpExchange.ts"
import { inflate } from "../Inflate.ts"
import { headerOf } from "../Transport.ts"
import { disguiseExchanges } from "./DisguiseExchange.ts"

/** Where a recording goes. */
export interface Recorder {
  /** Takes one line, without its end; whoever writes is not told how that went. */
  readonly write: (line: string) => Effect.Effect<void>
  /** Has something done, in the order of the calls, without waiting for it: to disguise many names takes a while. */
  readonly beside: (work: Effect.Effect<void>) => Effect.Effect<void>
}

const encode = Schema.encode(RecordedLine)

/** More than any answer that is read. */
const MAX_BYTES = 64 * 1024 * 1024

const whole = (answer: HttpAnswer) =>
  Effect.map(
    Effect.orElseSucceed(
      inflate(answer.bytes, headerOf(answer, "content-encoding") ?? "identity", MAX_BYTES),
      () => answer.bytes
    ),
    (bytes) => ({ ...answer, bytes })
  )

type Exited = Exit.Exit<HttpAnswer, Unreachable | BadAnswer>

const failureOf = (cause: Cause.Cause<Unreachable | BadAnswer>) =>
  Option.match(Cause.failureOption(cause), {
    onNone: () => "interrupted",
    onSome: (error) => (error._tag === "Unreachable" ? error.reason : error.issue)
  })

/** The same exchanges; of each a line is written at its end, in which nothing is anybody's. `key` makes the stand-ins. */
export const recording = (
  http: HttpExchange["Type"],
  key: string,
  { beside, write }: Recorder
): HttpExchange["Type"] => {
  const disguise = disguiseExchanges(key)

  const note = Effect.fnUntraced(
    function* (request: HttpRequest, exit: Exited, times: { readonly at: number; readonly millis: number }) {
      const answer = Exit.isSuccess(exit)
        ? disguise.answer(yield* whole(exit.value))
        : { failure: failureOf(exit.cause) }
      // cannot fail: it is made of texts and numbers
      yield* write(yield* Effect.orDie(encode({ ...times, ...disguise.request(request), answer })))
    },
    // whatever is wrong with a recording is no trouble of the robot's
    Effect.catchAllDefect(() => Effect.logWarning("an exchange with WeChat could not be recorded"))
  )

  return (request) =>
    Effect.flatMap(Clock.currentTimeMillis, (at) =>
      Effect.onExit(http(request), (exit) =>
        Effect.flatMap(Clock.currentTimeMillis, (now) =>
          beside(note(request, exit, { at, millis: now - at }))
        )
      )
    )
}

import { expect } from "@effect/vitest"
import { Effect } from "effect"
import { everyKind } from "./everyKind.ts"
import { start } from "../../../src/simulator/Simulator.ts"
import { until, untilSyncing } from "./inProcess.ts"
import { robotAt, run } from "./program.ts"
import { record } from "./recorder.ts"

/** In every text that is said, asked or answered. */
export const MARK = "between-you-and-me"

const settings = {
  ROBOT_CANNED_REPLIES: `canned ${MARK}`,
  ROBOT_FALLBACK_REPLY: `fallback ${MARK}`,
  ROBOT_REPLY_PREFIX: `prefix ${MARK} `,
  ROBOT_ALLOW: "李莉（同事）,一家人❤,王伟",
  ROBOT_QUIET_PERIOD: "0",
  ROBOT_GROUP_REPLY_PROBABILITY: "1",
  ROBOT_MEDIA_REPLY_PROBABILITY: "1",
  ROBOT_CHAT_REPLIES_PER_10_MINUTES: "0",
  ROBOT_SENDS_PER_MINUTE: "0"
}

const messages = everyKind((kind) => `${kind} ${MARK}`)

const countOf = (text: string, word: string) => text.split(word).length - 1

/**
 * The program lives through all that it could speak of: every kind of message, replies, calls that fail in every way,
 * a second log-in. Gives what went over the wire and what the program wrote.
 */
export const live = Effect.fnUntraced(function* (ROBOT_LOG_LEVEL: string, ROBOT_LOG_FORMAT: string) {
  const { control, origin } = yield* start({ echoSends: true })
  const { exchanges, fail, ...recorder } = yield* record(origin)
  const { stop, until: written } = yield* run([], {
    ...robotAt(recorder.origin),
    ...settings,
    ROBOT_LOG_LEVEL,
    ROBOT_LOG_FORMAT
  })
  yield* untilSyncing(control)
  yield* fail("webwxsync", (response, url) => response.end(`<html>${url.search} ${MARK}</html>`))
  yield* fail("webwxbatchgetcontact", (response) => response.destroy())
  yield* fail("webwxsendmsg", (response, url) =>
    response.writeHead(302, { location: `https://elsewhere.invalid/${url.search}` }).end(MARK)
  )
  yield* control.tuling({
    answers: [
      { code: 4007, text: MARK },
      { status: 500, text: MARK }
    ]
  })
  const MsgIds = yield* control.messages(messages)
  yield* written((output) => MsgIds.every((MsgId) => output.includes(MsgId)))
  yield* control.session({ retcode: 1101 })
  yield* until(control, ({ holding, sessions }) => sessions.length === 2 && holding.synccheck > 0)
  const [last = ""] = yield* control.messages([{ from: "me", text: `the last ${MARK}` }])
  // decided, and sent
  yield* written((output) => countOf(output, last) >= 2)
  const { exitCode, stderr, stdout } = yield* stop("SIGTERM")
  expect(exitCode).toBe(0)
  return { control, exchanges, MsgIds: [...MsgIds, last], stdout, written: stdout + stderr }
})

/** A full life that is over. */
export type FullLife = Effect.Effect.Success<ReturnType<typeof live>>

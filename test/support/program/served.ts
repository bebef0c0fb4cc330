import { connect } from "node:net"
import { Effect, Either, Layer, Option, Stream } from "effect"
import { Logout } from "../../../src/http/wechat/Logout.ts"
import { Activity } from "../../../src/layers/activity/Activity.ts"
import { ShownCode } from "../../../src/layers/activity/ShownCode.ts"
import { PageFiles } from "../../../src/layers/PageFiles.ts"
import { DataDirectory } from "../../../src/layers/disk/DataDirectory.ts"
import { MessagePages } from "../../../src/layers/journal/pages/MessagePages.ts"
import { LogOutput } from "../../../src/layers/logs/LogOutput.ts"
import { SettingRows } from "../../../src/layers/settings/Settings.ts"
import { served } from "../../../src/program/api/Api.ts"
import { PastAlerts } from "../../../src/program/owner/PastAlerts.ts"
import { RealFiles, settingsOf, temporaryDirectory } from "../layers/files.ts"
import { recording } from "../layers/output.ts"
import { addressIn } from "./addressIn.ts"
import { fakes } from "./fakes.ts"

/** A journal without a message. */
export const noMessages = MessagePages.of({
  find: () => Effect.succeedNone,
  page: () => Effect.succeed({ messages: [], next: undefined }),
  counts: () => Effect.succeed([])
})

/** All that the API stands on, with a robot that does nothing. */
export const surroundings = (environment: Readonly<Record<string, string>> = {}) =>
  Layer.mergeAll(
    Activity.layer,
    ShownCode.Default,
    Layer.succeed(PageFiles, { path: "src/page" }),
    PastAlerts.Default,
    Layer.succeed(MessagePages, noMessages),
    Layer.succeed(Logout, new Logout({ logout: () => Effect.succeed(true) })),
    Layer.scoped(
      DataDirectory,
      Effect.map(temporaryDirectory, (path) => ({ path }))
    ),
    Layer.succeed(LogOutput, {
      output: recording(),
      trouble: Stream.make(Option.none()),
      gaps: Stream.empty
    }),
    Layer.effect(
      SettingRows,
      Effect.map(settingsOf(environment), ({ rows, settings }) => {
        Either.getOrThrow(settings)
        return rows
      })
    )
  ).pipe(Layer.provideMerge(Layer.merge(RealFiles, fakes(environment))), Layer.orDie)

/** The API on a free port. */
export const running = Effect.gen(function* () {
  yield* served(0)
  return yield* addressIn((yield* DataDirectory).path)
})

/** What comes back for these very bytes, until the other side closes. */
export const sent = (port: number, text: string) =>
  Effect.async<string>((resume) => {
    let answer = ""
    const socket = connect(port, "127.0.0.1", () => socket.write(text))
    socket.setEncoding("utf8")
    socket.on("data", (piece: string) => (answer += piece))
    socket.on("error", () => {})
    socket.on("close", () => resume(Effect.succeed(answer)))
    return Effect.sync(() => socket.destroy())
  })

/** A request by hand: the first line, and headers besides Host. */
export const request = (line: string, headers: Readonly<Record<string, string>> = {}, body = "") =>
  [
    `${line} HTTP/1.1`,
    ...Object.entries({ Host: "127.0.0.1", Connection: "close", ...headers }).map(
      ([name, value]) => `${name}: ${value}`
    ),
    "",
    body
  ].join("\r\n")

/** What a robot on a free port answers to who asks for this with the token. */
export const asked = Effect.fnUntraced(function* (path: string) {
  const { port, token } = yield* running
  const answer = yield* sent(port, request(`GET ${path}`, { Authorization: `Bearer ${token}` }))
  return answer.slice(answer.indexOf("\r\n\r\n") + 4)
})

/** The status of an answer. */
export const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1])

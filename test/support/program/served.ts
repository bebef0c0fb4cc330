import { connect } from "node:net"
import { FileSystem } from "@effect/platform"
import { Effect, Either, Layer, Option, Schema, Stream } from "effect"
import { Logout } from "../../../src/http/wechat/Logout.ts"
import { Activity } from "../../../src/layers/activity/Activity.ts"
import { ShownCode } from "../../../src/layers/activity/ShownCode.ts"
import { DataDirectory } from "../../../src/layers/disk/DataDirectory.ts"
import { MessagePages } from "../../../src/layers/journal/pages/MessagePages.ts"
import { LogOutput } from "../../../src/layers/logs/LogOutput.ts"
import { SettingRows } from "../../../src/layers/settings/Settings.ts"
import { served } from "../../../src/program/api/Api.ts"
import { RealFiles, settingsOf, temporaryDirectory } from "../layers/files.ts"
import { recording } from "../layers/output.ts"
import { fakes } from "./fakes.ts"

/** A journal without a message. */
const noMessages = Layer.succeed(MessagePages, {
  find: () => Effect.succeedNone,
  page: () => Effect.succeed({ messages: [], next: undefined }),
  counts: () => Effect.succeed([])
})

/** All that the API stands on, with a robot that does nothing. */
export const surroundings = (environment: Readonly<Record<string, string>> = {}) =>
  Layer.mergeAll(
    Activity.layer,
    ShownCode.Default,
    noMessages,
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

const decodeAddress = Schema.decode(
  Schema.parseJson(Schema.Struct({ address: Schema.String, token: Schema.String }))
)

/** The address and the token that a robot left in its data directory. */
export const addressIn = Effect.fnUntraced(function* (directory: string) {
  const fs = yield* FileSystem.FileSystem
  const { address, token } = yield* Effect.flatMap(fs.readFileString(`${directory}/http.json`), decodeAddress)
  return { address, token, port: Number(new URL(address).port) }
})

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

/** The status of an answer. */
export const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1])

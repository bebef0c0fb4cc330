import { FetchHttpClient, HttpApiClient, HttpClient, HttpClientRequest } from "@effect/platform"
import { Effect, Layer, Option, Stream } from "effect"
import { RobotApi } from "../../../src/program/api/contract/RobotApi.ts"
import { start } from "../../../src/simulator/Simulator.ts"
import { RealFiles } from "../layers/files.ts"
import { addressIn } from "../program/addressIn.ts"
import { untilSyncing } from "./inProcess.ts"
import { directory, run, tireless } from "./program.ts"

/** What a client of the API stands on. */
export const online = Layer.merge(FetchHttpClient.layer, RealFiles)

/** A client of the API of the robot that keeps its data in this directory. */
export const clientIn = Effect.fnUntraced(function* (data: string) {
  const { address, token } = yield* addressIn(data)
  const withToken = HttpClient.mapRequest(HttpClientRequest.bearerToken(token))
  const http = HttpClient.mapRequest(
    yield* HttpClient.HttpClient,
    HttpClientRequest.prependUrl(address.slice(0, -1))
  )
  const api = yield* HttpApiClient.make(RobotApi, {
    baseUrl: address,
    transformClient: (client) => withToken(client)
  })
  return { address, api, http: withToken(http), token }
})

/** A robot that is logged in at a simulator, with a client of its API. */
export const robotWithClient = Effect.fnUntraced(function* (
  environment: Readonly<Record<string, string>> = {}
) {
  const { control, origin } = yield* start()
  const data = yield* directory
  const robot = yield* run([], {
    ...tireless(origin, data),
    ROBOT_GROUP_REPLY_PROBABILITY: "1",
    ...environment
  })
  yield* untilSyncing(control)
  return { control, data, robot, ...(yield* clientIn(data)) }
})

/** The events of the API after an id, until one of them is so. */
export const eventsUntil = (
  http: HttpClient.HttpClient,
  lastEventId: Option.Option<string>,
  isSo: (event: string) => boolean
) =>
  http
    .get("/api/events", {
      headers: Option.match(lastEventId, { onNone: () => ({}), onSome: (id) => ({ "last-event-id": id }) })
    })
    .pipe(
      Effect.map(({ stream }) => stream),
      Stream.unwrap,
      Stream.decodeText(),
      Stream.splitLines,
      Stream.takeUntil(isSo),
      Stream.runCollect,
      Effect.map((lines) => Array.from(lines))
    )

import { join } from "node:path"
import {
  FileSystem,
  HttpBody,
  HttpClient,
  HttpClientRequest,
  HttpServerRequest,
  HttpServerResponse
} from "@effect/platform"
import { Effect, Schema } from "effect"
import { ADDRESS_FILE, AddressFile } from "../../program/api/contract/AddressFile.ts"
import { resetConnection } from "../../simulator/faults/ResetConnection.ts"

/** What the robot is told of the browser's request. */
const PASSED_ON = ["content-type", "last-event-id"] as const

/** Where the robot is now, if it is: a robot that was started again is at another port. */
const robotNow = Effect.fnUntraced(function* (directory: string) {
  const fs = yield* FileSystem.FileSystem
  const content = yield* fs.readFileString(join(directory, ADDRESS_FILE))
  return yield* Schema.decode(AddressFile)(content)
})

const bodyOf = (request: HttpServerRequest.HttpServerRequest) =>
  request.method === "POST"
    ? Effect.map(request.arrayBuffer, (bytes) => HttpBody.uint8Array(new Uint8Array(bytes)))
    : Effect.succeed(HttpBody.empty)

/**
 * Asks the robot whose data directory this is, with its token, which no browser gets to see. Where no robot answers, the
 * browser gets no answer either, as it would from the robot itself.
 */
export const forward = (directory: string) =>
  Effect.gen(function* () {
    const request = yield* HttpServerRequest.HttpServerRequest
    const { address, token } = yield* robotNow(directory)
    const url = new URL(request.url, address)
    if (!url.pathname.startsWith("/api/")) return HttpServerResponse.empty({ status: 404 })
    const passed = PASSED_ON.flatMap((name) => {
      const value = request.headers[name]
      return value === undefined ? [] : [[name, value] as const]
    })
    const answer = yield* HttpClientRequest.make(request.method)(url).pipe(
      HttpClientRequest.setBody(yield* bodyOf(request)),
      HttpClientRequest.setHeaders(passed),
      HttpClientRequest.bearerToken(token),
      HttpClient.execute
    )
    const contentType = answer.headers["content-type"] ?? "application/octet-stream"
    return HttpServerResponse.stream(answer.stream, { status: answer.status, contentType })
  }).pipe(Effect.catchAll(() => resetConnection))

import { HttpBody, HttpServerResponse } from "@effect/platform"
import { Array, Effect, Stream } from "effect"
import { World } from "../world/World.ts"

const GARBAGE_BYTES = 64

const PAGE = `<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>上网认证</title></head><body><p>请先登录网络。</p></body></html>
`

/** An answer of random bytes, with the content type of a real one. */
export const garbage = ({ random }: World) =>
  Effect.map(Effect.replicateEffect(random.nextIntBetween(0, 256), GARBAGE_BYTES), (bytes) =>
    HttpServerResponse.uint8Array(Uint8Array.from(bytes), { contentType: "text/plain" })
  )

/** An answer without a body. */
export const empty = HttpServerResponse.empty({ status: 200 })

/** A page of HTML, such as a hotel's network sends instead of every answer. */
export const html = HttpServerResponse.html(PAGE)

// every service here answers with bytes, or with nothing
const bytesOf = ({ body }: HttpServerResponse.HttpServerResponse) =>
  body._tag === "Uint8Array" ? body.body : new Uint8Array()

/** The answer in this many pieces, or byte by byte: the first at once, each other after a pause in milliseconds. */
export const drip =
  (pause: number, pieces: number | undefined) => (response: HttpServerResponse.HttpServerResponse) => {
    const bytes = bytesOf(response)
    const size = pieces === undefined ? 1 : Math.ceil(bytes.length / pieces)
    const [first, ...others] = Array.chunksOf(bytes, size)
    const slowly = Stream.mapEffect(Stream.fromIterable(others), (piece) =>
      Effect.delay(Effect.succeed(piece), pause)
    )
    const stream = Stream.concat(Stream.fromIterable(first === undefined ? [] : [first]), slowly)
    const body = HttpBody.stream(
      Stream.map(stream, (piece) => Uint8Array.from(piece)),
      response.body.contentType,
      bytes.length
    )
    return HttpServerResponse.setBody(response, body)
  }

/** Matches a field of JSON that holds a string, up to its closing quote. */
const stringField = (field: string) => new RegExp(`"${field}":"(?:[^"\\\\]|\\\\.)*(?=")`, "g")

/** The answer with a raw control character in each string of a field; in the first string when no field is named. */
export const controlCharacter =
  (field: string | undefined) => (response: HttpServerResponse.HttpServerResponse) =>
    Effect.gen(function* () {
      const { random } = yield* World
      const character = String.fromCharCode(yield* random.nextIntBetween(0, 32))
      let strings = 0
      const text = new TextDecoder()
        .decode(bytesOf(response))
        .replaceAll(stringField(field ?? "\\w+"), (string) =>
          field === undefined && strings++ > 0 ? string : string + character
        )
      return HttpServerResponse.setBody(response, HttpBody.text(text, response.body.contentType))
    })

const halfOf = (bytes: Uint8Array) => bytes.subarray(0, bytes.length / 2)

/** Half of the answer under the length of the whole; the connection ends after it. */
export const truncated = (response: HttpServerResponse.HttpServerResponse) => {
  const bytes = bytesOf(response)
  // an empty answer is announced as one byte, so that it is cut short, too
  const announced = Math.max(1, bytes.length)
  return HttpServerResponse.setBody(
    response,
    HttpBody.stream(Stream.make(halfOf(bytes)), response.body.contentType, announced)
  ).pipe(HttpServerResponse.setHeader("connection", "close"))
}

/** Half of the answer under its own length, so that HTTP does not tell that the rest is missing. */
export const half = (response: HttpServerResponse.HttpServerResponse) =>
  HttpServerResponse.setBody(
    response,
    HttpBody.uint8Array(halfOf(bytesOf(response)), response.body.contentType)
  )

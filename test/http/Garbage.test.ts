import { describe, expect, it } from "@effect/vitest"
import { Cause, Effect, Exit, FastCheck as fc, Logger, LogLevel, Option, Runtime } from "effect"
import { deflateRawSync, deflateSync, gzipSync } from "node:zlib"
import { answers, mark } from "../support/http/answers.ts"
import { calls, type Endpoint, endpoints, type World, world } from "../support/http/calls.ts"
import { FakeHttp } from "../support/http/FakeHttp.ts"
import { spoiltTree } from "../support/http/spoil.ts"

/** What a server may send. */
interface Sent {
  readonly body: Uint8Array<ArrayBuffer>
  readonly headers: Readonly<Record<string, string>>
}

const encoder = new TextEncoder()
const plain = (text: string): Sent => ({ body: encoder.encode(text), headers: {} })

/** Runs a call against all that a server may send: a value comes out, or a tagged error; neither error nor log quotes it. */
const survives = (
  call: Effect.Effect<unknown, { readonly _tag: string }, World>,
  sent: fc.Arbitrary<Sent>
) => {
  const answer = { now: plain("") }
  const http = new FakeHttp(() => new Response(answer.now.body, { headers: answer.now.headers }))
  const lines: Array<string> = []
  const logger = Logger.map(Logger.jsonLogger, (line) => lines.push(line))
  return Effect.gen(function* () {
    const run = Runtime.runPromiseExit(yield* Effect.runtime<World>())
    const holds = fc.asyncProperty(sent, async (sent) => {
      answer.now = sent
      lines.length = 0
      const exit = await run(call)
      expect(lines.length).toBeGreaterThan(0)
      expect(lines.join()).not.toContain(mark)
      if (Exit.isSuccess(exit)) return
      const error = Cause.failureOption(exit.cause)
      expect(Option.map(error, ({ _tag }) => _tag)).toSatisfy(Option.isSome<string>)
      expect(Cause.isDie(exit.cause)).toBe(false)
      expect(Cause.pretty(exit.cause) + JSON.stringify(error)).not.toContain(mark)
    })
    yield* Effect.promise(() => fc.assert(holds))
  }).pipe(
    Effect.provide(world(http)),
    Effect.provide([Logger.replace(Logger.defaultLogger, logger), Logger.minimumLogLevel(LogLevel.All)])
  )
}

const faithful = (endpoint: Endpoint) => answers[endpoint].write(answers[endpoint].tree)

describe("a faithful answer", () => {
  for (const endpoint of endpoints) {
    it.effect(`is read by ${endpoint}`, () =>
      Effect.gen(function* () {
        const exit = yield* Effect.exit<unknown, unknown, World>(calls[endpoint])
        expect(Exit.isSuccess(exit)).toBe(true)
      }).pipe(Effect.provide(world(new FakeHttp(() => new Response(faithful(endpoint))))))
    )
  }
})

/** Some answer with a part cut out or replaced. */
const spoiltText = fc
  .tuple(fc.constantFrom(...endpoints.map(faithful)), fc.nat(300), fc.nat(40), fc.string({ unit: "binary" }))
  .map(([text, at, length, junk]) => text.slice(0, at) + junk + text.slice(at + length))

const bytes = fc
  .uint8Array({ maxLength: 200 })
  .map((junk) => Uint8Array.from([...encoder.encode(mark), ...junk]))

/** A body with a byte of it turned into another. */
const oneByteOff = (body: Uint8Array) =>
  fc
    .tuple(fc.nat(), fc.nat(255))
    .map(([at, value]) => Uint8Array.from(body).fill(value, at % body.length, (at % body.length) + 1))

const packed = fc
  .constantFrom(...endpoints.map(faithful))
  .chain((text) => fc.constantFrom(gzipSync(text), deflateSync(text), deflateRawSync(text)))
  .chain((body) =>
    fc.oneof(
      oneByteOff(body),
      fc.nat(body.length).map((length) => Uint8Array.from(body.subarray(0, length)))
    )
  )

const anyBytes = fc
  .tuple(fc.oneof(bytes, packed), fc.constantFrom("identity", "gzip", "deflate", "br", mark))
  .map(([body, encoding]): Sent => ({ body, headers: { "content-encoding": encoding } }))

const anyText = fc.oneof(
  spoiltText,
  fc.string({ unit: "binary" }).map((text) => mark + text),
  fc.json(),
  fc.json().map((text) => `{"${mark}":${text}}`)
)

describe("whatever the answer", () => {
  for (const endpoint of endpoints) {
    it.effect(`${endpoint} survives any text`, () => survives(calls[endpoint], anyText.map(plain)))

    it.effect(`${endpoint} survives any bytes`, () => survives(calls[endpoint], anyBytes))

    it.effect(`${endpoint} survives an answer of its own with something else in it`, () =>
      survives(calls[endpoint], spoiltTree(answers[endpoint].tree, answers[endpoint].write).map(plain))
    )
  }
})

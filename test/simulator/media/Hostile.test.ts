import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, TestClock } from "effect"
import { type ClientRequest, request } from "node:http"
import { connect } from "node:net"
import { bytesOf, form, md5, openMedia } from "../../support/simulator/Media.ts"

const MEBI = 1024 * 1024
const PATH = "/cgi-bin/mmwebwx-bin/webwxuploadmedia"

interface Reply {
  readonly status: number
  readonly text: string
}

/** A POST of its own connection, written piece by piece: its body need not become what its head says. */
const posting = (origin: string, headers: Readonly<Record<string, string>>, path = PATH) =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const post = request(new URL(path, origin), { method: "POST", agent: false, headers })
      const reply = new Promise<Reply | "cut">((resolve) => {
        post.on("error", () => resolve("cut"))
        post.on("response", (response) => {
          let text = ""
          response.setEncoding("utf8").on("data", (piece: string) => (text += piece))
          response.on("end", () => resolve({ status: response.statusCode ?? 0, text }))
          response.on("error", () => resolve("cut"))
        })
      })
      post.flushHeaders()
      return { post, reply: Effect.promise(() => reply) }
    }),
    ({ post }) => Effect.sync(() => post.destroy())
  )

/** Writes a piece; done as soon as there is room for more. */
const write = (post: ClientRequest, piece: Uint8Array) =>
  Effect.async<void>((resume) => {
    if (post.destroyed || post.write(piece)) return resume(Effect.void)
    const done = () => {
      post.off("drain", done).off("close", done)
      resume(Effect.void)
    }
    post.on("drain", done).on("close", done)
  })

/** A chunk of a body without announced length. */
const CHUNK = Buffer.concat([Buffer.from("100000\r\n"), Buffer.alloc(MEBI), Buffer.from("\r\n")])

/** Writes so many chunks and only then takes the answer, which has come long before. */
const pour = (origin: string, chunks: number, between: () => void) =>
  Effect.acquireUseRelease(
    Effect.sync(() => connect({ host: "127.0.0.1", port: Number(new URL(origin).port) })),
    (socket) =>
      Effect.gen(function* () {
        socket.write(
          `POST ${PATH} HTTP/1.1\r\nhost: a\r\ncontent-type: multipart/form-data; boundary=x\r\n` +
            "transfer-encoding: chunked\r\n\r\n"
        )
        for (let written = 0; written < chunks; written += 1) {
          yield* Effect.async<void>((resume) => {
            if (socket.write(CHUNK)) resume(Effect.void)
            else socket.once("drain", () => resume(Effect.void))
          })
          between()
        }
        socket.write("0\r\n\r\n")
        return yield* Effect.async<string>((resume) => {
          socket.once("data", (answer) => resume(Effect.succeed(answer.toString())))
        })
      }),
    (socket) => Effect.sync(() => socket.destroy())
  )

const multipart = { "content-type": "multipart/form-data; boundary=x" }

describe("a piece of a wrong length", () => {
  const request_ = (json: string, total: number | string) =>
    json.replace(/"TotalLen":\d+/, `"TotalLen":${JSON.stringify(total)}`)
  const wrongs: ReadonlyArray<readonly [string, Readonly<Record<string, string>>, number | string]> = [
    ["more than was announced", {}, 9],
    ["less than was announced", {}, 11],
    ["nothing announced", {}, 0],
    ["less than nothing announced", {}, -1],
    ["a gigabyte announced", {}, 1_000_000_000],
    ["no number announced", {}, "ten"],
    ["a last piece without the others", { chunk: "1", chunks: "2" }, 10],
    ["a piece behind the last", { chunk: "2", chunks: "2" }, 10],
    ["pieces without number", { chunk: "a", chunks: "b" }, 10],
    ["more pieces than there can be", { chunk: "0", chunks: "1000000000" }, 10],
    ["no JSON", { uploadmediarequest: "{" }, 10]
  ]
  for (const [what, changed, total] of wrongs) {
    it.scoped(`is refused, and nothing of it is kept: ${what}`, () =>
      Effect.gen(function* () {
        const { control, fields, keys, piece } = yield* openMedia()
        const right = fields(keys, 10, "1")
        const uploadmediarequest = request_(right.uploadmediarequest, total)
        const answer = yield* piece(form({ ...right, uploadmediarequest, ...changed }, "a", bytesOf(10)))
        expect(answer).toMatchObject({ BaseResponse: { Ret: 1, ErrMsg: "" }, MediaId: "" })
        expect((yield* control.state()).held).toBe(0)
        expect(yield* control.uploads()).toEqual([])
      })
    )
  }
})

describe("a form that is not whole", () => {
  const head = '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n'
  for (const [what, body] of [
    ["half a part", `${head}abc`],
    ["a part without the end of the form", `${head}abc\r\n--x`],
    ["a head without an end", '--x\r\ncontent-disposition: form-data; name="a"'],
    ["a part without a name", "--x\r\n\r\n\r\nabc\r\n--x--\r\n"],
    [
      "parts without end",
      `--x${'\r\ncontent-disposition: form-data; name="a"\r\n\r\na\r\n--x'.repeat(1000)}--`
    ],
    ["nothing", ""]
  ] as const) {
    it.scoped(`is refused: ${what}`, () =>
      Effect.gen(function* () {
        const { origin } = yield* openMedia()
        const { post, reply } = yield* posting(origin, multipart)
        post.end(body)
        expect(yield* reply).toEqual({ status: 400, text: "the form is not all there" })
      })
    )
  }

  it.scoped("is given up after a minute", () =>
    Effect.gen(function* () {
      const { control, origin } = yield* openMedia()
      const { post, reply } = yield* posting(origin, { ...multipart, "content-length": "1000" })
      yield* write(post, new Uint8Array(10))
      const before = yield* control.requests()
      // a round trip: the upload is being read by then
      yield* control.requests({ after: before.length, wait: 0 })
      const answered = yield* Effect.fork(reply)
      yield* TestClock.adjust("60 seconds").pipe(
        Effect.repeat({ until: () => answered.unsafePoll() !== null })
      )
      expect(yield* Fiber.join(answered)).toEqual({ status: 408, text: "the form took too long" })
    })
  )

  it.scoped("ends with its client, and leaves nothing behind", () =>
    Effect.gen(function* () {
      const { control, origin, upload } = yield* openMedia()
      const before = yield* control.requests()
      const { post } = yield* posting(origin, { ...multipart, "content-length": String(MEBI) })
      yield* write(post, new Uint8Array(MEBI / 2))
      post.destroy()
      const [ended] = yield* control
        .requests({ after: before.length, wait: 60_000 })
        .pipe(Effect.withClock(yield* Effect.clock))
      expect(ended).toMatchObject({ endpoint: "webwxuploadmedia" })
      expect((yield* control.state()).held).toBe(0)
      expect((yield* upload("a", bytesOf(5))).at(-1)).toMatchObject({ BaseResponse: { Ret: 0 } })
    })
  )
})

describe("an upload of a gigabyte", () => {
  it.scoped("is refused at once when it is announced", () =>
    Effect.gen(function* () {
      const { origin } = yield* openMedia()
      const { reply } = yield* posting(origin, { ...multipart, "content-length": String(1024 * MEBI) })
      expect(yield* reply).toEqual({ status: 413, text: "the body is too large" })
    })
  )

  it.scoped("is refused when it just comes, and nothing of it is kept however much comes", () =>
    Effect.gen(function* () {
      const { control, origin, upload } = yield* openMedia()
      const before = process.memoryUsage().arrayBuffers
      const most = { bytes: before }
      // this client writes all of it before it looks at the answer
      const answer = yield* pour(origin, 1024, () => {
        most.bytes = Math.max(most.bytes, process.memoryUsage().arrayBuffers)
      })
      expect(answer).toMatch(/^HTTP\/1\.1 413 .*the form is too large$/s)
      expect(most.bytes - before).toBeLessThan(64 * MEBI)
      expect((yield* control.state()).held).toBe(0)
      expect((yield* upload("a", bytesOf(5))).at(-1)).toMatchObject({ BaseResponse: { Ret: 0 } })
    })
  )

  it.scoped("is no text either", () =>
    Effect.gen(function* () {
      const { origin } = yield* openMedia()
      for (const path of ["/cgi-bin/mmwebwx-bin/webwxsendmsg", "/v1/chat/completions", "/control/messages"]) {
        const { reply } = yield* posting(origin, { "content-length": String(1024 * MEBI) }, path)
        expect(yield* reply).toEqual({ status: 413, text: "the body is too large" })
      }
      const { post, reply } = yield* posting(origin, {}, "/cgi-bin/mmwebwx-bin/webwxsendmsg")
      for (let written = 0; written < 16; written += 1) yield* write(post, new Uint8Array(MEBI).fill(32))
      expect(yield* reply).toBe("cut")
    })
  )
})

describe("uploads that are stuck", () => {
  it.scoped(
    "make room for others when they are more than goes in: the one that takes longest is refused",
    () =>
      Effect.gen(function* () {
        const { origin, upload } = yield* openMedia()
        const stuck = yield* Effect.forEach(Array.from({ length: 5 }), () =>
          Effect.gen(function* () {
            const { post, reply } = yield* posting(origin, {
              ...multipart,
              "content-length": String(8 * MEBI)
            })
            for (let written = 0; written < 7; written += 1) yield* write(post, new Uint8Array(MEBI))
            return yield* Effect.fork(reply)
          })
        )
        expect((yield* upload("a", bytesOf(500_000))).at(-1)).toMatchObject({ BaseResponse: { Ret: 0 } })
        expect(yield* Effect.raceAll(stuck.map(Fiber.join))).toEqual({
          status: 503,
          text: "too much comes at once"
        })
        expect(stuck.filter((one) => one.unsafePoll() === null)).toHaveLength(4)
      })
  )
})

describe("beside 200 polls that are held and 200 uploads that are stuck", () => {
  it.scoped("an upload is taken, and every poll still learns of a message", () =>
    Effect.gen(function* () {
      const { browser, control, first, keys, origin, mediaId } = yield* openMedia()
      const polls = yield* Effect.fork(
        Effect.all(
          Array.from({ length: 200 }, () => browser.check(keys, first.SyncCheckKey)),
          { concurrency: "unbounded" }
        )
      )
      const held = (after: number): Effect.Effect<number> =>
        Effect.flatMap(control.state({ after, wait: 1000 }), ({ holding, revision }) =>
          holding.synccheck === 200 ? Effect.succeed(revision) : held(revision)
        )
      yield* held(-1)
      for (let stuck = 0; stuck < 200; stuck += 1) {
        const { post } = yield* posting(origin, { ...multipart, "content-length": String(MEBI) })
        yield* write(post, new Uint8Array(200 * 1024))
      }
      const file = bytesOf(1_500_000)
      const MediaId = yield* mediaId("a", file)
      expect(md5(yield* control.media({ of: MediaId }))).toBe(md5(file))
      yield* control.messages([{ from: "lili", text: "在吗" }])
      const answers = yield* Fiber.join(polls)
      expect(new Set(answers)).toEqual(new Set(['window.synccheck={retcode:"0",selector:"2"}']))
    })
  )
})

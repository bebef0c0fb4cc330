import { HttpClient } from "@effect/platform"
import { NodeHttpClient } from "@effect/platform-node"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import type { MessageInput } from "../../../src/simulator/control/ControlInput.ts"
import { bytesOf, md5, openMedia } from "../../support/simulator/Media.ts"

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex")
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1")

/** A message of somebody, as the client fetched it, and the calls for what belongs to it. */
const received = (input: MessageInput) =>
  Effect.gen(function* () {
    const opened = yield* openMedia()
    const [MsgId = ""] = yield* opened.control.messages([input])
    const { AddMsgList } = yield* opened.browser.sync(opened.keys, opened.first.SyncKey)
    const [message] = AddMsgList
    return { ...opened, MsgId, message }
  })

const all = { range: "bytes=0-" }

describe("a picture of somebody else", () => {
  it.scoped("is a JPEG of the length that its message names, and smaller as type=slave", () =>
    Effect.gen(function* () {
      const { control, fetch, message, MsgId } = yield* received({
        from: "lili",
        kind: "picture",
        size: 70_001
      })
      expect(message?.Content).toContain("70001")
      for (const params of [{ MsgID: MsgId }, { msgid: MsgId, type: "big" }] as const) {
        const { bytes, headers } = yield* fetch("webwxgetmsgimg", params)
        expect([headers["content-type"], bytes.length]).toEqual(["image/jpeg", 70_001])
        expect(hex(bytes)).toMatch(/^ffd8ffe000104a464946.*ffd9$/)
        expect(md5(yield* control.media({ of: MsgId }))).toBe(md5(bytes))
      }
      const small = yield* fetch("webwxgetmsgimg", { MsgID: MsgId, type: "slave" })
      expect(hex(small.bytes)).toMatch(/^ffd8.*ffd9$/)
      expect(small.bytes.length).toBeLessThan(70_001)
    })
  )

  it.scoped("differs from another one, and is the same each time", () =>
    Effect.gen(function* () {
      const { control, fetch, MsgId } = yield* received({ from: "lili", kind: "picture" })
      const [other = ""] = yield* control.messages([{ from: "lili", kind: "picture" }])
      const picture = (MsgID: string) => fetch("webwxgetmsgimg", { MsgID })
      const { bytes } = yield* picture(MsgId)
      expect((yield* picture(MsgId)).bytes).toEqual(bytes)
      expect((yield* picture(other)).bytes).not.toEqual(bytes)
    })
  )

  it.scoped("can be just the bytes that the control API was given", () =>
    Effect.gen(function* () {
      const bytes = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, ...bytesOf(500)])
      const { fetch, message, MsgId } = yield* received({ from: "lili", kind: "picture", bytes })
      expect(message?.Content).toContain("504")
      const fetched = yield* fetch("webwxgetmsgimg", { MsgID: MsgId, pass_ticket: "undefined" })
      expect(fetched.headers["content-type"]).toBe("image/png")
      expect(fetched.bytes).toEqual(bytes)
    })
  )
})

describe("a sticker, a voice and a video of somebody else", () => {
  it.scoped("are a GIF, an MP3 and an MP4", () =>
    Effect.gen(function* () {
      const sticker = yield* received({ from: "lili", kind: "sticker" })
      const gif = yield* sticker.fetch("webwxgetmsgimg", { MsgID: sticker.MsgId })
      expect([gif.headers["content-type"], text(gif.bytes).slice(0, 6), gif.bytes.at(-1)]).toEqual([
        "image/gif",
        "GIF89a",
        0x3b
      ])
      const voice = yield* received({ from: "lili", kind: "voice" })
      const mp3 = yield* voice.fetch("webwxgetvoice", { msgid: voice.MsgId })
      expect([mp3.headers["content-type"], hex(mp3.bytes.subarray(0, 2))]).toEqual(["audio/mp3", "fffb"])
      for (const kind of ["video", "short-video"] as const) {
        const video = yield* received({ from: "lili", kind })
        const mp4 = yield* video.fetch("webwxgetvideo", { msgid: video.MsgId }, all)
        expect([mp4.headers["content-type"], text(mp4.bytes).slice(4, 12)]).toEqual(["video/mp4", "ftypisom"])
      }
    })
  )

  const ranges: ReadonlyArray<readonly [range: string, status: number, from: number, to: number]> = [
    ["bytes=0-", 206, 0, 1000],
    ["bytes=0-0", 206, 0, 1],
    ["bytes=990-2000", 206, 990, 1000],
    ["bytes=-10", 206, 990, 1000],
    ["bytes=-2000", 206, 0, 1000]
  ]
  for (const [range, status, from, to] of ranges) {
    it.scoped(`come in the range ${range}`, () =>
      Effect.gen(function* () {
        const bytes = bytesOf(1000)
        const { fetch, MsgId } = yield* received({ from: "lili", kind: "video", bytes })
        const part = yield* fetch("webwxgetvideo", { msgid: MsgId }, { range })
        expect(part.status).toBe(status)
        expect(part.headers["content-range"]).toBe(`bytes ${from}-${to - 1}/1000`)
        expect(part.headers["content-length"]).toBe(String(to - from))
        expect(part.bytes).toEqual(bytes.subarray(from, to))
      })
    )
  }

  it.scoped("are refused in a range outside, and a video without any is empty", () =>
    Effect.gen(function* () {
      const { fetch, MsgId } = yield* received({ from: "lili", kind: "video", bytes: bytesOf(1000) })
      for (const range of ["bytes=1000-", "bytes=5-4", "bytes=-0"]) {
        const { headers, status } = yield* fetch("webwxgetvideo", { msgid: MsgId }, { range })
        expect([status, headers["content-range"]]).toEqual([416, "bytes */1000"])
      }
      for (const headers of [{}, { range: "bytes=a-b" }, { range: "bytes=-" }]) {
        const { bytes, status } = yield* fetch("webwxgetvideo", { msgid: MsgId }, headers)
        expect([status, bytes.length]).toEqual([200, 0])
      }
    })
  )
})

describe("a file of somebody else", () => {
  const heads: ReadonlyArray<readonly [fileName: string, head: string]> = [
    ["报告.pdf", "%PDF-"],
    ["a.zip", "PK\x03\x04"],
    ["a.docx", "PK\x03\x04"],
    ["a.png", "\x89PNG\r\n\x1a\n"],
    ["a.amr", "#!AMR\n"],
    ["a.jpg", "\xff\xd8\xff"],
    ["noending", "7"],
    ["a.__proto__", "7"]
  ]
  for (const [fileName, head] of heads) {
    it.scoped(`begins as ${fileName} does and has its FileSize`, () =>
      Effect.gen(function* () {
        const { fetch, keys, message } = yield* received({ from: "lili", kind: "file", fileName, size: 3000 })
        expect(message?.["FileSize"]).toBe("3000")
        const { bytes, headers } = yield* fetch("webwxgetmedia", {
          skey: "",
          sender: String(message?.FromUserName),
          mediaid: String(message?.["MediaId"]),
          filename: String(message?.["FileName"]),
          fromuser: keys.uin,
          pass_ticket: "undefined"
        })
        expect(bytes.length).toBe(3000)
        expect(text(bytes).startsWith(head)).toBe(true)
        expect(headers["content-disposition"]).toContain(encodeURIComponent(fileName))
      })
    )
  }

  it.scoped("is found by webwx_data_ticket in the query, of whatever host its cookie is", () =>
    Effect.gen(function* () {
      const { dataTicket, fetch, message } = yield* received({
        from: "lili",
        kind: "file",
        bytes: bytesOf(5)
      })
      const mediaid = String(message?.["MediaId"])
      const file = (ticket: string) =>
        fetch("webwxgetmedia", { skey: "", mediaid, webwx_data_ticket: ticket }, { cookie: "a=b" })
      expect((yield* file(dataTicket)).bytes).toEqual(bytesOf(5))
      expect((yield* file("wrong")).status).toBe(403)
    })
  )
})

describe("what cannot be fetched", () => {
  it.scoped("is 404 for what is not there, 403 with a code for another session", () =>
    Effect.gen(function* () {
      const { control, fetch, MsgId } = yield* received({ from: "lili", text: "hi" })
      const [voice = ""] = yield* control.messages([{ from: "lili", kind: "voice" }])
      const status = (call: string, params: Readonly<Record<string, string>>) =>
        Effect.map(fetch(call, params), ({ status }) => status)
      for (const call of ["webwxgetvoice", "webwxgetvideo", "webwxgetmsgimg"]) {
        expect(yield* status(call, { msgid: "1" })).toBe(404)
        expect(yield* status(call, {})).toBe(404)
        expect(yield* status(call, { msgid: voice, skey: "wrong" })).toBe(403)
      }
      for (const call of ["webwxgetvoice", "webwxgetmsgimg"]) {
        expect(yield* status(call, { msgid: MsgId })).toBe(404)
      }
      expect(yield* status("webwxgetmedia", { mediaid: MsgId })).toBe(404)
      expect(yield* status("webwxgetvideo", { msgid: voice })).toBe(404)
      expect(yield* status("webwxgetmsgimg", { msgid: voice })).toBe(404)
      expect(yield* status("webwxgetmedia", { mediaid: "@none" })).toBe(404)
      yield* control.session({ retcode: 1101 })
      const refused = yield* fetch("webwxgetvoice", { msgid: voice })
      expect([refused.status, text(refused.bytes)]).toEqual([
        403,
        `{"BaseResponse":{"Ret":1101,"ErrMsg":""}}`
      ])
    })
  )
})

describe("a sticker", () => {
  it.scoped("lies at the address in its XML, for everybody", () =>
    Effect.gen(function* () {
      for (const bytes of [undefined, bytesOf(500)]) {
        const { browser, control, message, MsgId } = yield* received({
          from: "lili",
          kind: "sticker",
          ...(bytes === undefined ? {} : { bytes })
        })
        const address = /cdnurl = "([^"]+)"/.exec(message?.Content ?? "")?.[1] ?? ""
        const plain = yield* HttpClient.HttpClient
        const answer = yield* plain.get(address)
        expect(answer.headers["content-type"]).toBe("image/gif")
        const fetched = new Uint8Array(yield* answer.arrayBuffer)
        expect(fetched).toEqual(bytes ?? fetched)
        expect(md5(yield* control.media({ of: MsgId }))).toBe(md5(fetched))
        expect((yield* browser.get("/wx_emoji/none/")).status).toBe(404)
      }
    }).pipe(Effect.provide(NodeHttpClient.layer))
  )
})

describe("webwxgeticon and webwxgetheadimg", () => {
  it.scoped("give a JPEG for everybody who is known", () =>
    Effect.gen(function* () {
      const { fetch, of } = yield* openMedia()
      const lili = yield* fetch("webwxgeticon", { seq: "0", username: of("lili"), type: "big" })
      const work = yield* fetch("webwxgetheadimg", { seq: "0", username: of("work") })
      for (const { bytes, headers } of [lili, work]) {
        expect([headers["content-type"], hex(bytes.subarray(0, 3))]).toEqual(["image/jpeg", "ffd8ff"])
      }
      expect(lili.bytes).not.toEqual(work.bytes)
      expect((yield* fetch("webwxgeticon", { username: "@none" })).status).toBe(404)
    })
  )
})

describe("webwxcheckurl", () => {
  it.scoped("sends on to a page, and warns of what is no page or was named", () =>
    Effect.gen(function* () {
      const { control, fetch } = yield* openMedia()
      const check = (requrl: string) => fetch("webwxcheckurl", { requrl, opcode: "2", scene: "1" })
      const good = yield* check("http://example.invalid/a?b=c d")
      expect([good.status, good.headers["location"]]).toEqual([301, "http://example.invalid/a?b=c%20d"])
      yield* control.links({ bad: ["http://example.invalid/"] })
      for (const requrl of ["http://example.invalid/a", "javascript:alert(1)", "a\r\nb: c", ""]) {
        const { headers, status } = yield* check(requrl)
        expect([status, headers["location"]]).toEqual([200, undefined])
        expect(headers["content-type"]).toContain("text/html")
      }
    })
  )
})

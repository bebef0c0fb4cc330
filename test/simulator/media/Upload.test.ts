import { Cookies, HttpClientRequest } from "@effect/platform"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Ref } from "effect"
import { bytesOf, form, md5, openMedia } from "../../support/simulator/Media.ts"

describe("webwxuploadmedia", () => {
  for (const size of [1, 512 * 1024, 512 * 1024 + 1, 1_500_000]) {
    it.scoped(`takes a file of ${size} bytes and gives the same back`, () =>
      Effect.gen(function* () {
        const { control, fetch, upload } = yield* openMedia()
        const file = bytesOf(size)
        const answers = yield* upload("a b.bin", file)
        const MediaId = String(answers.at(-1)?.["MediaId"])
        expect(MediaId).toMatch(/^@crypt_\w+$/)
        expect(answers.map(({ BaseResponse }) => BaseResponse.Ret)).toEqual(answers.map(() => 0))
        expect(answers.slice(0, -1).map((answer) => answer["MediaId"])).toEqual(
          answers.slice(0, -1).map(() => "")
        )
        expect(answers.at(-1)?.["StartPos"]).toBe(size)
        const { bytes, headers, status } = yield* fetch("webwxgetmedia", { mediaid: MediaId })
        expect(status).toBe(200)
        expect(md5(bytes)).toBe(md5(file))
        expect(headers["content-disposition"]).toBe(`attachment; filename="a%20b.bin"`)
        expect(yield* control.uploads()).toEqual([
          { order: 1, at: 0, MediaId, fileName: "a b.bin", size, md5: md5(file) }
        ])
        expect(md5(yield* control.media({ of: MediaId }))).toBe(md5(file))
      })
    )
  }

  it.scoped("needs no cookies, as a client that uploads without them works", () =>
    Effect.gen(function* () {
      const { browser, upload } = yield* openMedia()
      yield* Ref.set(browser.cookies, Cookies.empty)
      expect((yield* upload("a.txt", bytesOf(9))).at(-1)).toMatchObject({ BaseResponse: { Ret: 0 } })
    })
  )

  it.scoped("takes a piece that comes again once", () =>
    Effect.gen(function* () {
      const { control, fields, keys, piece } = yield* openMedia()
      const file = bytesOf(10)
      const at = (chunk: number) =>
        piece(
          form(
            { ...fields(keys, 10, "1"), chunk: String(chunk), chunks: "2" },
            "a",
            file.subarray(chunk * 5, chunk * 5 + 5)
          )
        )
      yield* at(0)
      yield* at(0)
      const { MediaId } = yield* at(1)
      expect(md5(yield* control.media({ of: String(MediaId) }))).toBe(md5(file))
    })
  )

  it.scoped("refuses ids and names that are longer than any, and spells one that no address can hold", () =>
    Effect.gen(function* () {
      const { control, upload } = yield* openMedia()
      const long = "x".repeat(1_025)
      const last = (name: string, id: string) =>
        Effect.map(upload(name, bytesOf(5), id), (answers) => answers.at(-1))
      expect(yield* last(long, "1")).toMatchObject({ BaseResponse: { Ret: 1 } })
      expect(yield* last("a", long)).toMatchObject({ BaseResponse: { Ret: 1 } })
      expect((yield* control.state()).held).toBe(0)
      // a form has no room for half a pair of surrogates, JSON has
      const [MsgId] = yield* control.messages([{ from: "lili", kind: "file", fileName: "\ud800.txt" }])
      expect(MsgId).toBeDefined()
      expect(yield* last("a", "2")).toMatchObject({ BaseResponse: { Ret: 0 } })
    })
  )

  it.scoped("is asked by browsers first, and answers pages of another host", () =>
    Effect.gen(function* () {
      const { browser, fields, keys, origin, post } = yield* openMedia()
      const asked = yield* browser.execute(
        HttpClientRequest.options(new URL("/cgi-bin/mmwebwx-bin/webwxuploadmedia?f=json", origin), {
          headers: { origin: "https://wx2.qq.com", "access-control-request-headers": "content-type" }
        })
      )
      expect(asked.status).toBe(200)
      expect(asked.headers).toMatchObject({
        "access-control-allow-origin": "https://wx2.qq.com",
        "access-control-allow-credentials": "true",
        "access-control-allow-headers": "content-type",
        "access-control-allow-methods": "POST, GET, OPTIONS"
      })
      const { headers } = yield* post(form(fields(keys, 1, "1"), "a", bytesOf(1)))
      expect(headers["access-control-allow-origin"]).toBe("https://wx2.qq.com")
    })
  )

  it.scoped("refuses another session with its code", () =>
    Effect.gen(function* () {
      const { control, dataTicket, fields, keys, piece } = yield* openMedia()
      const with_ = (changed: object, ticket = dataTicket) =>
        Effect.map(
          piece(
            form({ ...fields({ ...keys, ...changed }, 1, "1"), webwx_data_ticket: ticket }, "a", bytesOf(1))
          ),
          ({ BaseResponse }) => BaseResponse.Ret
        )
      expect(yield* with_({ sid: "none" })).toBe(1100)
      expect(yield* with_({ skey: "none" })).toBe(1101)
      expect(yield* with_({}, "none")).toBe(1101)
      expect(yield* with_({})).toBe(0)
      yield* control.session({ retcode: 1102 })
      expect(yield* with_({})).toBe(1102)
    })
  )
})

describe("webwxcheckupload", () => {
  it.scoped("gives the MediaId of a file that is known, and keys for one that is not", () =>
    Effect.gen(function* () {
      const { browser, keys, mediaId } = yield* openMedia()
      const file = bytesOf(1000)
      const MediaId = yield* mediaId("a.zip", file)
      const check = (FileMd5: string, FileSize: number, FileName = "a.zip") =>
        browser.json(
          browser.post(
            "webwxcheckupload",
            keys,
            { FileMd5, FileName, FileSize, FileType: 7, FromUserName: keys.me, ToUserName: keys.me },
            {}
          )
        )
      expect(yield* check(md5(file), 1000)).toMatchObject({ BaseResponse: { Ret: 0 }, MediaId })
      expect(yield* check(md5(bytesOf(9)), 1000)).toMatchObject({
        BaseResponse: { Ret: 0 },
        MediaId: "",
        AESKey: expect.stringMatching(/^\w{32}$/),
        Signature: expect.stringMatching(/^\w+$/),
        EncryFileName: "a.zip"
      })
      expect(yield* check(md5(file), 1000, "\ud800.zip")).toMatchObject({ EncryFileName: "%EF%BF%BD.zip" })
      expect(yield* check(md5(file), 1_000_000_000)).toMatchObject({ BaseResponse: { Ret: 1 }, AESKey: "" })
    })
  )
})

describe("webwxstatreport", () => {
  it.scoped("is taken, with or without a session", () =>
    Effect.gen(function* () {
      const { browser, keys } = yield* openMedia()
      const body = { Count: 1, List: [{ Text: "{}", Type: 1 }] }
      const ok = { BaseResponse: { Ret: 0, ErrMsg: "" } }
      expect(yield* browser.json(browser.post("webwxstatreport", keys, body, { fun: "new" }))).toEqual(ok)
      expect(yield* browser.json(browser.post("webwxstatreport", { ...keys, sid: "0" }, body, {}))).toEqual(
        ok
      )
    })
  )
})

import { describe, expect, it } from "@effect/vitest"
import { Chunk, Effect, Fiber, Stream, TestClock } from "effect"
import { GetContact, pages } from "../../../src/http/wechat/GetContact.ts"
import { credentials, FakeHttp, json, ok, refused } from "../../support/http/FakeHttp.ts"

const book = Stream.unwrap(Effect.map(GetContact, ({ page }) => pages((seq) => page(credentials, seq))))
const all = Stream.runCollect(book).pipe(
  Effect.map((contacts) => Chunk.toReadonlyArray(contacts).map(({ UserName }) => UserName))
)

/** Answers each `seq` with a contact of that name and the next `Seq`. */
const counting = (next: (seq: number) => number) =>
  new FakeHttp(({ url }) => {
    const seq = Number(url.searchParams.get("seq"))
    return json({ ...ok, MemberCount: 1, MemberList: [{ UserName: `@${seq}` }], Seq: next(seq) })
  })

describe("GetContact", () => {
  it.effect("gets one page, with the odd contact left out", () => {
    const http = new FakeHttp(() =>
      json({
        ...ok,
        MemberList: [{ UserName: "@a", VerifyFlag: "8", HeadImgUrl: "/x?skey=s" }, { NickName: "nobody" }],
        Seq: 7
      })
    )
    return Effect.gen(function* () {
      yield* TestClock.setTime(1_500_000_000_000)
      const page = yield* (yield* GetContact).page(credentials, 3)
      expect(page.seq).toBe(7)
      expect(page.contacts).toMatchObject([{ UserName: "@a", VerifyFlag: 8 }])
      expect(JSON.stringify(page)).not.toContain("skey")
      expect(`${http.last.method} ${http.last.url.origin}${http.last.url.pathname}`).toBe(
        "GET https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxgetcontact"
      )
      expect(Object.fromEntries(http.last.url.searchParams)).toEqual({
        r: "1500000000000",
        seq: "3",
        skey: "@crypt_secret/skey+1",
        lang: "zh_CN",
        pass_ticket: "secretTicket%2B1"
      })
    }).pipe(Effect.provide(http.wechat()))
  })

  it.effect("goes on until Seq is 0", () => {
    const http = counting((seq) => (seq < 20 ? seq + 10 : 0))
    return Effect.gen(function* () {
      expect(yield* all).toEqual(["@0", "@10", "@20"])
    }).pipe(Effect.provide(http.wechat()))
  })

  it.effect("stops when Seq does not change", () =>
    Effect.gen(function* () {
      expect(yield* all).toEqual(["@0", "@5"])
    }).pipe(Effect.provide(counting(() => 5).wechat()))
  )

  it.effect("stops after 16 pages", () =>
    Effect.gen(function* () {
      expect((yield* all).length).toBe(16)
    }).pipe(Effect.provide(counting((seq) => seq + 1).wechat()))
  )

  for (const MemberList of [undefined, null]) {
    it.effect(`takes a MemberList that is ${MemberList} for an empty one`, () =>
      Effect.gen(function* () {
        expect(yield* all).toEqual([])
      }).pipe(Effect.provide(new FakeHttp(() => json({ ...ok, MemberList, Seq: 0 })).wechat()))
    )
  }

  it.effect("reads a book of more than 16 MB", () => {
    const padding = "x".repeat(17 * 1024 * 1024)
    return Effect.gen(function* () {
      expect(yield* all).toEqual(["@a"])
    }).pipe(
      Effect.provide(
        new FakeHttp(() => json({ ...ok, MemberList: [{ UserName: "@a", padding }], Seq: 0 })).wechat()
      )
    )
  })

  it.effect("waits three minutes for a big book", () =>
    Effect.gen(function* () {
      const fiber = yield* Effect.fork(Effect.flip(all))
      yield* TestClock.adjust("179 seconds")
      expect(fiber.unsafePoll()).toBeNull()
      yield* TestClock.adjust("1 second")
      expect(yield* Fiber.join(fiber)).toMatchObject({ _tag: "Unreachable", reason: "timed out" })
    }).pipe(Effect.provide(new FakeHttp(() => Effect.never).wechat()))
  )

  it.effect("keeps what came before a refusal", () => {
    const http = new FakeHttp((_, count) =>
      count === 1 ? json({ ...ok, MemberList: [{ UserName: "@a" }], Seq: 1 }) : refused(-1)
    )
    return Effect.gen(function* () {
      const seen: Array<string> = []
      const error = yield* Effect.flip(
        Stream.runForEach(book, ({ UserName }) => Effect.sync(() => seen.push(UserName)))
      )
      expect(error).toMatchObject({ _tag: "Refused", endpoint: "webwxgetcontact", code: -1 })
      expect(seen).toEqual(["@a"])
    }).pipe(Effect.provide(http.wechat()))
  })
})

describe("salvaging a page", () => {
  const salvage = (body: string) =>
    Effect.flatMap(GetContact, (book) => book.salvage(credentials, 3)).pipe(
      Effect.provide(new FakeHttp(() => new Response(body)).wechat())
    )
  const ok = '"BaseResponse":{"Ret":0,"ErrMsg":""}'

  it.effect("gives the page itself where it can be read", () =>
    Effect.gen(function* () {
      expect(yield* salvage(`{${ok},"MemberList":[{"UserName":"@a"}],"Seq":7}`)).toMatchObject({
        whole: true,
        contacts: [{ UserName: "@a" }],
        seq: 7
      })
    })
  )

  it.effect.each([
    [`{${ok},"MemberList":[{"UserName":"@a","NickName":"a "b""}],"Seq":7}`, 7],
    [`{${ok},"MemberList":[{"Seq":1},nul],"Seq" : "8"}`, 8],
    [`{${ok},"MemberList":[{"UserName":"@a"`, 0],
    [`{${ok},"MemberList":nul,"Seq":-1}`, 0],
    ["gibberish", 0]
  ] as const)("finds which page comes next, or none: %s", ([body, seq]) =>
    Effect.gen(function* () {
      expect(yield* salvage(body)).toEqual({ contacts: [], seq, whole: false })
    })
  )

  it.effect("takes a refusal for one", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(salvage(`{"BaseResponse":{"Ret":1102},"MemberList":nul}`))
      expect(error).toMatchObject({ _tag: "Refused", code: 1102 })
    })
  )
})

import { Cookies, HttpClientRequest } from "@effect/platform"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Ref } from "effect"
import { baseRequest, type Keys, open } from "../../support/simulator/Browser.ts"

const ready = Effect.gen(function* () {
  const opened = yield* open()
  return { ...opened, keys: yield* opened.browser.logIn }
})

const ret = (Ret: number) => ({ BaseResponse: { Ret, ErrMsg: "" } })

describe("a POST inside a session", () => {
  const lies: ReadonlyArray<readonly [string, Partial<Keys>, number]> = [
    ["an unknown sid", { sid: "another" }, 1100],
    ["another uin", { uin: "1" }, 1100],
    ["a wrong skey", { skey: "@crypt_wrong" }, 1101],
    ["a wrong pass_ticket", { passTicket: "wrong" }, -14]
  ]
  for (const [name, lie, Ret] of lies) {
    it.scoped(`is refused with ${Ret} for ${name}`, () =>
      Effect.gen(function* () {
        const { browser, keys } = yield* ready
        const answer = yield* browser.json(browser.post("webwxinit", { ...keys, ...lie }, {}))
        expect(answer).toMatchObject(ret(Ret))
      })
    )
  }

  it.scoped("is refused with -14 for no pass_ticket if it is webwxsync", () =>
    Effect.gen(function* () {
      const { browser, keys } = yield* ready
      const body = { SyncKey: keys.SyncKey, rr: 1 }
      expect(yield* browser.json(browser.post("webwxsync", keys, body, {}))).toMatchObject(ret(-14))
      expect(yield* browser.json(browser.post("webwxinit", keys, {}, {}))).toMatchObject(ret(0))
    })
  )

  it.scoped("is refused with 1102 without cookies", () =>
    Effect.gen(function* () {
      const { browser, keys } = yield* ready
      yield* Ref.set(browser.cookies, Cookies.empty)
      expect(yield* browser.json(browser.post("webwxinit", keys, {}))).toMatchObject(ret(1102))
    })
  )

  it.scoped("takes pass_ticket encoded once more, and Uin as a string", () =>
    Effect.gen(function* () {
      const { browser, keys } = yield* ready
      const twice = { pass_ticket: encodeURIComponent(keys.passTicket) }
      const asText = { BaseRequest: { ...baseRequest(keys), Uin: keys.uin } }
      expect(yield* browser.json(browser.post("webwxinit", keys, asText, twice))).toMatchObject(ret(0))
    })
  )

  it.scoped(
    "is refused with 1200 when it cannot be parsed or has no BaseRequest, with 1 for a wrong body",
    () =>
      Effect.gen(function* () {
        const { browser, keys, origin } = yield* ready
        const url = new URL("/cgi-bin/mmwebwx-bin/webwxsync", origin)
        const raw = (text: string) =>
          browser.json(browser.execute(HttpClientRequest.bodyText(HttpClientRequest.post(url), text)))
        expect(yield* raw("{")).toMatchObject(ret(1200))
        expect(yield* raw(JSON.stringify({ BaseResponse: baseRequest(keys) }))).toMatchObject(ret(1200))
        expect(yield* browser.json(browser.post("webwxsync", keys, {}))).toMatchObject(ret(1))
        const noCursor = { SyncKey: { Count: 0, List: [] } }
        expect(yield* browser.json(browser.post("webwxsync", keys, noCursor))).toMatchObject(ret(1))
      })
  )

  for (const retcode of [1100, 1101, 1102] as const) {
    it.scoped(`is refused with ${retcode} after the session ended so`, () =>
      Effect.gen(function* () {
        const { browser, control, keys } = yield* ready
        yield* control.session({ retcode })
        expect(yield* browser.json(browser.post("webwxinit", keys, {}))).toMatchObject(ret(retcode))
      })
    )
  }

  it.scoped("does not serve webwxsync to a GET", () =>
    Effect.gen(function* () {
      const { browser } = yield* ready
      expect((yield* browser.get("/cgi-bin/mmwebwx-bin/webwxsync")).status).toBe(404)
    })
  )
})

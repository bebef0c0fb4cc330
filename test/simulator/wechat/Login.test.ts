import { Cookies } from "@effect/platform"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Ref } from "effect"
import { open, untilHeld, userName } from "../../support/simulator/Browser.ts"

describe("the log-in", () => {
  it.scoped("goes from the code over 201 and 200 to keys and cookies", () =>
    Effect.gen(function* () {
      const { browser } = yield* open()
      const uuid = yield* browser.newCode
      expect(uuid).toMatch(/^[A-Za-z0-9]{10}==$/)
      expect(yield* browser.poll(uuid)).toMatch(
        /^window\.code=201;window\.userAvatar = 'data:img\/jpg;base64,/
      )
      expect(yield* browser.poll(uuid)).toMatch(
        /^window\.code=200;\s*window\.redirect_uri="https:\/\/wx2\.qq\.com\/cgi-bin\/mmwebwx-bin\/webwxnewloginpage\?ticket=.+&uuid=.+&lang=zh_CN&scan=\d+";/
      )
      const keys = yield* browser.enter(yield* browser.pageOf(uuid))
      expect(keys).toMatchObject({
        skey: expect.stringMatching(/^@crypt_/),
        uin: "100000001",
        me: expect.stringMatching(/^@[0-9a-f]{32}$/)
      })
      expect(Object.keys(Cookies.toRecord(yield* Ref.get(browser.cookies))).sort()).toEqual([
        "mm_lang",
        "webwx_auth_ticket",
        "webwx_data_ticket",
        "webwxuvid",
        "wxloadtime",
        "wxsid",
        "wxuin"
      ])
    })
  )

  it.scoped("sets webwx_data_ticket for the parent domain and the rest for the session host", () =>
    Effect.gen(function* () {
      const { browser } = yield* open()
      const page = yield* Effect.flatMap(browser.newCode, browser.pageOf)
      const { cookies } = yield* browser.get(page)
      const domain = (name: string) => cookies.cookies[name]?.options?.domain
      expect([domain("wxsid"), domain("webwx_data_ticket")]).toEqual(["wx2.qq.com", "qq.com"])
    })
  )

  it.scoped("answers the page with HTTP 301, XML and cookies unless fun=new is asked for", () =>
    Effect.gen(function* () {
      const { browser } = yield* open()
      const page = yield* Effect.flatMap(browser.newCode, browser.pageOf)
      const moved = yield* browser.get(page)
      expect(moved.status).toBe(301)
      expect(yield* moved.text).toMatch(
        /^<error><ret>0<\/ret>.*<pass_ticket>[^<]*%2B%2F[^<]*%3D<\/pass_ticket>/
      )
      expect(moved.headers["location"]).toBeUndefined()
      expect(moved.headers["set-cookie"]).toContain("wxsid=")
    })
  )

  it.scoped("lets a ticket in only once", () =>
    Effect.gen(function* () {
      const { browser } = yield* open()
      const page = `${yield* Effect.flatMap(browser.newCode, browser.pageOf)}&fun=new`
      expect(yield* browser.text(browser.get(page))).toContain("<ret>0</ret>")
      expect(yield* browser.text(browser.get(page))).toMatch(
        /^<error><ret>1<\/ret><message>.+<\/message><\/error>$/
      )
    })
  )

  it.scoped("refuses a ticket that it never gave with -14", () =>
    Effect.gen(function* () {
      const { browser } = yield* open()
      const page = yield* Effect.flatMap(browser.newCode, browser.pageOf)
      for (const wrong of [page.replace(/ticket=[^&]+/, "ticket=T@qrticket_0"), page.replace(/\?.*/, "?")]) {
        const answer = yield* browser.get(`${wrong}&fun=new`)
        expect(yield* answer.text).toMatch(/^<error><ret>-14<\/ret><message>.+<\/message><\/error>$/)
        expect(answer.headers["set-cookie"]).toBeUndefined()
      }
    })
  )

  it.scoped("gives pass_ticket as a cookie only when told so, encoded as in the XML", () =>
    Effect.gen(function* () {
      const { browser, control } = yield* open()
      yield* control.login({ passTicket: "cookie" })
      const page = `${yield* Effect.flatMap(browser.newCode, browser.pageOf)}&fun=new`
      const answer = yield* browser.get(page)
      expect(yield* answer.text).toMatch(/^<error><ret>0<\/ret>(?!.*pass_ticket).*<\/error>$/)
      const cookie = answer.cookies.cookies["pass_ticket"]
      expect(cookie?.valueEncoded).toMatch(/^\w+%2B%2F\w+%3D$/)
      expect(cookie?.options?.domain).toBe("wx2.qq.com")
      yield* control.login({ passTicket: "xml" })
      const next = yield* browser.get(`${yield* Effect.flatMap(browser.newCode, browser.pageOf)}&fun=new`)
      expect(yield* next.text).toContain("<pass_ticket>")
      expect(next.cookies.cookies).not.toHaveProperty("pass_ticket")
    })
  )

  it.scoped("names its own origin when told so, and then no cookie domain", () =>
    Effect.gen(function* () {
      const { browser, origin } = yield* open({ sessionHost: "own" })
      const uuid = yield* browser.newCode
      yield* browser.poll(uuid)
      expect(yield* browser.poll(uuid)).toContain(`window.redirect_uri="${origin}/cgi-bin/`)
      const { cookies } = yield* browser.get(yield* browser.pageOf(uuid))
      expect(cookies.cookies["wxsid"]?.options?.domain).toBeUndefined()
    })
  )

  it.scoped("holds a poll until the owner scans, then until they tap", () =>
    Effect.gen(function* () {
      const { browser, control } = yield* open({ autoScan: false })
      const uuid = yield* browser.newCode
      const scan = yield* Effect.fork(browser.poll(uuid))
      const held = yield* untilHeld(control.state)
      expect(held.holding).toEqual({ login: 1, synccheck: 0 })
      expect(scan.unsafePoll()).toBeNull()
      yield* control.login({ action: "scan" })
      expect(yield* Fiber.join(scan)).toContain("window.code=201;")
      const tap = yield* Effect.fork(browser.poll(uuid))
      yield* untilHeld(control.state)
      yield* control.login({ action: "confirm" })
      expect(yield* Fiber.join(tap)).toContain("window.code=200;")
    })
  )

  it.scoped("answers 408 when nobody scans for as long as it holds", () =>
    Effect.gen(function* () {
      const { browser } = yield* open({ autoScan: false, pollHold: 0 })
      expect(yield* browser.poll(yield* browser.newCode)).toBe("window.code=408;")
    })
  )

  for (const [action, code] of [
    ["cancel", 202],
    ["expire", 400],
    ["countdown", 400],
    ["fail", 500]
  ] as const) {
    it.scoped(`answers ${code} after ${action}`, () =>
      Effect.gen(function* () {
        const { browser, control } = yield* open({ autoScan: false })
        const uuid = yield* browser.newCode
        yield* control.login({ action })
        expect(yield* browser.poll(uuid)).toBe(`window.code=${code};`)
      })
    )
  }

  it.scoped("goes on after the countdown with the same code", () =>
    Effect.gen(function* () {
      const { browser, control } = yield* open({ autoScan: false })
      const uuid = yield* browser.newCode
      yield* control.login({ action: "countdown" })
      yield* control.login({ action: "confirm" })
      expect(yield* browser.poll(uuid)).toContain("window.code=200;")
    })
  )

  it.scoped("answers 400 to an unknown uuid and refuses another appid", () =>
    Effect.gen(function* () {
      const { browser } = yield* open()
      expect(yield* browser.poll("AAAAAAAAAA==")).toBe("window.code=400;")
      expect(yield* browser.text(browser.get("/jslogin", { appid: "wx0" }))).toContain("QRLogin.code = 400;")
    })
  )

  it.scoped("remembers a thousand codes", () =>
    Effect.gen(function* () {
      const { browser, control } = yield* open({ autoScan: false, pollHold: 0 })
      const uuids = yield* Effect.replicateEffect(browser.newCode, 1_001, { concurrency: 4 })
      const known = new Set((yield* control.state()).scans.map(({ uuid }) => uuid))
      expect(known.size).toBe(1_000)
      expect(uuids.filter((uuid) => !known.has(uuid))).toHaveLength(1)
    })
  )

  it.scoped("draws the code as a PNG, and no other than its own", () =>
    Effect.gen(function* () {
      const { browser } = yield* open()
      const image = yield* browser.get(`/qrcode/${yield* browser.newCode}`)
      expect(Array.from(new Uint8Array(yield* image.arrayBuffer)).slice(0, 4)).toEqual([
        0x89, 0x50, 0x4e, 0x47
      ])
      expect((yield* browser.get("/qrcode/AAAAAAAAAA==")).status).toBe(404)
    })
  )

  it.scoped("refuses a barred account with 1203 and no cookies, but lets the desktop client in", () =>
    Effect.gen(function* () {
      const { browser, control } = yield* open()
      yield* control.login({ action: "refuse" })
      const page = `${yield* Effect.flatMap(browser.newCode, browser.pageOf)}&fun=new`
      const refused = yield* browser.get(page)
      // as the real ones may be, it is no XML
      expect(yield* refused.text).toMatch(
        /^<error><ret>1203<\/ret><message>[^<]+<br>[^<]+ & [^<]+<\/message><\/error>$/
      )
      expect(refused.headers["set-cookie"]).toBeUndefined()
      const desktop = browser.get(page, {}, { "client-version": "2.0.0", extspam: "opaque" })
      expect(yield* browser.text(desktop)).toContain("<ret>0</ret>")
    })
  )

  it.scoped("refuses a barred account by a page of HTML when told so", () =>
    Effect.gen(function* () {
      const { browser, control } = yield* open()
      yield* control.login({ action: "refuse", refusal: "html" })
      expect(yield* control.state()).toMatchObject({ barred: true, refusal: "html" })
      const page = `${yield* Effect.flatMap(browser.newCode, browser.pageOf)}&fun=new`
      const refused = yield* browser.get(page)
      expect(refused.headers["content-type"]).toContain("text/html")
      expect(yield* refused.text).toMatch(/^<!DOCTYPE html>[^]*不能登录网页微信[^]*<\/html>\s*$/)
      expect(refused.headers["set-cookie"]).toBeUndefined()
      yield* control.login({ action: "allow" })
      expect(yield* browser.text(browser.get(page))).toContain("<ret>0</ret>")
    })
  )

  it.scoped("gives new UserNames at each log-in and ends the session before", () =>
    Effect.gen(function* () {
      const { browser, control } = yield* open()
      const first = yield* browser.logIn
      const before = yield* control.state()
      const second = yield* browser.logIn
      const after = yield* control.state()
      expect(second.me).not.toBe(first.me)
      for (const name of ["lili", "family"]) expect(userName(after, name)).not.toBe(userName(before, name))
      expect(userName(after, "filehelper")).toBe("filehelper")
      expect(after.sessions.map(({ ended }) => ended)).toEqual([1101, null])
    })
  )

  it.scoped("logs in without a code for the cookies of the last session", () =>
    Effect.gen(function* () {
      const { browser, control } = yield* open()
      const { uin } = yield* browser.logIn
      const push = browser.json(browser.get("/cgi-bin/mmwebwx-bin/webwxpushloginurl", { uin }))
      expect(yield* push).toEqual({
        ret: "0",
        msg: "all ok",
        uuid: expect.stringMatching(/^[A-Za-z0-9]{10}==$/)
      })
      yield* control.login({ pushLogin: false })
      expect(yield* push).toMatchObject({ ret: "1" })
      yield* control.login({ pushLogin: true })
      yield* Ref.set(browser.cookies, Cookies.empty)
      expect(yield* push).toMatchObject({ ret: "1" })
    })
  )

  it.scoped("ends the session at log-out", () =>
    Effect.gen(function* () {
      const { browser, control } = yield* open()
      const keys = yield* browser.logIn
      const out = (skey: string) =>
        browser.get("/cgi-bin/mmwebwx-bin/webwxlogout", { redirect: "1", type: "1", skey })
      yield* out("@crypt_wrong")
      expect((yield* control.state()).sessions).toEqual([{ order: 1, inits: 1, ended: null }])
      expect((yield* out(keys.skey)).status).toBe(301)
      expect(yield* browser.check(keys, keys.SyncKey)).toBe('window.synccheck={retcode:"1100",selector:"0"}')
    })
  )
})

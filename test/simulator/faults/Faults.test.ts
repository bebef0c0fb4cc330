import { HttpClient, HttpClientRequest } from "@effect/platform"
import { NodeHttpClient } from "@effect/platform-node"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Queue, Scope, Stream, TestClock } from "effect"
import { connect } from "node:net"
import type { Control } from "../../../src/simulator/control/Control.ts"
import type { FaultInput } from "../../../src/simulator/control/ControlInput.ts"
import * as ControlClient from "../../../src/simulator/control/ControlClient.ts"
import { Numbered } from "../../../src/simulator/world/Endpoints.ts"
import type { SimulatorOptions } from "../../../src/simulator/world/Options.ts"
import { open, untilHeld } from "../../support/simulator/Browser.ts"
import { portToClose } from "../../support/simulator/port.ts"

/** What one bare connection gets for requests, each sent after the answer before, and how it ended. */
const exchange = (origin: string, [first = "", ...others]: ReadonlyArray<string>) =>
  Effect.async<{ readonly head: string; readonly body: string; readonly end: string }>((resume) => {
    const socket = connect(Number(new URL(origin).port), "127.0.0.1")
    let text = ""
    const ended = (end: string) => {
      const [head = "", body = ""] = text.split("\r\n\r\n")
      resume(Effect.succeed({ head, body, end }))
    }
    socket.setEncoding("latin1")
    socket.on("data", (data: string) => {
      text += data
      const next = others.shift()
      if (next !== undefined) socket.write(next)
    })
    socket.on("end", () => ended("end"))
    socket.on("error", (error) => ended("code" in error ? String(error.code) : error.message))
    socket.write(first)
    return Effect.sync(() => socket.destroy())
  })

const getting = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`

const closing = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`

const rawGet = (origin: string, path: string) => exchange(origin, [getting(path)])

/** The state as soon as no fault keeps the port closed and it is open again. */
const untilReopened = (state: Control["state"], after: number): ReturnType<Control["state"]> =>
  state({ after, wait: 60_000 }).pipe(
    Effect.filterOrElse(
      ({ faults, listening }) => faults.length === 0 && listening,
      ({ revision }) => untilReopened(state, revision)
    )
  )

const JSLOGIN = "/jslogin?appid=wx782c26e4c19acffb"

/** A browser that is logged in, and a way to send a text: what became of it, and what was delivered. */
const ready = (options?: SimulatorOptions) =>
  Effect.gen(function* () {
    const opened = yield* open(options)
    const { browser, control, origin } = opened
    const keys = yield* browser.logIn
    const post = (ClientMsgId: string) => {
      const Msg = { Type: 1, Content: "你好", FromUserName: keys.me, ToUserName: "filehelper" }
      return browser.post("webwxsendmsg", keys, { Scene: 0, Msg: { ...Msg, LocalID: "1", ClientMsgId } })
    }
    /** Status and text of the answer, or "no answer". */
    const send = (ClientMsgId: string) =>
      Effect.flatMap(post(ClientMsgId), (response) =>
        Effect.map(response.text, (text): string => `${response.status} ${text}`)
      ).pipe(Effect.orElseSucceed(() => "no answer"))
    const statusOf = (path: string) => Effect.map(browser.get(path), ({ status }) => status)
    const delivered = Effect.map(control.sent(), (sent) => sent.length)
    const hits = Effect.map(control.state(), ({ faults }) => faults.map((fault) => fault.hits))
    const connection = (path: string) => rawGet(origin, path)
    return { ...opened, keys, send, statusOf, delivered, hits, connection }
  })

const accepted: unknown = expect.stringMatching(/^200 \{"BaseResponse":\{"Ret":0,.*"MsgID":"\d+"/)

describe("a fault in the place of the answer", () => {
  const kinds = (when: { readonly when?: "after" }): ReadonlyArray<readonly [FaultInput, unknown]> => [
    [{ endpoint: "webwxsendmsg", kind: "status", status: 502, ...when }, "502 "],
    [{ endpoint: "webwxsendmsg", kind: "status", status: 404, ...when }, "404 "],
    [{ endpoint: "webwxsendmsg", kind: "reset", ...when }, "no answer"],
    [{ endpoint: "webwxsendmsg", kind: "garbage", ...when }, expect.stringMatching(/^200 (?!\{)[^]{20}/)],
    [{ endpoint: "webwxsendmsg", kind: "empty", ...when }, "200 "],
    [{ endpoint: "webwxsendmsg", kind: "html", ...when }, expect.stringMatching(/^200 <!DOCTYPE html>/)],
    [
      { endpoint: "webwxsendmsg", kind: "ret", ret: -1, ...when },
      `200 {"BaseResponse":{"Ret":-1,"ErrMsg":""},"MsgID":"","LocalID":""}`
    ]
  ]
  for (const [fault, outcome] of kinds({})) {
    it.scoped(`${JSON.stringify(fault)}: nothing is delivered`, () =>
      Effect.gen(function* () {
        const { control, delivered, send } = yield* ready({ seed: "before" })
        yield* control.faults([fault])
        expect(yield* send("1")).toEqual(outcome)
        expect(yield* delivered).toBe(0)
        yield* control.clearFaults()
        expect(yield* send("1")).toEqual(accepted)
        expect(yield* delivered).toBe(1)
      })
    )
  }
  for (const [fault, outcome] of kinds({ when: "after" })) {
    it.scoped(`${JSON.stringify(fault)}: delivered, unknown to the client`, () =>
      Effect.gen(function* () {
        const { control, delivered, send } = yield* ready({ seed: "after" })
        yield* control.faults([fault])
        expect(yield* send("1")).toEqual(outcome)
        expect(yield* delivered).toBe(1)
      })
    )
  }

  it.scoped("resets the connection, and the request counts as one without an answer", () =>
    Effect.gen(function* () {
      const { connection, control } = yield* ready()
      const before = yield* control.requests()
      yield* control.faults([{ endpoint: "jslogin", kind: "reset" }])
      expect(yield* connection(JSLOGIN)).toEqual({ head: "", body: "", end: "ECONNRESET" })
      expect(yield* control.requests({ after: before.length, wait: 60_000 })).toMatchObject([
        { endpoint: "jslogin", status: 499 }
      ])
    })
  )

  it.scoped("makes the same garbage from the same seed", () =>
    Effect.gen(function* () {
      const garbage = (seed: string) =>
        Effect.gen(function* () {
          const { browser, control } = yield* open({ seed })
          yield* control.faults([{ endpoint: "jslogin", kind: "garbage" }])
          return yield* browser.text(browser.get(JSLOGIN))
        })
      expect(yield* garbage("a")).toBe(yield* garbage("a"))
      expect(yield* garbage("a")).not.toBe(yield* garbage("b"))
    })
  )
})

describe("the fault ret", () => {
  const shapes: Readonly<Record<Numbered, string>> = {
    jslogin: `window.QRLogin.code = 1101;`,
    login: `window.code=1101;`,
    webwxnewloginpage: `<error><ret>1101</ret>`,
    webwxpushloginurl: `{"ret":"1101",`,
    webwxinit: `{"BaseResponse":{"Ret":1101,"ErrMsg":""},"Count":0,`,
    webwxstatusnotify: `{"BaseResponse":{"Ret":1101,"ErrMsg":""},"MsgID":""}`,
    webwxgetcontact: `{"BaseResponse":{"Ret":1101,"ErrMsg":""},"MemberCount":0,`,
    webwxbatchgetcontact: `{"BaseResponse":{"Ret":1101,"ErrMsg":""},"Count":0}`,
    webwxoplog: `{"BaseResponse":{"Ret":1101,"ErrMsg":""}}`,
    webwxverifyuser: `{"BaseResponse":{"Ret":1101,"ErrMsg":""}}`,
    webwxcreatechatroom: `{"BaseResponse":{"Ret":1101,"ErrMsg":""},"Topic":"",`,
    webwxupdatechatroom: `{"BaseResponse":{"Ret":1101,"ErrMsg":""},"MemberCount":0,"MemberList":[]}`,
    synccheck: `window.synccheck={retcode:"1101",selector:"0"}`,
    webwxsync: `{"BaseResponse":{"Ret":1101,"ErrMsg":""},"AddMsgCount":0,`,
    webwxsendmsg: `{"BaseResponse":{"Ret":1101,"ErrMsg":""},"MsgID":"","LocalID":""}`,
    webwxuploadmedia: `{"BaseResponse":{"Ret":1101,"ErrMsg":""},"MediaId":"",`,
    webwxcheckupload: `{"BaseResponse":{"Ret":1101,"ErrMsg":""},"MediaId":"",`,
    webwxsendmsgimg: `{"BaseResponse":{"Ret":1101,"ErrMsg":""},"MsgID":"","LocalID":""}`,
    webwxsendvideomsg: `{"BaseResponse":{"Ret":1101,"ErrMsg":""},"MsgID":"","LocalID":""}`,
    webwxsendemoticon: `{"BaseResponse":{"Ret":1101,"ErrMsg":""},"MsgID":"","LocalID":""}`,
    webwxsendappmsg: `{"BaseResponse":{"Ret":1101,"ErrMsg":""},"MsgID":"","LocalID":""}`,
    webwxrevokemsg: `{"BaseResponse":{"Ret":1101,"ErrMsg":""},`,
    webwxstatreport: `{"BaseResponse":{"Ret":1101,"ErrMsg":""}}`,
    "openapi/api": `{"code":1101,`,
    "openapi/api/v2": `{"intent":{"code":1101}}`,
    "chat/completions": `{"error":{"message":"The server had an error.","type":"server_error","param":null,"code":"1101"}}`
  }
  for (const endpoint of Numbered.literals) {
    it.scoped(`speaks as ${endpoint} does`, () =>
      Effect.gen(function* () {
        const { browser, control } = yield* open()
        yield* control.faults([{ endpoint, kind: "ret", ret: 1101 }])
        expect(yield* browser.text(browser.get(`/${endpoint}`))).toContain(shapes[endpoint])
      })
    )
  }

  it.scoped("leaves answers without a number alone", () =>
    Effect.gen(function* () {
      const { control, hits, statusOf } = yield* ready()
      yield* control.faults([{ endpoint: "*", kind: "ret", ret: 1101 }])
      expect(yield* statusOf("/cgi-bin/mmwebwx-bin/webwxlogout")).toBe(301)
      expect(yield* hits).toEqual([0])
    })
  )
})

describe("the fault hang", () => {
  for (const [when, count] of [
    ["before", 0],
    ["after", 1]
  ] as const) {
    it.scoped(`holds the call until it is cleared, ${when} the service's work`, () =>
      Effect.gen(function* () {
        const { browser, control, delivered, send } = yield* ready()
        const { revision } = yield* control.state()
        yield* control.faults([{ endpoint: "webwxsendmsg", kind: "hang", when, times: 1 }])
        const held = yield* Effect.fork(send("1"))
        yield* when === "after"
          ? control.sent({ wait: 60_000 })
          : control.state({ after: revision + 1, wait: 60_000 })
        yield* browser.newCode
        expect(held.unsafePoll()).toBeNull()
        yield* control.clearFaults()
        expect(yield* Fiber.join(held)).toBe("no answer")
        expect(yield* delivered).toBe(count)
      })
    )
  }

  it.scoped("ends when the client goes away", () =>
    Effect.gen(function* () {
      const { browser, control, send } = yield* ready()
      const { revision } = yield* control.state()
      const before = yield* control.requests()
      yield* control.faults([{ endpoint: "webwxsendmsg", kind: "hang" }])
      const held = yield* Effect.fork(send("1"))
      yield* control.state({ after: revision + 1, wait: 60_000 })
      yield* Fiber.interrupt(held)
      expect(yield* control.requests({ after: before.length, wait: 60_000 })).toMatchObject([
        { endpoint: "webwxsendmsg", status: 499 }
      ])
      expect(yield* browser.newCode).toMatch(/==$/)
    })
  )
})

describe("a fault in the body", () => {
  const pieces = (fault: FaultInput) =>
    Effect.gen(function* () {
      const { browser, control } = yield* open()
      yield* control.faults([fault])
      const response = yield* browser.get(JSLOGIN)
      const queue = yield* Queue.unbounded<string>()
      const all = yield* Effect.fork(
        Stream.runForEach(Stream.decodeText(response.stream), (piece) => Queue.offer(queue, piece))
      )
      return { all, browser, length: Number(response.headers["content-length"]), queue }
    })

  it.scoped("drip: a pause between two halves", () =>
    Effect.gen(function* () {
      const drip = { endpoint: "jslogin", kind: "drip", pause: 1000, pieces: 2 } as const
      const { all, browser, length, queue } = yield* pieces(drip)
      const first = yield* Queue.take(queue)
      expect(first.length).toBe(Math.ceil(length / 2))
      yield* TestClock.adjust("999 millis")
      // a round trip: long enough for the second half, were it on its way
      yield* browser.get("/qrcode/none")
      expect(yield* Queue.size(queue)).toBe(0)
      yield* TestClock.adjust("1 millis")
      yield* Fiber.join(all)
      const rest = yield* Queue.takeAll(queue)
      expect(first + Array.from(rest).join("")).toMatch(/^window\.QRLogin\.code = 200; .*==";$/)
    })
  )

  it.scoped("drip: byte by byte", () =>
    Effect.gen(function* () {
      const { all, length, queue } = yield* pieces({ endpoint: "jslogin", kind: "drip", pause: 1 })
      const step = Effect.zipRight(TestClock.adjust("1 millis"), Queue.take(queue))
      const first = yield* Queue.take(queue)
      const others = yield* Effect.replicateEffect(step, length - 1)
      yield* Fiber.join(all)
      expect([first, ...others].join("")).toMatch(/^window\.QRLogin\.code = 200; .*==";$/)
      expect([first, ...others].every((piece) => piece.length === 1)).toBe(true)
    })
  )

  it.scoped("truncated: half of what is announced, then the end", () =>
    Effect.gen(function* () {
      const { browser, control, delivered, connection, send } = yield* ready()
      const whole = yield* browser.text(browser.get(JSLOGIN))
      yield* control.faults([{ endpoint: "*", kind: "truncated" }])
      const { body, end, head } = yield* connection(JSLOGIN)
      expect(end).toBe("end")
      expect(head).toContain(`content-length: ${whole.length}`)
      expect(head).toContain("connection: close")
      expect(body).toBe(whole.slice(0, whole.length / 2))
      expect(yield* send("1")).toBe("no answer")
      expect(yield* delivered).toBe(1)
      const nothing = yield* connection("/qrcode/none")
      expect(nothing).toMatchObject({ head: expect.stringContaining("content-length: 1"), body: "" })
    })
  )

  it.scoped("half: half under its own length, the work done, and the connection lives on", () =>
    Effect.gen(function* () {
      const { browser, control, delivered, hits, origin, send } = yield* ready()
      const whole = yield* browser.text(browser.get(JSLOGIN))
      yield* control.faults([
        { endpoint: "jslogin", kind: "half", times: 1 },
        { endpoint: "webwxsendmsg", kind: "half" },
        { endpoint: "webwxlogout", kind: "half" }
      ])
      const { body, head } = yield* exchange(origin, [getting(JSLOGIN), closing("/qrcode/none")])
      const half = whole.slice(0, whole.length / 2)
      expect(head).toContain("HTTP/1.1 200 OK")
      expect(head).toContain(`content-length: ${half.length}\r\n`)
      // the next answer follows on the same connection
      expect(body.split("HTTP/1.1 ")).toEqual([half, expect.stringMatching(/^404 /)])
      expect(yield* send("1")).toMatch(/^200 \{"BaseResponse":\{"Ret":0,.*[^}]$/)
      expect(yield* delivered).toBe(1)
      const out = yield* browser.get("/cgi-bin/mmwebwx-bin/webwxlogout")
      expect([out.status, yield* out.text]).toEqual([301, '{"BaseResponse":{"Re'])
      yield* control.faults([{ endpoint: "qrcode", kind: "half" }])
      const nothing = yield* browser.get("/qrcode/none")
      expect([nothing.status, yield* nothing.text]).toEqual([404, ""])
      expect(yield* hits).toEqual([1, 1, 1, 1])
    })
  )
})

describe("the fault control", () => {
  /** The text of the next answer of webwxgetcontact. */
  const book = Effect.fnUntraced(function* (fault: FaultInput, seed = "a") {
    const { browser, control, hits, keys } = yield* ready({ seed })
    yield* control.faults([fault])
    const query = new URLSearchParams({ seq: "0", skey: keys.skey })
    const text = yield* browser.text(browser.get(`/cgi-bin/mmwebwx-bin/webwxgetcontact?${query}`))
    return { hits: yield* hits, text }
  })
  const withoutControls = (text: string) => text.replaceAll(/\p{Cc}/gu, "")

  it.scoped("puts a raw control character into each string of a field", () =>
    Effect.gen(function* () {
      const { hits, text } = yield* book({ endpoint: "webwxgetcontact", kind: "control", field: "NickName" })
      expect(() => JSON.parse(text)).toThrow("control character")
      const names = text.match(/"NickName":"/g) ?? []
      expect(names.length).toBeGreaterThan(5)
      expect(text.match(/"NickName":"(?:[^"\\]|\\.)*\p{Cc}"/gu)).toHaveLength(names.length)
      expect(text.match(/\p{Cc}/gu)).toHaveLength(names.length)
      expect(JSON.parse(withoutControls(text))).toMatchObject({ BaseResponse: { Ret: 0 } })
      expect(hits).toEqual([1])
    })
  )

  it.scoped("puts one into the first string when no field is named, the same with the same seed", () =>
    Effect.gen(function* () {
      const fault = { endpoint: "wechat", kind: "control" } as const
      const { text } = yield* book(fault)
      expect(text).toMatch(/^\{"BaseResponse":\{"Ret":0,"ErrMsg":"\p{Cc}"\}/u)
      expect(text.match(/\p{Cc}/gu)).toHaveLength(1)
      expect((yield* book(fault)).text).toBe(text)
      const others = yield* Effect.forEach(["b", "c", "d"], (seed) => book(fault, seed))
      expect(
        new Set([text, ...others.map(({ text }) => text)].map((text) => /\p{Cc}/u.exec(text)?.[0])).size
      ).toBeGreaterThan(1)
    })
  )

  it.scoped("announces the body that it sends, after the service did its work", () =>
    Effect.gen(function* () {
      const { control, delivered, send } = yield* ready()
      yield* control.faults([{ endpoint: "webwxsendmsg", kind: "control", field: "MsgID" }])
      expect(yield* send("1")).toMatch(/^200 .*"MsgID":"\d+\p{Cc}","LocalID":"1"\}$/u)
      expect(yield* delivered).toBe(1)
    })
  )

  it.scoped("leaves answers alone that are no JSON", () =>
    Effect.gen(function* () {
      const { browser, control } = yield* open()
      yield* control.faults([{ endpoint: "*", kind: "control" }])
      expect(yield* browser.text(browser.get(JSLOGIN))).toMatch(/^window\.QRLogin\.code = 200; [^\p{Cc}]*;$/u)
      expect((yield* control.state()).faults).toMatchObject([{ hits: 0 }])
    })
  )
})

describe("a fault of the polls", () => {
  it.scoped("selector: stuck, at once and whatever is shown", () =>
    Effect.gen(function* () {
      const { browser, control, keys } = yield* ready()
      yield* control.faults([{ endpoint: "synccheck", kind: "selector", selector: 3 }])
      const stuck = `window.synccheck={retcode:"0",selector:"3"}`
      expect(yield* browser.check(keys, keys.SyncKey)).toBe(stuck)
      const { SyncCheckKey } = yield* browser.sync(keys, keys.SyncKey)
      expect(yield* browser.check(keys, SyncCheckKey)).toBe(stuck)
    })
  )

  it.scoped("instant: synccheck tells of nothing, whatever happened", () =>
    Effect.gen(function* () {
      const { browser, control, keys } = yield* ready()
      yield* control.faults([{ endpoint: "synccheck", kind: "instant" }])
      yield* control.messages([{ from: "lili", text: "在吗" }])
      expect(yield* browser.check(keys, keys.SyncKey)).toBe(`window.synccheck={retcode:"0",selector:"0"}`)
    })
  )

  it.scoped("instant: login tells of nothing, whatever happened", () =>
    Effect.gen(function* () {
      const { browser, control } = yield* open()
      yield* control.faults([{ endpoint: "login", kind: "instant" }])
      expect(yield* browser.poll(yield* browser.newCode)).toBe("window.code=408;")
    })
  )
})

describe("the fault refused", () => {
  it.scoped("closes the port for so long, then opens the same one again", () =>
    Effect.gen(function* () {
      const { connection, control, statusOf } = yield* ready({ port: yield* portToClose })
      yield* control.faults([{ endpoint: "*", kind: "refused", lasts: 5000 }])
      expect(yield* connection(JSLOGIN)).toMatchObject({ end: "ECONNREFUSED" })
      yield* TestClock.adjust("4999 millis")
      expect(yield* connection(JSLOGIN)).toMatchObject({ end: "ECONNREFUSED" })
      const { revision } = yield* control.state()
      yield* TestClock.adjust("1 millis")
      yield* untilReopened(control.state, revision)
      expect(yield* statusOf(JSLOGIN)).toBe(200)
    })
  )

  it.scoped("is lifted by clearing it", () =>
    Effect.gen(function* () {
      const { connection, control, statusOf } = yield* ready({ port: yield* portToClose })
      yield* control.faults([{ endpoint: "*", kind: "refused", lasts: 5000 }])
      expect(yield* connection(JSLOGIN)).toMatchObject({ end: "ECONNREFUSED" })
      yield* control.clearFaults()
      expect(yield* statusOf(JSLOGIN)).toBe(200)
    })
  )

  it.scoped("cuts a synccheck that is held", () =>
    Effect.gen(function* () {
      const { browser, control, keys } = yield* ready()
      const { SyncCheckKey } = yield* browser.sync(keys, keys.SyncKey)
      const poll = yield* Effect.fork(Effect.flip(browser.check(keys, SyncCheckKey)))
      yield* untilHeld(control.state)
      yield* control.faults([{ endpoint: "*", kind: "refused", lasts: 5000 }])
      expect(yield* Fiber.join(poll)).toMatchObject({ cause: { code: "ECONNRESET" } })
    })
  )

  it.scoped("cuts a login that is held", () =>
    Effect.gen(function* () {
      const { browser, control } = yield* open({ autoScan: false })
      const poll = yield* Effect.fork(Effect.flip(browser.poll(yield* browser.newCode)))
      yield* untilHeld(control.state)
      yield* control.faults([{ endpoint: "*", kind: "refused", lasts: 5000 }])
      expect(yield* Fiber.join(poll)).toMatchObject({ cause: { code: "ECONNRESET" } })
    })
  )

  it.scoped("cuts calls on a connection that is still open", () =>
    Effect.gen(function* () {
      const { origin } = yield* open()
      const fault = JSON.stringify({ endpoint: "*", kind: "refused", lasts: 5000 })
      const head = `Host: localhost\r\nContent-Type: application/json\r\nContent-Length: ${fault.length}`
      const ordering = `POST /control/faults HTTP/1.1\r\n${head}\r\n\r\n${fault}`
      expect(yield* exchange(origin, [ordering, getting(JSLOGIN)])).toMatchObject({
        body: expect.stringMatching(/^\{"order":1,"hits":0,"fault":\{[^{}]*\}\}$/),
        end: "ECONNRESET"
      })
    })
  )

  it.scoped("leaves nothing listening when the simulator ends meanwhile", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const { control, origin } = yield* Scope.extend(open({ port: yield* portToClose }), scope)
      yield* control.faults([{ endpoint: "*", kind: "refused", lasts: 5000 }])
      yield* Scope.close(scope, Exit.void)
      yield* TestClock.adjust("5 seconds")
      expect(yield* rawGet(origin, JSLOGIN)).toMatchObject({ end: "ECONNREFUSED" })
    })
  )
})

describe("faults", () => {
  it.scoped("hit the next n calls and stay in the list, used up", () =>
    Effect.gen(function* () {
      const { control, hits, statusOf } = yield* ready()
      yield* control.faults([{ endpoint: "jslogin", kind: "status", status: 503, times: 2 }])
      expect(yield* Effect.replicateEffect(statusOf(JSLOGIN), 3)).toEqual([503, 503, 200])
      expect(yield* hits).toEqual([2])
    })
  )

  it.scoped("hit with a probability, the same calls with the same seed", () =>
    Effect.gen(function* () {
      const pattern = (seed: string) =>
        Effect.gen(function* () {
          const { browser, control } = yield* open({ seed })
          yield* control.faults([{ endpoint: "jslogin", kind: "status", status: 500, probability: 0.5 }])
          const answers = yield* Effect.replicateEffect(browser.get(JSLOGIN), 20)
          const [made] = (yield* control.state()).faults
          const broken = answers.map(({ status }) => status === 500)
          expect(made?.hits).toBe(broken.filter(Boolean).length)
          return broken
        })
      const first = yield* pattern("a")
      expect(new Set(first)).toEqual(new Set([true, false]))
      expect(yield* pattern("a")).toEqual(first)
      expect(yield* pattern("b")).not.toEqual(first)
    })
  )

  it.scoped("never hit with probability 0, always with 1", () =>
    Effect.gen(function* () {
      const { control, hits, statusOf } = yield* ready()
      yield* control.faults([
        { endpoint: "jslogin", kind: "status", status: 500, probability: 0 },
        { endpoint: "jslogin", kind: "status", status: 502, probability: 1 }
      ])
      expect(yield* Effect.replicateEffect(statusOf(JSLOGIN), 5)).toEqual([502, 502, 502, 502, 502])
      expect(yield* hits).toEqual([0, 5])
    })
  )

  it.scoped("take turns: the oldest that is not used up hits, one for each call", () =>
    Effect.gen(function* () {
      const { control, hits, statusOf } = yield* ready()
      yield* control.faults([
        { endpoint: "jslogin", kind: "status", status: 500, times: 1 },
        { endpoint: "*", kind: "status", status: 502, times: 2 },
        { endpoint: "jslogin", kind: "status", status: 503 }
      ])
      expect(yield* Effect.replicateEffect(statusOf(JSLOGIN), 4)).toEqual([500, 502, 502, 503])
      expect(yield* hits).toEqual([1, 2, 1])
    })
  )

  for (const [endpoint, statuses] of [
    ["*", [500, 500, 500, 500, 500, 500]],
    ["wechat", [500, 500, 404, 404, 404, 404]],
    ["tuling", [200, 404, 500, 500, 404, 404]],
    ["openai", [200, 404, 404, 404, 500, 500]],
    ["qrcode", [200, 500, 404, 404, 404, 404]],
    ["openapi/api", [200, 404, 500, 404, 404, 404]],
    ["openapi/api/v2", [200, 404, 404, 500, 404, 404]],
    ["chat/completions", [200, 404, 404, 404, 500, 500]]
  ] as const) {
    it.scoped(`of ${endpoint} hit those calls and no others`, () =>
      Effect.gen(function* () {
        const { control, statusOf } = yield* ready()
        yield* control.faults([{ endpoint, kind: "status", status: 500 }])
        // as GET, the chatbots' are 404 when nothing is wrong
        const chatbots = ["/openapi/api", "/openapi/api/v2", "/v1/chat/completions", "/chat/completions"]
        const paths = [JSLOGIN, "/qrcode/none", ...chatbots]
        expect(yield* Effect.forEach(paths, statusOf)).toEqual(statuses)
      })
    )
  }

  it.scoped("are told by the state, and cleared one by one or all", () =>
    Effect.gen(function* () {
      const { control, statusOf } = yield* ready()
      const first: FaultInput = { endpoint: "qrcode", kind: "reset", when: "after", probability: 0.5 }
      const second: FaultInput = { endpoint: "jslogin", kind: "status", status: 500 }
      const made = yield* control.faults([first, second])
      expect(made).toEqual([
        { order: 1, hits: 0, fault: first },
        { order: 2, hits: 0, fault: second }
      ])
      yield* statusOf(JSLOGIN)
      yield* control.clearFaults({ order: 1 })
      expect((yield* control.state()).faults).toEqual([{ order: 2, hits: 1, fault: second }])
      yield* control.clearFaults()
      expect((yield* control.state()).faults).toEqual([])
      expect(yield* statusOf(JSLOGIN)).toBe(200)
      expect(yield* control.faults([first])).toMatchObject([{ order: 3 }])
    })
  )
})

/** The control API over HTTP: as its client, and as anybody's. */
const overHttp = Effect.fnUntraced(function* (options?: SimulatorOptions) {
  const { origin } = yield* open(options)
  const client = yield* HttpClient.HttpClient
  const post = (path: string, body: unknown) =>
    Effect.gen(function* () {
      const request = HttpClientRequest.post(new URL(`/control/${path}`, origin))
      const response = yield* client.execute(HttpClientRequest.bodyUnsafeJson(request, body))
      return { status: response.status, text: yield* response.text }
    })
  return { control: yield* ControlClient.make(origin), origin, post }
}, Effect.provide(NodeHttpClient.layer))

describe("the control API of faults", () => {
  it.scoped("is spared by them, and answers one with one, a list with a list", () =>
    Effect.gen(function* () {
      const { control, post } = yield* overHttp()
      const fault = { endpoint: "*", kind: "reset" } as const
      expect(yield* post("faults", fault)).toEqual({
        status: 200,
        text: JSON.stringify({ order: 1, hits: 0, fault: { kind: "reset", endpoint: "*" } })
      })
      expect((yield* post("faults", [fault])).text).toMatch(/^\[\{"order":2,/)
      expect(yield* control.faults([fault, fault])).toMatchObject([{ order: 3 }, { order: 4, fault }])
      expect(yield* post("faults/clear", { order: 1 })).toEqual({ status: 204, text: "" })
      expect((yield* control.state()).faults.map(({ order }) => order)).toEqual([2, 3, 4])
      yield* control.clearFaults()
      expect((yield* control.state()).faults).toEqual([])
    })
  )

  it.scoped("answers before the port closes", () =>
    Effect.gen(function* () {
      const { origin, post } = yield* overHttp({ port: yield* portToClose })
      const { status } = yield* post("faults", { endpoint: "*", kind: "refused", lasts: 5000 })
      expect(status).toBe(200)
      expect(yield* rawGet(origin, "/control/state")).toMatchObject({ end: "ECONNREFUSED" })
    })
  )

  for (const [body, accepted] of [
    [{ endpoint: "webwxsend", kind: "reset" }, `"webwxsendmsg"`],
    [{ endpoint: "*", kind: "flood" }, `"hang"`],
    [{ endpoint: "*", kind: "status" }, "status"],
    [{ endpoint: "*", kind: "status", status: 99 }, "between 200 and 599"],
    [{ endpoint: "*", kind: "reset", when: "later" }, `"after"`],
    [{ endpoint: "*", kind: "reset", times: 0 }, "a positive number"],
    [{ endpoint: "*", kind: "reset", probability: 2 }, "between 0 and 1"],
    [{ endpoint: "*", kind: "reset", time: 1 }, "is unexpected"],
    [{ endpoint: "*", kind: "truncated", when: "before" }, "is unexpected"],
    [{ endpoint: "*", kind: "half", when: "after" }, "is unexpected"],
    [{ endpoint: "jslogin", kind: "control" }, `"webwxsync"`],
    [{ endpoint: "*", kind: "control", field: ".*" }, "w+"],
    [{ endpoint: "*", kind: "drip" }, "pause"],
    [{ endpoint: "*", kind: "drip", pause: 1, pieces: 0 }, "a positive number"],
    [{ endpoint: "qrcode", kind: "ret", ret: 1 }, `"webwxsendmsg"`],
    [{ endpoint: "login", kind: "selector", selector: 2 }, `"synccheck"`],
    [{ endpoint: "webwxsync", kind: "instant" }, `"synccheck"`],
    [{ endpoint: "*", kind: "refused" }, "lasts"],
    [{ endpoint: "webwxsync", kind: "refused", lasts: 1 }, `"*"`]
  ] as const) {
    it.scoped(`answers ${JSON.stringify(body)} with 400 and what is accepted`, () =>
      Effect.gen(function* () {
        const { post } = yield* overHttp()
        const { status, text } = yield* post("faults", body)
        expect(status).toBe(400)
        expect(text.replaceAll("\\", "")).toContain(accepted)
      })
    )
  }

  it.scoped("answers a misspelt field of clear with 400", () =>
    Effect.gen(function* () {
      const { post } = yield* overHttp()
      const answer = yield* post("faults/clear", { number: 1 })
      expect(answer).toEqual({ status: 400, text: expect.stringContaining("is unexpected") })
    })
  )
})

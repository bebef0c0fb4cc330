import { HttpClient, HttpClientRequest } from "@effect/platform"
import { NodeHttpClient } from "@effect/platform-node"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import * as ControlClient from "../../../src/simulator/control/ControlClient.ts"
import { open, untilHeld, userName } from "../../support/simulator/Browser.ts"

/** A simulator played through the control API over HTTP. */
const ready = Effect.gen(function* () {
  const { browser, origin } = yield* open()
  const client = yield* HttpClient.HttpClient
  const post = (path: string, body: unknown) =>
    Effect.gen(function* () {
      const request = HttpClientRequest.post(new URL(`/control/${path}`, origin))
      const response = yield* client.execute(HttpClientRequest.bodyUnsafeJson(request, body))
      return { status: response.status, text: yield* response.text }
    })
  return { browser, control: yield* ControlClient.make(origin), post }
}).pipe(Effect.provide(NodeHttpClient.layer))

describe("the control API", () => {
  for (const [path, body, accepted] of [
    ["messages", { kind: "foo", from: "lili" }, `\\"picture\\"`],
    ["messages", { from: "lili", txt: "x" }, `is unexpected, expected: \\"kind\\"`],
    ["messages", { text: "x" }, `or \\"group\\"`],
    ["messages", { group: "lili", text: "x" }, "the name of a group"],
    ["messages", { from: "lili", text: "x", mention: true }, "group"],
    ["messages", { from: "lili", kind: "revoke" }, "the MsgId to take back"],
    ["people", { name: "" }, "non empty string"],
    ["people", { name: "family" }, "a name that is not a group's"],
    ["groups", { name: "lili" }, "a name that is not a person's"],
    ["phone", { action: "throw" }, `\\"open\\"`],
    ["login", { action: "dance" }, `\\"confirm\\"`],
    ["session", { retcode: 1203 }, "1100"],
    ["clock", { ahead: "3h" }, "Expected number"],
    ["sending", { echo: "yes" }, "Expected boolean"],
    ["tuling", { answers: [{ status: 99 }] }, "between 200 and 599"],
    ["openai", { answers: [{ status: 99 }] }, "between 200 and 599"],
    ["openai", { answers: [{ contents: "x" }] }, "is unexpected"],
    ["openai", { answers: [{ error: { reason: "x" } }] }, "is unexpected"]
  ] as const) {
    it.scoped(`answers ${path} ${JSON.stringify(body)} with 400 and what is accepted`, () =>
      Effect.gen(function* () {
        const { post } = yield* ready
        expect(yield* post(path, body)).toEqual({ status: 400, text: expect.stringContaining(accepted) })
      })
    )
  }

  for (const [path, body] of [
    ["messages", { from: "nobody" }],
    ["phone", { action: "read", chat: "nobody" }],
    ["groups", { name: "new", members: [{ name: "nobody" }] }],
    ["groups", { name: "new", owner: "nobody" }],
    ["answers", { name: "nobody", answer: "accept" }]
  ] as const) {
    it.scoped(`answers an unknown name in ${path} with 404 and the names there are`, () =>
      Effect.gen(function* () {
        const { post } = yield* ready
        const known: unknown = expect.stringContaining(`"name":"nobody","known":["me","lili"`)
        expect(yield* post(path, body)).toEqual({ status: 404, text: known })
      })
    )
  }

  it.scoped("answers 409 when nothing is there to act on", () =>
    Effect.gen(function* () {
      const { post } = yield* ready
      expect(yield* post("login", { action: "scan" })).toMatchObject({ status: 409 })
      expect(yield* post("session", { retcode: 1101 })).toMatchObject({ status: 409 })
      expect(yield* post("answers", { name: "passer-by", answer: "accept" })).toMatchObject({ status: 409 })
    })
  )

  it.scoped("answers one message with one MsgId and a list with a list", () =>
    Effect.gen(function* () {
      const { post } = yield* ready
      const one = yield* post("messages", { from: "lili", text: "x" })
      expect(one).toEqual({ status: 200, text: expect.stringMatching(/^\{"MsgId":"7\d{18}"\}$/) })
      const list = yield* post("messages", [{ from: "lili" }, { from: "tom" }])
      expect(list.text).toMatch(/^\[\{"MsgId":"7\d{18}"\},\{"MsgId":"7\d{18}"\}\]$/)
    })
  )

  it.scoped("can be waited for: sends, questions, fetched messages", () =>
    Effect.gen(function* () {
      const { browser, control } = yield* open()
      const keys = yield* browser.logIn
      const sent = yield* Effect.fork(control.sent({ wait: 60_000 }))
      const fetched = yield* Effect.fork(control.fetched({ after: 1, wait: 60_000 }))
      yield* browser.newCode
      expect([sent.unsafePoll(), fetched.unsafePoll()]).toEqual([null, null])
      yield* browser.send(keys, "filehelper", "你好", "1")
      expect(yield* Fiber.join(sent)).toMatchObject([{ order: 1, text: "你好", to: "filehelper" }])
      const [MsgId] = yield* control.messages([{ from: "lili" }])
      yield* browser.sync(keys, keys.SyncKey)
      expect(yield* Fiber.join(fetched)).toMatchObject([{ order: 2, MsgId, chat: "lili" }])
      expect(yield* control.sent({ after: 1 })).toEqual([])
      expect(yield* control.asked({ after: 0, wait: 0 })).toEqual([])
      expect(yield* control.prompted({ after: 0, wait: 0 })).toEqual([])
    })
  )

  it.scoped("plays the log-in and the phone, and shows the state without credentials", () =>
    Effect.gen(function* () {
      const { browser, control } = yield* ready
      yield* control.login({ autoScan: false })
      const uuid = yield* browser.newCode
      const scan = yield* Effect.fork(browser.pageOf(uuid))
      yield* untilHeld(control.state)
      yield* control.login({ action: "confirm" })
      const keys = yield* browser.enter(yield* Fiber.join(scan))
      yield* control.phone({ action: "open", chat: "lili" })
      const state = yield* control.state()
      expect(state).toMatchObject({
        autoScan: false,
        scans: [{ uuid, stage: "used" }],
        sessions: [{ order: 1, inits: 1, ended: null }],
        pending: 2,
        holding: { login: 0, synccheck: 0 },
        requests: { jslogin: 1, login: 1, webwxnewloginpage: 1, webwxinit: 1 }
      })
      const { AddMsgList } = yield* browser.sync(keys, keys.SyncKey)
      expect(AddMsgList.at(-1)).toMatchObject({
        MsgType: 51,
        StatusNotifyCode: 2,
        FromUserName: keys.me,
        ToUserName: userName(state, "lili")
      })
      expect((yield* control.state()).pending).toBe(0)
      const told = JSON.stringify([state, yield* control.requests()])
      for (const secret of [keys.skey, keys.sid, keys.passTicket]) expect(told).not.toContain(secret)
    })
  )

  it.scoped("adds and changes people and groups", () =>
    Effect.gen(function* () {
      const { browser, control } = yield* ready
      yield* browser.logIn
      expect(yield* control.person({ name: "zhou", nickName: "周", verifyFlag: 8 })).toEqual({
        name: "zhou",
        nickName: "周",
        remarkName: "",
        inBook: true,
        verifyFlag: 8,
        invitation: "accepts",
        pinned: false,
        asked: false,
        UserName: expect.stringMatching(/^@[0-9a-f]{64}$/)
      })
      const fixed = yield* control.person({ name: "zhou", remarkName: "老周", fixedUserName: "wxid_zhou-1" })
      expect(fixed).toMatchObject({ nickName: "周", remarkName: "老周", UserName: "wxid_zhou-1" })
      expect(yield* control.group({ name: "new", inBook: false })).toMatchObject({
        nickName: "new",
        inBook: false,
        members: [{ name: "me", displayName: "" }]
      })
    })
  )

  it.scoped("keeps the requests in the order of their answers, without query and uuid", () =>
    Effect.gen(function* () {
      const { browser, control } = yield* ready
      const uuid = yield* browser.newCode
      yield* browser.get(`/qrcode/${uuid}`)
      yield* browser.get("/nowhere", { secret: "x" })
      const requests = yield* control.requests({ after: 1 })
      expect(requests).toMatchObject([
        { order: 2, method: "GET", endpoint: "qrcode", status: 200 },
        { order: 3, method: "GET", endpoint: "nowhere", status: 404 }
      ])
    })
  )

  it.scoped("notes 499 for a client that hangs up", () =>
    Effect.gen(function* () {
      const { browser, control } = yield* ready
      const keys = yield* browser.logIn
      const { SyncCheckKey } = yield* browser.sync(keys, keys.SyncKey)
      const before = yield* control.requests()
      const poll = yield* Effect.fork(browser.check(keys, SyncCheckKey))
      yield* untilHeld(control.state)
      yield* Fiber.interrupt(poll)
      expect(yield* control.requests({ after: before.length, wait: 60_000 })).toMatchObject([
        { endpoint: "synccheck", status: 499 }
      ])
    })
  )
})

import { describe, expect, it } from "@effect/vitest"
import { type Duration, Effect, Layer, TestClock } from "effect"
import { robot } from "../../src/program/Robot.ts"
import { FakeHttp } from "../support/http/FakeHttp.ts"
import { fakes } from "../support/program/fakes.ts"

/* A WeChat that answers whatever it likes, at once and for ever: the robot does not become a flood. */

type Said = string | ((count: number) => string)

const ok = '"BaseResponse":{"Ret":0}'
const key = (n: number) => `{"Count":1,"List":[{"Key":1,"Val":${n}}]}`
const page = "https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxnewloginpage?ticket=T"

/** A log-in that nobody has to confirm, and a session in which nothing happens. */
const usual: Readonly<Record<string, Said>> = {
  jslogin: 'window.QRLogin.code = 200; window.QRLogin.uuid = "U0==";',
  login: `window.code=200;window.redirect_uri="${page}";`,
  webwxnewloginpage:
    "<error><ret>0</ret><skey>k</skey><wxsid>s</wxsid><wxuin>1</wxuin><pass_ticket>p</pass_ticket></error>",
  webwxinit: `{${ok},"User":{"UserName":"@me"},"SyncKey":${key(1)}}`,
  webwxstatusnotify: `{${ok}}`,
  webwxgetcontact: `{${ok},"MemberList":[],"Seq":0}`,
  webwxbatchgetcontact: `{${ok},"ContactList":[]}`,
  webwxpushloginurl: '{"ret":"0","uuid":"U0=="}',
  synccheck: 'window.synccheck={retcode:"0",selector:"0"}',
  webwxsync: `{${ok},"AddMsgList":[]}`
}

const selector2 = 'window.synccheck={retcode:"0",selector:"2"}'

/** How many requests a robot makes in its first so many seconds. */
const requestsIn = (time: Duration.DurationInput, said: Readonly<Record<string, Said>>) => {
  const http = new FakeHttp((request, count) => {
    const endpoint = request.url.pathname.split("/").at(-1) ?? ""
    const answer = said[endpoint] ?? usual[endpoint] ?? ""
    return new Response(typeof answer === "string" ? answer : answer(count))
  })
  return Effect.gen(function* () {
    yield* Effect.fork(robot)
    yield* TestClock.adjust(time)
    return http.asked.length
  }).pipe(Effect.provide(Layer.merge(fakes({ TULING_API_KEY: "a key" }), http.wechat())))
}

describe("at once and for ever", () => {
  const floods: Readonly<Record<string, readonly [Readonly<Record<string, Said>>, number]>> = {
    "nobody scanned": [{ login: "window.code=408;" }, 70],
    "scanned, not confirmed": [{ login: "window.code=201;" }, 70],
    expired: [{ login: "window.code=400;" }, 20],
    "nonsense for the scan": [{ login: "<html>" }, 20],
    "jslogin refuses": [{ jslogin: "window.QRLogin.code = 400;" }, 20],
    "jslogin says nonsense": [{ jslogin: "" }, 20],
    "the page gives no session": [{ webwxnewloginpage: "" }, 60],
    "the page knows no ticket": [{ webwxnewloginpage: "<error><ret>-14</ret></error>" }, 60],
    "init says nonsense": [{ webwxinit: "" }, 30],
    "nothing new": [{}, 20],
    "something new that is not there": [{ synccheck: selector2 }, 30],
    "a poll that is nonsense": [{ synccheck: "<html>" }, 30],
    "a poll refused for a reason nobody knows": [
      { synccheck: 'window.synccheck={retcode:"7",selector:"0"}' },
      30
    ],
    "a sync that is nonsense": [{ synccheck: selector2, webwxsync: "[]" }, 30],
    "a sync refused": [{ synccheck: selector2, webwxsync: '{"BaseResponse":{"Ret":-1}}' }, 30],
    "more is waiting": [
      { synccheck: selector2, webwxsync: (n) => `{${ok},"ContinueFlag":1,"SyncKey":${key(n)}}` },
      30
    ],
    "the same message": [
      {
        synccheck: selector2,
        webwxsync: `{${ok},"AddMsgList":[{"MsgId":"1","FromUserName":"@a","ToUserName":"@me","MsgType":51}]}`
      },
      30
    ],
    "the same contact": [
      { synccheck: selector2, webwxsync: `{${ok},"ModContactList":[{"UserName":"@a"}]}` },
      30
    ],
    "a sync that is nonsense, at a cursor that init moves": [
      {
        synccheck: selector2,
        webwxsync: "",
        webwxinit: (n) => `{${ok},"User":{"UserName":"@me"},"SyncKey":${key(n)}}`
      },
      60
    ],
    "messages that cannot be read": [{ synccheck: selector2, webwxsync: `{${ok},"AddMsgList":[1,2,3]}` }, 30],
    "another page of the address book": [
      { webwxgetcontact: (n) => `{${ok},"MemberList":[],"Seq":${n}}` },
      40
    ],
    "no address book": [{ webwxgetcontact: "" }, 40]
  }
  for (const [name, [said, atMost]] of Object.entries(floods)) {
    it.effect(`${name}: the robot asks at most ${atMost} times a minute`, () =>
      Effect.gen(function* () {
        const all = yield* requestsIn("1 minute", said)
        expect(all).toBeGreaterThan(5)
        expect(all).toBeLessThanOrEqual(atMost)
      })
    )
  }
})

describe("what looks like progress, at once and for ever,", () => {
  /** Twenty requests a second are the ceiling for all of WeChat, and as many at the start. */
  const ceiling = 20 + 20 * 5
  const floods: Readonly<Record<string, Readonly<Record<string, Said>>>> = {
    "cancelled on the phone": { login: "window.code=202;" },
    "a session that ends with 1100": { synccheck: 'window.synccheck={retcode:"1100",selector:"0"}' },
    "a session that ends with 1101": { synccheck: 'window.synccheck={retcode:"1101",selector:"0"}' },
    "a contact that changed": {
      synccheck: selector2,
      webwxsync: (n) => `{${ok},"ModContactList":[{"UserName":"@a"}],"SyncKey":${key(n)}}`
    },
    "a new message": {
      synccheck: selector2,
      webwxsync: (n) =>
        `{${ok},"AddMsgList":[{"MsgId":"${n}","FromUserName":"@a","ToUserName":"@me","MsgType":51}]}`
    }
  }
  for (const [name, said] of Object.entries(floods)) {
    it.effect(`${name}: the robot stays under the ceiling`, () =>
      Effect.gen(function* () {
        const all = yield* requestsIn("5 seconds", said)
        expect(all).toBeGreaterThan(0)
        expect(all).toBeLessThanOrEqual(ceiling)
      })
    )
  }
})

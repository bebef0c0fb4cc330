import { describe, expect, it } from "@effect/vitest"
import { Cause, Effect, Exit, FastCheck as fc, Layer, Option, Redacted, Runtime, Stream } from "effect"
import { Timing } from "../../src/domain/Timing.ts"
import { TulingV1 } from "../../src/http/chatbot/TulingV1.ts"
import { TulingV2 } from "../../src/http/chatbot/TulingV2.ts"
import { BatchGetContact } from "../../src/http/wechat/BatchGetContact.ts"
import { GetContact } from "../../src/http/wechat/GetContact.ts"
import { JsLogin } from "../../src/http/wechat/JsLogin.ts"
import { LoginPage } from "../../src/http/wechat/LoginPage.ts"
import { LoginPoll } from "../../src/http/wechat/LoginPoll.ts"
import { Logout } from "../../src/http/wechat/Logout.ts"
import { PushLogin } from "../../src/http/wechat/PushLogin.ts"
import { QrCode } from "../../src/http/wechat/QrCode.ts"
import { SendMessage } from "../../src/http/wechat/SendMessage.ts"
import { StatusNotify } from "../../src/http/wechat/StatusNotify.ts"
import { SyncCheck } from "../../src/http/wechat/SyncCheck.ts"
import { WebwxInit } from "../../src/http/wechat/WebwxInit.ts"
import { WebwxSync } from "../../src/http/wechat/WebwxSync.ts"
import { credentials, FakeHttp, tulingOptions } from "./FakeHttp.ts"

const key = { Count: 1, List: [{ Key: 1, Val: 2 }] }
const uuid = Redacted.make("U0==")
const page = Redacted.make("https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxnewloginpage?ticket=T0")
const question = { text: "你好", userId: "u1", groupId: Option.none() }

type World = Layer.Layer.Success<ReturnType<FakeHttp["wechat"]>> | TulingV1 | TulingV2

/** Every call there is. */
const calls: Readonly<Record<string, Effect.Effect<unknown, { readonly _tag: string }, World>>> = {
  jslogin: Effect.flatMap(JsLogin, ({ uuid }) => uuid),
  qrcode: Effect.flatMap(QrCode, ({ image }) => image(uuid)),
  login: Effect.flatMap(LoginPoll, ({ poll }) => poll(uuid, 1)),
  webwxnewloginpage: Effect.flatMap(LoginPage, ({ exchange }) => exchange(page)),
  webwxinit: Effect.flatMap(WebwxInit, ({ init }) => init(credentials)),
  webwxstatusnotify: Effect.flatMap(StatusNotify, ({ ready }) => ready(credentials, "@a")),
  webwxgetcontact: Effect.flatMap(GetContact, ({ all }) => Stream.runCollect(all(credentials))),
  webwxbatchgetcontact: Effect.flatMap(BatchGetContact, ({ get }) => get(credentials, ["@a"])),
  synccheck: Effect.flatMap(SyncCheck, ({ poll }) => poll(credentials, key)),
  webwxsync: Effect.flatMap(WebwxSync, ({ sync }) => sync(credentials, key)),
  webwxsendmsg: Effect.flatMap(SendMessage, ({ text }) =>
    text(credentials, { from: "@a", to: "@b", text: "hi", clientMsgId: "1" })
  ),
  webwxlogout: Effect.flatMap(Logout, ({ logout }) => logout(credentials)),
  webwxpushloginurl: Effect.flatMap(PushLogin, ({ uuid }) => uuid(credentials)),
  tulingV1: Effect.flatMap(TulingV1, ({ ask }) => ask(question)),
  tulingV2: Effect.flatMap(TulingV2, ({ ask }) => ask(question))
}

/** What stands for a secret or a chat in an answer that cannot be read. */
const mark = "MARKED"

/** Answers of every kind, of which a part is about to be cut out or replaced. */
const answers = [
  `window.QRLogin.code = 200; window.QRLogin.uuid = "${mark}==";`,
  `window.code=200;window.redirect_uri="https://wx2.qq.com/?${mark}";`,
  `window.synccheck={retcode:"0",selector:"${mark}"}`,
  `<error><ret>0</ret><skey>${mark}</skey><wxsid>${mark}</wxsid><wxuin>${mark}</wxuin><pass_ticket>${mark}</pass_ticket></error>`,
  `{"BaseResponse":{"Ret":0},"SKey":"${mark}","SyncKey":{"Count":"${mark}","List":[]},"User":{"UserName":"${mark}"}}`,
  `{"BaseResponse":{"Ret":"${mark}"},"MsgID":"${mark}","AddMsgList":["${mark}"],"ContactList":"${mark}"}`,
  `{"ret":"${mark}","uuid":"${mark}"}`,
  `{"code":"${mark}","text":"${mark}","intent":{"code":"${mark}"}}`
]
const spoilt = fc
  .tuple(fc.constantFrom(...answers), fc.nat(200), fc.nat(40), fc.string({ unit: "binary" }))
  .map(([answer, at, length, junk]) => answer.slice(0, at) + junk + answer.slice(at + length))
const body = fc.oneof(
  spoilt,
  fc.string({ unit: "binary" }).map((text) => mark + text),
  fc.json().map((text) => `{"${mark}":${text}}`)
)

const answer = { text: "" }
const http = new FakeHttp(() => new Response(answer.text))
const world = Layer.mergeAll(TulingV1.Default, TulingV2.Default).pipe(
  Layer.provide([http.layer, tulingOptions]),
  Layer.merge(http.wechat()),
  // all answers in one instant of the test's clock
  Layer.provide(
    Layer.effect(
      Timing,
      Effect.map(Timing, (timing) => ({ ...timing, requestsPerSecond: 1e9 }))
    )
  )
)

describe("whatever the answer", () => {
  for (const [endpoint, call] of Object.entries(calls)) {
    it.effect(`${endpoint} gives a value, or a tagged error without a piece of it`, () =>
      Effect.gen(function* () {
        const run = Runtime.runPromiseExit(yield* Effect.runtime<World>())
        const holds = fc.asyncProperty(body, async (text) => {
          answer.text = text
          const exit = await run(call)
          if (Exit.isSuccess(exit)) return
          const error = Cause.failureOption(exit.cause)
          expect(Option.map(error, ({ _tag }) => _tag)).toSatisfy(Option.isSome<string>)
          expect(Cause.pretty(exit.cause) + JSON.stringify(error)).not.toContain(mark)
        })
        yield* Effect.promise(() => fc.assert(holds))
      }).pipe(Effect.provide(world))
    )
  }
})

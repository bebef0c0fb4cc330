import { Effect, Layer, Option, Redacted, Stream, Struct } from "effect"
import { Timing } from "../../../src/domain/Timing.ts"
import { ChatCompletions } from "../../../src/http/chatbot/ChatCompletions.ts"
import { TulingV1 } from "../../../src/http/chatbot/TulingV1.ts"
import { TulingV2 } from "../../../src/http/chatbot/TulingV2.ts"
import { BatchGetContact } from "../../../src/http/wechat/BatchGetContact.ts"
import { GetContact, pages } from "../../../src/http/wechat/GetContact.ts"
import { JsLogin } from "../../../src/http/wechat/JsLogin.ts"
import { LoginPage } from "../../../src/http/wechat/LoginPage.ts"
import { LoginPoll } from "../../../src/http/wechat/LoginPoll.ts"
import { Logout } from "../../../src/http/wechat/Logout.ts"
import { PushLogin } from "../../../src/http/wechat/PushLogin.ts"
import { QrCode } from "../../../src/http/wechat/QrCode.ts"
import { SendMessage } from "../../../src/http/wechat/SendMessage.ts"
import { StatusNotify } from "../../../src/http/wechat/StatusNotify.ts"
import { SyncCheck } from "../../../src/http/wechat/SyncCheck.ts"
import { WebwxInit } from "../../../src/http/wechat/WebwxInit.ts"
import { WebwxSync } from "../../../src/http/wechat/WebwxSync.ts"
import { chatCompletionsOptions, credentials, type FakeHttp, tulingOptions } from "./FakeHttp.ts"

const key = { Count: 1, List: [{ Key: 1, Val: 2 }] }
const uuid = Redacted.make("U0==")
const page = Redacted.make("https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxnewloginpage?ticket=T0")
const question = {
  text: "你好",
  userId: "u1",
  groupId: Option.none(),
  speaker: Option.none(),
  quoted: Option.none()
}
const background = { instructions: "简短。", turns: [] }

/** All endpoints on one network. All answers may come in one instant of the test's clock. */
export const world = (http: FakeHttp) =>
  Layer.mergeAll(TulingV1.Default, TulingV2.Default, ChatCompletions.Default).pipe(
    Layer.provide([http.layer, tulingOptions, chatCompletionsOptions()]),
    Layer.merge(http.wechat()),
    Layer.provide(
      Layer.effect(
        Timing,
        Effect.map(Timing, (timing) => ({ ...timing, requestsPerSecond: 1e9 }))
      )
    )
  )

export type World = Layer.Layer.Success<ReturnType<typeof world>>

type Call = Effect.Effect<unknown, { readonly _tag: string }, World>

/** Every call there is. */
export const calls = {
  jslogin: Effect.flatMap(JsLogin, ({ uuid }) => uuid),
  qrcode: Effect.flatMap(QrCode, ({ image }) => image(uuid)),
  login: Effect.flatMap(LoginPoll, ({ poll }) => poll(uuid, 1)),
  webwxnewloginpage: Effect.flatMap(LoginPage, ({ exchange }) => exchange(page)),
  webwxinit: Effect.flatMap(WebwxInit, ({ init }) => init(credentials)),
  webwxstatusnotify: Effect.flatMap(StatusNotify, ({ ready }) => ready(credentials, "@a")),
  webwxgetcontact: Effect.flatMap(GetContact, ({ page }) =>
    Stream.runCollect(pages((seq) => page(credentials, seq)))
  ),
  webwxbatchgetcontact: Effect.flatMap(BatchGetContact, ({ get }) => get(credentials, ["@a"])),
  synccheck: Effect.flatMap(SyncCheck, ({ poll }) => poll(credentials, key)),
  webwxsync: Effect.flatMap(WebwxSync, ({ sync }) => sync(credentials, key)),
  webwxsendmsg: Effect.flatMap(SendMessage, ({ text }) =>
    text(credentials, { from: "@a", to: "@b", text: "hi", clientMsgId: "1" })
  ),
  webwxlogout: Effect.flatMap(Logout, ({ logout }) => logout(credentials)),
  webwxpushloginurl: Effect.flatMap(PushLogin, ({ uuid }) => uuid(credentials)),
  tulingV1: Effect.flatMap(TulingV1, ({ ask }) => ask(question)),
  tulingV2: Effect.flatMap(TulingV2, ({ ask }) => ask(question)),
  chatCompletions: Effect.flatMap(ChatCompletions, ({ ask }) => ask(question, background))
} as const satisfies Readonly<Record<string, Call>>

export type Endpoint = keyof typeof calls

/** The names of all calls. */
export const endpoints: ReadonlyArray<Endpoint> = Struct.keys(calls)

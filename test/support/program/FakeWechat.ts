import { Effect, Layer, Option, Redacted } from "effect"
import { type AddMsg } from "../../../src/domain/AddMsg.ts"
import { type Contact } from "../../../src/domain/Contact.ts"
import { type Credentials } from "../../../src/domain/Session.ts"
import { type SyncKey } from "../../../src/domain/SyncKey.ts"
import { type BadAnswer, type EndpointError, type Unreachable } from "../../../src/http/Errors.ts"
import { BatchGetContact } from "../../../src/http/wechat/BatchGetContact.ts"
import { GetContact } from "../../../src/http/wechat/GetContact.ts"
import { type ForeignHost } from "../../../src/http/wechat/Hosts.ts"
import { JsLogin } from "../../../src/http/wechat/JsLogin.ts"
import { type AccountRefused, LoginPage, type TicketRefused } from "../../../src/http/wechat/LoginPage.ts"
import { type LoginAnswer, LoginPoll } from "../../../src/http/wechat/LoginPoll.ts"
import { QrCode } from "../../../src/http/wechat/QrCode.ts"
import { type OutgoingText, SendMessage } from "../../../src/http/wechat/SendMessage.ts"
import { RequestCeiling } from "../../../src/http/wechat/RequestCeiling.ts"
import { StatusNotify } from "../../../src/http/wechat/StatusNotify.ts"
import { SyncCheck } from "../../../src/http/wechat/SyncCheck.ts"
import { WebwxInit } from "../../../src/http/wechat/WebwxInit.ts"
import { type Changes, type Salvaged, WebwxSync } from "../../../src/http/wechat/WebwxSync.ts"
import * as FakeCall from "./FakeCall.ts"
import { checkKey, session, syncKey } from "./wire.ts"

type Start = Effect.Effect.Success<ReturnType<WebwxInit["init"]>>
type NoAnswer = Unreachable | BadAnswer

const started: Start = {
  credentials: session.credentials,
  me: session.me,
  SyncKey: session.SyncKey,
  SyncCheckKey: session.SyncCheckKey,
  contacts: [],
  chatSet: []
}

const noChanges: Changes = {
  messages: [],
  undecodable: 0,
  modContacts: [],
  delContacts: [],
  nickName: Option.none(),
  more: false,
  SyncKey: undefined,
  SyncCheckKey: undefined
}

/**
 * WeChat in the hands of a test, one fake call an endpoint. Left alone it logs in anybody, knows nobody and takes every
 * send; the log-in poll and synccheck are held until the test answers them.
 */
export class FakeWechat extends Effect.Service<FakeWechat>()("test/FakeWechat", {
  effect: Effect.gen(function* () {
    let uuids = 0
    let sends = 0
    let cursor = 0
    const jsLogin = yield* FakeCall.make<[], Redacted.Redacted, EndpointError>(() =>
      Effect.sync(() => Redacted.make(`uuid-${++uuids}==`))
    )
    const qrCode = yield* FakeCall.make<[Redacted.Redacted], Uint8Array, NoAnswer>(() =>
      Effect.succeed(new Uint8Array(1))
    )
    const loginPoll = yield* FakeCall.make<[Redacted.Redacted, 0 | 1], LoginAnswer, NoAnswer>()
    const loginPage = yield* FakeCall.make<
      [Redacted.Redacted],
      Credentials,
      EndpointError | AccountRefused | TicketRefused | ForeignHost
    >(() => Effect.succeed(session.credentials))
    const webwxInit = yield* FakeCall.make<[Credentials], Start, EndpointError>(() => Effect.succeed(started))
    const statusNotify = yield* FakeCall.make<[Credentials, string], void, EndpointError>(() => Effect.void)
    const getContact = yield* FakeCall.make<[Credentials], ReadonlyArray<Contact>, EndpointError>(() =>
      Effect.succeed([])
    )
    const batchGetContact = yield* FakeCall.make<
      [Credentials, ReadonlyArray<string>],
      Array<Contact>,
      EndpointError
    >(() => Effect.succeed([]))
    const syncCheck = yield* FakeCall.make<
      [Credentials, SyncKey],
      { readonly selector: number },
      EndpointError
    >()
    const webwxSync = yield* FakeCall.make<[Credentials, SyncKey], Changes, EndpointError>()
    const salvage = yield* FakeCall.make<[Credentials, SyncKey], Salvaged, EndpointError>()
    const sendMessage = yield* FakeCall.make<[Credentials, OutgoingText], string, EndpointError>(() =>
      Effect.sync(() => `sent-${++sends}`)
    )

    /** What a fetch brings: nothing but a cursor that is one further, unless said otherwise. */
    const changes = (what: Partial<Changes>): Effect.Effect<Changes> =>
      Effect.sync(() => {
        cursor++
        return { ...noChanges, SyncKey: syncKey(cursor), SyncCheckKey: checkKey(cursor), ...what }
      })

    return {
      jsLogin,
      qrCode,
      loginPoll,
      loginPage,
      webwxInit,
      statusNotify,
      getContact,
      batchGetContact,
      syncCheck,
      webwxSync,
      salvage,
      sendMessage,
      changes,
      started: (what: Partial<Start>) => Effect.succeed({ ...started, ...what }),
      /** Messages come: the next poll announces them and the next fetch brings them. */
      push: (...messages: ReadonlyArray<AddMsg>) =>
        Effect.zipRight(
          webwxSync.next(changes({ messages: [...messages] })),
          syncCheck.next(Effect.succeed({ selector: 2 }))
        ),
      /** The texts that were sent, with their chats. */
      sent: () => sendMessage.asked.map(([, { text, to }]) => ({ to, text }))
    } as const
  })
}) {}

/** Every endpoint that the program uses, played by `FakeWechat`. */
export const endpoints = Layer.mergeAll(
  RequestCeiling.Default,
  Layer.effect(
    JsLogin,
    Effect.map(FakeWechat, ({ jsLogin }) => new JsLogin({ uuid: jsLogin.call() }))
  ),
  Layer.effect(
    QrCode,
    Effect.map(FakeWechat, ({ qrCode }) => new QrCode({ image: qrCode.call }))
  ),
  Layer.effect(
    LoginPoll,
    Effect.map(FakeWechat, ({ loginPoll }) => new LoginPoll({ poll: loginPoll.call }))
  ),
  Layer.effect(
    LoginPage,
    Effect.map(FakeWechat, ({ loginPage }) => new LoginPage({ exchange: loginPage.call }))
  ),
  Layer.effect(
    WebwxInit,
    Effect.map(FakeWechat, ({ webwxInit }) => new WebwxInit({ init: webwxInit.call }))
  ),
  Layer.effect(
    StatusNotify,
    Effect.map(FakeWechat, ({ statusNotify }) => new StatusNotify({ ready: statusNotify.call }))
  ),
  Layer.effect(
    GetContact,
    Effect.map(
      FakeWechat,
      ({ getContact }) =>
        new GetContact({
          page: (credentials) =>
            Effect.map(getContact.call(credentials), (contacts) => ({ contacts, seq: 0 })),
          salvage: (credentials) =>
            Effect.map(getContact.call(credentials), (contacts) => ({ contacts, seq: 0, whole: true }))
        })
    )
  ),
  Layer.effect(
    BatchGetContact,
    Effect.map(FakeWechat, ({ batchGetContact }) => new BatchGetContact({ get: batchGetContact.call }))
  ),
  Layer.effect(
    SyncCheck,
    Effect.map(FakeWechat, ({ syncCheck }) => new SyncCheck({ poll: syncCheck.call }))
  ),
  Layer.effect(
    WebwxSync,
    Effect.map(
      FakeWechat,
      ({ salvage, webwxSync }) => new WebwxSync({ sync: webwxSync.call, salvage: salvage.call })
    )
  ),
  Layer.effect(
    SendMessage,
    Effect.map(FakeWechat, ({ sendMessage }) => new SendMessage({ text: sendMessage.call }))
  )
)

import { Layer } from "effect"
import { BatchGetContact } from "./BatchGetContact.ts"
import { CookieJar } from "./CookieJar.ts"
import { GetContact } from "./GetContact.ts"
import { JsLogin } from "./JsLogin.ts"
import { LoginPage } from "./LoginPage.ts"
import { LoginPoll } from "./LoginPoll.ts"
import { Logout } from "./Logout.ts"
import { PushLogin } from "./PushLogin.ts"
import { QrCode } from "./QrCode.ts"
import { RequestCeiling } from "./RequestCeiling.ts"
import { SendMessage } from "./SendMessage.ts"
import { StatusNotify } from "./StatusNotify.ts"
import { SyncCheck } from "./SyncCheck.ts"
import { WebwxInit } from "./WebwxInit.ts"
import { WebwxSync } from "./WebwxSync.ts"
import { WechatClient } from "./WechatClient.ts"

/**
 * Every WeChat endpoint, and the one cookie jar and ceiling of requests that they share. Needs `WechatOptions` and an
 * `HttpExchange`.
 */
export const layer = Layer.mergeAll(
  JsLogin.Default,
  QrCode.Default,
  LoginPoll.Default,
  LoginPage.Default,
  WebwxInit.Default,
  StatusNotify.Default,
  GetContact.Default,
  BatchGetContact.Default,
  SyncCheck.Default,
  WebwxSync.Default,
  SendMessage.Default,
  Logout.Default,
  PushLogin.Default
).pipe(
  Layer.provide(WechatClient.Default),
  Layer.provideMerge(Layer.merge(CookieJar.Default, RequestCeiling.Default))
)

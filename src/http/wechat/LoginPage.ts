import { Cookies } from "@effect/platform"
import { Data, Effect, Option, Redacted, Schema } from "effect"
import * as Lenient from "../../domain/Lenient.ts"
import { type Credentials } from "../../domain/Session.ts"
import { BadAnswer, endsSession, Refused } from "../Errors.ts"
import * as Wire from "../Wire.ts"
import { parseRedirectUri } from "./Hosts.ts"
import { WechatClient } from "./WechatClient.ts"
import { WechatOptions } from "./WechatOptions.ts"

const endpoint = "webwxnewloginpage"

/**
 * This account may not use Web WeChat: trying again is no use. `message` is for the person: WeChat's own sentence,
 * or ours where it sent a page. `code` is its `ret`, 1203 as a rule; a page has none.
 */
export class AccountRefused extends Data.TaggedError("AccountRefused")<{
  readonly code: Option.Option<number>
  readonly message: string
}> {}

const Answer = Wire.xml(
  Schema.Struct({
    error: Schema.Struct({
      ret: Lenient.requiredInt,
      message: Wire.xmlText,
      skey: Wire.xmlText,
      wxsid: Wire.xmlText,
      wxuin: Wire.xmlText,
      pass_ticket: Wire.xmlText,
      redirecturl: Wire.xmlText
    })
  })
)

const Secret = Schema.NonEmptyString.pipe(Schema.Redacted)
const Complete = Schema.Struct({
  skey: Secret,
  wxsid: Secret,
  wxuin: Schema.String.pipe(Schema.pattern(/^\d+$/), Schema.Redacted),
  pass_ticket: Secret
})

/** The server's own trouble (-1, -2), too many log-ins (1205), a ticket that is spent or too old (-14 and others). */
const saysNothingOfTheAccount = (ret: number) => endsSession(ret) || [-1, -2, 1205].includes(ret)

const isHtml = (text: string) => /^\s*(<!doctype\s+html|<html)/i.test(text)

/** A server's sentence made fit for a terminal: one line that neither steers it nor turns the reading direction. */
const sentence = (text: string) =>
  [...text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ").trim()].slice(0, 200).join("") || "WeChat gave no reason"

/** Where a confirmed log-in gets its credentials. */
export class LoginPage extends Effect.Service<LoginPage>()("http/LoginPage", {
  effect: Effect.gen(function* () {
    const wechat = yield* WechatClient
    const options = yield* WechatOptions
    const read = Wire.reader(endpoint, Answer)
    const readComplete = Wire.reader(endpoint, Complete)

    const desktop = options.client === "desktop"
    const headers: Readonly<Record<string, string>> = desktop
      ? {
          "client-version": "2.0.0",
          referer: "https://wx.qq.com/?&lang=zh_CN&target=t",
          ...Option.match(options.extspam, {
            onNone: () => ({}),
            onSome: (value) => ({ extspam: Redacted.value(value) })
          })
        }
      : {}

    /**
     * Turns the `redirect_uri` of the log-in poll into credentials. Whether its ticket may be used twice is not known:
     * when a try is `Refused`, start with a new code. The answer may come with status 301; its `Location` is left alone.
     */
    const exchange = Effect.fn("LoginPage.exchange")(function* (redirectUri: Redacted.Redacted) {
      const { host, target } = yield* parseRedirectUri(Redacted.value(redirectUri), options.origin)
      const answer = yield* wechat.send({
        endpoint,
        host,
        path: target,
        query: { fun: "new", version: "v2", ...(desktop ? { mod: "desktop" } : {}) },
        headers,
        maxBytes: 1024 * 1024,
        alsoStatus: 301
      })
      const text = Wire.utf8(answer.bytes)
      if (isHtml(text)) {
        return yield* new AccountRefused({
          code: Option.none(),
          message: "WeChat answered with a page instead of a session: this account may not use Web WeChat"
        })
      }
      const { error } = yield* read(text)
      if (saysNothingOfTheAccount(error.ret)) return yield* new Refused({ endpoint, code: error.ret })
      if (error.ret !== 0) {
        return yield* new AccountRefused({ code: Option.some(error.ret), message: sentence(error.message) })
      }
      if (error.redirecturl !== "")
        return yield* new BadAnswer({ endpoint, issue: "redirecturl is not followed" })
      const cookie = (name: string) => Option.getOrElse(Cookies.getValue(answer.cookies, name), () => "")
      const complete = yield* readComplete({
        skey: error.skey,
        wxsid: error.wxsid || cookie("wxsid"),
        wxuin: error.wxuin || cookie("wxuin"),
        pass_ticket: error.pass_ticket
      })
      const credentials: Credentials = { host, ...complete }
      return credentials
    })

    return { exchange } as const
  })
}) {}

import { Cookies } from "@effect/platform"
import { Data, Effect, Option, Redacted, Schema } from "effect"
import * as Lenient from "../../domain/Lenient.ts"
import { type Credentials } from "../../domain/Session.ts"
import { BadAnswer, endsSession, meaning, Refused } from "../Errors.ts"
import { linesOf, linesOfPage } from "../Html.ts"
import * as Wire from "../Wire.ts"
import { parseRedirectUri } from "./Hosts.ts"
import { barringSentence } from "./WebBarred.ts"
import { WechatClient } from "./WechatClient.ts"
import { WechatOptions } from "./WechatOptions.ts"

const endpoint = "webwxnewloginpage"

/**
 * This account may not use Web WeChat: trying again is useless. `message` is for people: WeChat's own sentence, after
 * words of ours if it came in a page. `code` is its `ret`, mostly 1203; a page has none.
 */
export class AccountRefused extends Data.TaggedError("AccountRefused")<{
  readonly code: Option.Option<number>
  readonly message: string
}> {}

/**
 * WeChat refused with a code that may be about the account or about the ticket. On the first use of a ticket a code with
 * a sentence is about the account; on a later use the ticket may be spent.
 */
export class TicketRefused extends Data.TaggedError("TicketRefused")<{
  readonly code: number
  /** WeChat's own, fit for a person. */
  readonly sentence: Option.Option<string>
}> {
  override get message() {
    return `${endpoint}: refused with ${this.code} (${meaning(this.code)})`
  }
}

/** This account may not use Web WeChat. */
const BARRED = 1203

const Answer = Wire.xml(
  Schema.Struct({
    error: Schema.Struct({
      ret: Lenient.requiredInt,
      skey: Wire.xmlText,
      wxsid: Wire.xmlText,
      wxuin: Wire.xmlText,
      pass_ticket: Wire.xmlText,
      redirecturl: Wire.xmlText
    })
  })
)

const Secret = Schema.NonEmptyString.pipe(Schema.Redacted)
const CompleteKeys = Schema.Struct({
  skey: Secret,
  wxsid: Secret,
  wxuin: Schema.String.pipe(Schema.pattern(/^\d+$/), Schema.Redacted),
  pass_ticket: Secret
})

/** An error of the server (-1, -2), too many log-ins (1205), a ticket that is spent or too old (-14 and others). */
const saysNothingOfTheAccount = (ret: number) => endsSession(ret) || [-1, -2, 1205].includes(ret)

/** The `ret` of an answer that is no well-formed XML: a refusal that holds a bare `&` or `<br>`, or is cut short. */
const retIn = (text: string): Option.Option<number> =>
  Option.map(
    Option.fromNullable(/<ret(?:\s[^<>]*)?>\s*(?:<!\[CDATA\[\s*)?(-?\d{1,9})\s*(?:<|\]\])/i.exec(text)?.[1]),
    Number
  )

/** What a refusal says to people: HTML, escaped for XML or not. If cut short, only what is before the first tag. */
const messageIn = (text: string): string => {
  const rest = /<message(?:\s[^<>]*)?>([^]*)/i.exec(text)?.[1]?.replace(/<!\[CDATA\[|\]\]>/gi, "") ?? ""
  const end = rest.search(/<\/message/i)
  return Wire.decodeEntities(end === -1 ? rest.replace(/<[^]*$/, "") : rest.slice(0, end))
}

/** A server's sentence made fit for a terminal: one line that neither steers it nor turns the reading direction. */
const fitForPeople = (lines: ReadonlyArray<string>): Option.Option<string> => {
  const line = lines.join(" ").replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ")
  return Option.liftPredicate([...line.trim()].slice(0, 200).join(""), (sentence) => sentence !== "")
}

const refusal = (ret: number, text: string): Refused | AccountRefused | TicketRefused => {
  if (saysNothingOfTheAccount(ret)) return new Refused({ endpoint, code: ret })
  const lines = linesOf(messageIn(text))
  const sentence = fitForPeople(lines)
  return ret === BARRED || Option.isSome(barringSentence(lines))
    ? new AccountRefused({
        code: Option.some(ret),
        message: Option.getOrElse(sentence, () => "WeChat gave no reason")
      })
    : new TicketRefused({ code: ret, sentence })
}

/** The error for an answer that is no XML: a refusal that holds a `ret`, a page that says so, or else unreadable. */
const errorOfUnreadable = (text: string, unreadable: BadAnswer) =>
  Option.match(retIn(text), {
    onSome: (ret) => (ret === 0 ? unreadable : refusal(ret, text)),
    onNone: () =>
      Option.match(
        Option.flatMap(barringSentence(linesOfPage(text)), (sentence) => fitForPeople([sentence])),
        {
          onSome: (sentence) =>
            new AccountRefused({
              code: Option.none(),
              message: `a page of WeChat says that this account may not use Web WeChat: ${sentence}`
            }),
          onNone: () => unreadable
        }
      )
  })

/** Where a confirmed log-in gets its credentials. */
export class LoginPage extends Effect.Service<LoginPage>()("http/LoginPage", {
  effect: Effect.gen(function* () {
    const wechat = yield* WechatClient
    const options = yield* WechatOptions
    const read = Wire.reader(endpoint, Answer)
    const readComplete = Wire.reader(endpoint, CompleteKeys)

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
     * Turns the `redirect_uri` of the log-in poll into credentials. Its ticket may be spent by a try that got no answer
     * or an unreadable one. The answer may come with status 301; its `Location` is left alone.
     */
    const exchange = Effect.fnUntraced(function* (redirectUri: Redacted.Redacted) {
      const { host, target } = yield* parseRedirectUri(Redacted.value(redirectUri), options.origin)
      const answer = yield* wechat.send({
        endpoint,
        host,
        path: target,
        query: { fun: "new", version: "v2", ...(desktop ? { mod: "desktop" } : {}) },
        headers,
        maxBytes: 1024 * 1024,
        alsoStatus: 301,
        once: true
      })
      const text = Wire.utf8(answer.bytes)
      const { error } = yield* Effect.mapError(read(text), (unreadable) =>
        errorOfUnreadable(text, unreadable)
      )
      if (error.ret !== 0) return yield* refusal(error.ret, text)
      if (error.redirecturl !== "")
        return yield* new BadAnswer({ endpoint, issue: "redirecturl is not followed" })
      // not decoded: a cookie's value is encoded in the same way as the one in the XML
      const cookie = (name: string) =>
        Option.match(Cookies.get(answer.cookies, name), {
          onNone: () => "",
          onSome: ({ valueEncoded }) => valueEncoded
        })
      const complete = yield* readComplete({
        skey: error.skey || cookie("skey"),
        wxsid: error.wxsid || cookie("wxsid"),
        wxuin: error.wxuin || cookie("wxuin"),
        pass_ticket: error.pass_ticket || cookie("pass_ticket")
      })
      const credentials: Credentials = { host, ...complete }
      return credentials
    })

    return { exchange } as const
  })
}) {}

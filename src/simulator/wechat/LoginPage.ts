import { type Headers, HttpServerRequest, HttpServerResponse } from "@effect/platform"
import { Effect } from "effect"
import * as Response from "./wire/Response.ts"
import * as Cookies from "./wire/Cookies.ts"
import { openScan } from "./Login.ts"
import { INVALID_SESSION, NO_SESSION, param, PARAM_ERROR, TICKET_ERROR } from "./SessionCall.ts"
import { sessionHostOf } from "../https/HostNames.ts"
import type { Refusal } from "../world/Endpoints.ts"
import { countOf } from "../world/Recent.ts"
import { endSession, liveSession, type Session, type State, withScan } from "../world/State.ts"
import { UserNames } from "../world/UserNames.ts"
import { type Transition, World } from "../world/World.ts"

/** The account may not use Web WeChat. */
const BARRED = 1203

/** The message is not escaped, as in the real service: with a `&` or `<br>` in it this is not well-formed XML. */
const refusal = (ret: number, message: string) =>
  `<error><ret>${ret}</ret><message>${message}</message></error>`

const barredSentence = "为了你的帐号安全，此微信号不能登录网页微信。"
const barredMessage = `${barredSentence}<br>你可以使用 Windows 微信 & Mac 微信在电脑端登录。`
const barredPage = `<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>微信</title></head><body><p>${barredSentence}</p></body></html>
`

const ticketSpent = "登录已失效，请重新扫码。"

const admission = (session: Session, passTicket: State["passTicket"]) =>
  `<error><ret>0</ret><message>OK</message><skey>${session.skey}</skey><wxsid>${session.sid}</wxsid>` +
  `<wxuin>${session.uin}</wxuin>` +
  (passTicket === "xml" ? `<pass_ticket>${encodeURIComponent(session.passTicket)}</pass_ticket>` : "") +
  `<isgrayscale>1</isgrayscale></error>`

/** Whether a request has the two headers of the desktop client, with which a barred account is let in. */
const isDesktop = (headers: Headers.Headers) =>
  (headers["client-version"] ?? "") !== "" && (headers["extspam"] ?? "") !== ""

/** Uses up a ticket: gives 0 if it was confirmed, or the code with which it is refused. */
const useTicket =
  (ticket: string): Transition<number> =>
  (state) => {
    const scan = state.scans.find((scan) => scan.ticket === ticket)
    if (scan?.stage === "used") return [PARAM_ERROR, state]
    if (scan?.stage !== "confirmed") return [TICKET_ERROR, state]
    return [0, withScan(state, { ...scan, stage: "used" })]
  }

/** So many log-ins are remembered, also those that are over. */
const SESSIONS = 1_000

/**
 * Opens a session for a confirmed ticket, or gives the code with which the ticket is refused. An account has one web
 * session: the previous one ends.
 */
const admit = (ticket: string, host: string | null) =>
  Effect.gen(function* () {
    const { account, common, ids, modify, options } = yield* World
    const refused = yield* common.modify(useTicket(ticket))
    if (refused !== 0) return refused
    const credentials = {
      uin: account.uin,
      host,
      sid: yield* ids.token(16),
      skey: `@crypt_${yield* ids.token(8)}_${yield* ids.token(24)}`,
      passTicket: `${yield* ids.token(32)}+/${yield* ids.token(8)}=`,
      dataTicket: yield* ids.token(24),
      uvid: yield* ids.token(32),
      authTicket: yield* ids.token(24),
      userNames: new UserNames(yield* ids.token(16), options.selfChat)
    }
    return yield* modify((state) => {
      const old = liveSession(state)
      const alone = old === undefined ? state : endSession(state, old, INVALID_SESSION)
      const start = countOf(state.events)
      const session: Session = {
        ...credentials,
        order: (state.sessions.at(-1)?.order ?? 0) + 1,
        start,
        fetched: start,
        inits: 0,
        ended: null
      }
      return [session, { ...alone, sessions: [...alone.sessions, session].slice(-SESSIONS) }]
    })
  })

/**
 * GET `webwxnewloginpage`: XML with the keys, and cookies; HTTP 301 with the same body unless `fun=new` or `version=v2`
 * is given.
 */
export const loginPage = Effect.gen(function* () {
  const world = yield* World
  const { headers } = yield* HttpServerRequest.HttpServerRequest
  const params = yield* HttpServerRequest.ParsedSearchParams
  const isNew = param(params, "fun") === "new" || param(params, "version") === "v2"
  const xml = (text: string) =>
    HttpServerResponse.text(text, {
      status: isNew ? 200 : 301,
      contentType: "text/plain"
    })
  const { barred, passTicket, refusal: how } = yield* world.state
  if (barred && !isDesktop(headers)) {
    return how === "html" ? HttpServerResponse.html(barredPage) : xml(refusal(BARRED, barredMessage))
  }
  const session = yield* admit(param(params, "ticket"), sessionHostOf(headers) ?? null)
  if (typeof session === "number") return xml(refusal(session, ticketSpent))
  const now = yield* world.now
  return Cookies.set(world, session, now, passTicket)(xml(admission(session, passTicket)))
})

/** Refuses `webwxnewloginpage`. */
export const loginPageRefusal: Refusal = (ret) =>
  HttpServerResponse.text(refusal(ret, "系统错误"), { contentType: "text/plain" })

/** Refuses `webwxpushloginurl`. */
export const pushLoginRefusal: Refusal = (ret) =>
  Response.json({ ret: String(ret), msg: "invalid device auth info" })

/** GET `webwxpushloginurl`: a new log-in by a tap on the phone, for a client with the cookies of the last session. */
export const pushLogin = Effect.gen(function* () {
  const { account, state } = yield* World
  const { headers } = yield* HttpServerRequest.HttpServerRequest
  const params = yield* HttpServerRequest.ParsedSearchParams
  const { pushLogin, sessions } = yield* state
  const last = sessions.at(-1)
  const known =
    last !== undefined &&
    param(params, "uin") === String(account.uin) &&
    Cookies.allowPushLogin(Cookies.shown(headers), last)
  return known && pushLogin
    ? Response.json({ ret: "0", msg: "all ok", uuid: yield* openScan("scanned") })
    : pushLoginRefusal(1)
})

/** What a client of the Web sees at `/`, where it goes after a log-out: the page with the code, whose script is left out. */
const frontPage = `<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>微信网页版</title></head><body></body></html>
`

/** GET `/`: the front page. */
export const front = HttpServerResponse.html(frontPage)

/**
 * GET or POST `webwxlogout`: ends the session whose cookie and `skey` come along. It leads to the front page, and its
 * body is JSON, since one client reads it so.
 */
export const logout = Effect.gen(function* () {
  const { modify, options, origin } = yield* World
  const { headers } = yield* HttpServerRequest.HttpServerRequest
  const params = yield* HttpServerRequest.ParsedSearchParams
  const cookies = Cookies.shown(headers)
  const Ret = yield* modify((state) => {
    const session = liveSession(state)
    return session !== undefined &&
      Cookies.has(cookies, "wxsid", session.sid) &&
      session.skey === param(params, "skey")
      ? [0, endSession(state, session, NO_SESSION)]
      : [NO_SESSION, state]
  })
  const host = sessionHostOf(headers) ?? options.sessionHost
  return Response.json(Response.base(Ret)).pipe(
    HttpServerResponse.setStatus(301),
    HttpServerResponse.setHeader("location", host === "own" ? `${origin}/` : `https://${host}/`)
  )
})

import { Clock, Data, Duration, Effect, Option, Redacted } from "effect"
import { type Credentials, type Session } from "../../domain/Session.ts"
import { Timing } from "../../domain/Timing.ts"
import { isSessionEnd } from "../../http/Errors.ts"
import { JsLogin } from "../../http/wechat/JsLogin.ts"
import { type ForeignHost } from "../../http/wechat/Hosts.ts"
import { AccountRefused, LoginPage } from "../../http/wechat/LoginPage.ts"
import { LoginPoll } from "../../http/wechat/LoginPoll.ts"
import { PushLogin } from "../../http/wechat/PushLogin.ts"
import { QrCode } from "../../http/wechat/QrCode.ts"
import { StatusNotify } from "../../http/wechat/StatusNotify.ts"
import { WebwxInit } from "../../http/wechat/WebwxInit.ts"
import { LoginDisplay } from "../../layers/login/LoginDisplay.ts"
import { pauses, retryUnless } from "../connection/Backoff.ts"
import { Connection } from "../connection/Connection.ts"
import { NewCode } from "./NewCode.ts"

/** This log-in came to nothing; another code may do. */
class LoginLost extends Data.TaggedError("LoginLost")<{ readonly message: string }> {}

/** A person has to do something before a log-in can succeed. */
export type LoginRefusal = AccountRefused | ForeignHost

/** After so many codes that nobody scanned, a new one comes only every `seldomCode`. */
const EAGER_CODES = 5

/**
 * Logs in by QR code: shows codes until one is confirmed on the phone, changes its ticket for credentials and starts
 * the session. Waits as long as it takes; fails only when WeChat refuses the account or sends it to a foreign host.
 */
export const login = Effect.fn("Login.login")(function* () {
  const display = yield* LoginDisplay
  return yield* confirmedCode.pipe(
    Effect.flatMap(exchangeTicket),
    Effect.flatMap(startSession),
    retryUnless(isRefusal, "the log-in came to nothing, starting over"),
    Effect.ensuring(display.clear)
  )
})

/**
 * Logs in again without a QR code: the owner of the last session gets a button on the phone, once. When nothing comes
 * of it, by QR code after all; so it waits and fails like `login`.
 */
export const loginByTap = Effect.fn("Login.loginByTap")(function* (last: Credentials) {
  return yield* confirmedTap(last).pipe(
    Effect.flatMap(exchangeTicket),
    Effect.flatMap(startSession),
    Effect.catchTag("LoginLost", ({ message }) =>
      Effect.logWarning("no log-in by a tap on the phone, a QR code follows").pipe(
        Effect.annotateLogs({ error: message }),
        Effect.zipRight(login())
      )
    )
  )
})

/**
 * Goes on with a session that may be alive although WeChat said that it ended. Undefined when it is dead, so that only
 * a log-in helps.
 */
export const resume = Effect.fn("Login.resume")(function* (last: Credentials) {
  return yield* startSession(last).pipe(
    Effect.catchTag("LoginLost", ({ message }) =>
      Effect.as(Effect.annotateLogs(Effect.logInfo("the session is gone"), { error: message }), undefined)
    )
  )
})

const isRefusal = (error: LoginLost | LoginRefusal): error is LoginRefusal => error._tag !== "LoginLost"

/** Shows one code after the other until somebody scans and confirms it; gives the address to go on to. */
const confirmedCode = Effect.gen(function* () {
  const connection = yield* Connection
  const display = yield* LoginDisplay
  const { wished } = yield* NewCode
  const { seldomCode } = yield* Timing
  // whoever wishes for one is there to scan it
  let inVain = 0
  for (;;) {
    if (inVain >= EAGER_CODES) {
      yield* display.clear
      yield* connection.become(
        "logged-out",
        `nobody logs in; a new code comes in ${Duration.format(seldomCode)}`
      )
      inVain = yield* Effect.raceFirst(Effect.as(Effect.sleep(seldomCode), inVain), Effect.as(wished, 0))
    }
    const end = yield* Effect.raceFirst(confirmation(yield* newCode), Effect.as(wished, "wished" as const))
    if (end === "wished") inVain = 0
    else if (Option.isSome(end)) return end.value
    else inVain++
  }
})

const newCode = Effect.gen(function* () {
  const connection = yield* Connection
  const display = yield* LoginDisplay
  const qrCode = yield* QrCode
  const uuid = yield* connection.persist((yield* JsLogin).uuid)
  yield* display.show(Redacted.make(`https://login.weixin.qq.com/l/${Redacted.value(uuid)}`))
  // the browser loads the picture too: a log-in without that request would stand out
  yield* Effect.fork(Effect.ignore(qrCode.image(uuid)))
  yield* connection.become("waiting-for-scan", "a log-in code is shown")
  return uuid
})

/** Puts a button on the phone and waits for the tap; gives the address to go on to. */
const confirmedTap = Effect.fn("Login.confirmedTap")(function* (last: Credentials) {
  const connection = yield* Connection
  const pushLogin = yield* PushLogin
  const uuid = yield* pushLogin.uuid(last).pipe(
    Effect.ensuring(connection.tick),
    // what may have arrived is not tried again: each call may disturb the owner
    Effect.retry({
      schedule: yield* pauses,
      while: (error) => error._tag === "Unreachable" && error.delivered === "no"
    }),
    Effect.mapError((error) => new LoginLost({ message: error.message }))
  )
  yield* connection.become("waiting-for-confirmation", "the phone shows a log-in button")
  const redirectUri = yield* confirmation(uuid)
  if (Option.isSome(redirectUri)) return redirectUri.value
  return yield* new LoginLost({ message: "not confirmed on the phone" })
})

/** Polls a code, or a button on the phone, to its end: the address to go on to; without one a new code is needed. */
const confirmation = Effect.fn("Login.confirmation")(function* (uuid: Redacted.Redacted) {
  const connection = yield* Connection
  const { confirmationPatience, loginPollGap } = yield* Timing
  const loginPoll = yield* LoginPoll
  let scannedAt: number | undefined
  for (let tip: 0 | 1 = 1; ; tip = 0) {
    const answer = yield* connection.persist(loginPoll.poll(uuid, tip))
    const now = yield* Clock.currentTimeMillis
    switch (answer._tag) {
      case "Confirmed":
        return Option.some(answer.redirectUri)
      case "Cancelled":
        yield* Effect.logInfo("cancelled on the phone, a new code follows")
        return Option.none()
      case "Scanned":
        yield* connection.become("waiting-for-confirmation", "the code was scanned")
        scannedAt ??= now
        break
      case "Expired":
      case "Broken":
        // the phone may count down and ask a second time, while the server already calls the code expired
        if (scannedAt === undefined || now - scannedAt > Duration.toMillis(confirmationPatience)) {
          yield* Effect.logInfo("expired, a new code follows")
          return Option.none()
        }
        break
      case "Waiting":
        break
    }
    yield* Effect.sleep(loginPollGap)
  }
})

/** How often Tencent's own client tries to change a ticket for credentials. */
const TICKET_TRIES = 3

const exchangeTicket = Effect.fn("Login.exchangeTicket")(function* (redirectUri: Redacted.Redacted) {
  const connection = yield* Connection
  const loginPage = yield* LoginPage
  yield* connection.become("logging-in", "confirmed on the phone")
  // a try without a readable answer may have used the ticket up: the next is refused then, and only a new code helps
  let perhapsSpent = false
  return yield* loginPage.exchange(redirectUri).pipe(
    Effect.tapError((error) => {
      perhapsSpent ||=
        error._tag === "BadAnswer" || (error._tag === "Unreachable" && error.delivered !== "no")
      return Effect.void
    }),
    Effect.retry({
      schedule: yield* pauses,
      times: TICKET_TRIES - 1,
      while: ({ _tag }) => _tag === "Unreachable" || _tag === "BadAnswer"
    }),
    Effect.catchTags({
      Unreachable: (error) => new LoginLost({ message: error.message }),
      BadAnswer: (error) => new LoginLost({ message: error.message }),
      Refused: (error) => new LoginLost({ message: error.message }),
      TicketRefused: (error): LoginLost | AccountRefused =>
        perhapsSpent || Option.isNone(error.sentence)
          ? new LoginLost({ message: error.message })
          : new AccountRefused({ code: Option.some(error.code), message: error.sentence.value })
    })
  )
})

const startSession = Effect.fn("Login.startSession")(function* (fresh: Credentials) {
  const connection = yield* Connection
  const webwxInit = yield* WebwxInit
  const statusNotify = yield* StatusNotify
  const start = yield* connection
    .persistInSession(webwxInit.init(fresh))
    .pipe(Effect.mapError((error) => new LoginLost({ message: error.message })))
  const { credentials, me } = start
  yield* statusNotify
    .ready(credentials, me.UserName)
    .pipe(
      Effect.catchAll((error) =>
        isSessionEnd(error)
          ? new LoginLost({ message: error.message })
          : Effect.logWarning("the phone was not told of the log-in").pipe(
              Effect.annotateLogs({ error: error.message })
            )
      )
    )
  return {
    credentials,
    me,
    SyncKey: start.SyncKey,
    SyncCheckKey: start.SyncCheckKey ?? start.SyncKey,
    contacts: start.contacts
  } satisfies Session
})

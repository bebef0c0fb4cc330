import { Duration, Effect, Equal, Option, Ref } from "effect"
import { type Session } from "../../domain/Session.ts"
import { Timing } from "../../domain/Timing.ts"
import { CookieJar } from "../../http/wechat/CookieJar.ts"
import { reached } from "../../layers/Checkpoint.ts"
import { Journal } from "../../layers/journal/Journal.ts"
import { KeptValues } from "../../layers/journal/KeptValues.ts"
import { Messages } from "../../layers/journal/Messages.ts"
import { SavedContacts } from "../../layers/journal/SavedContacts.ts"
import { SavedSessions } from "../../layers/journal/SavedSessions.ts"
import { LoginDisplay } from "../../layers/login/LoginDisplay.ts"
import { Connection } from "../connection/Connection.ts"
import { type SessionEnded } from "../inbox/Inbox.ts"
import { login, loginByTap, resume } from "./Login.ts"
import { OwnersLogout } from "./OwnersLogout.ts"
import { PhoneAsked } from "./PhoneAsked.ts"
import * as SessionChecks from "./SessionChecks.ts"

/** The owner may have logged the robot out on the phone: a button there would be a nuisance. */
const PERHAPS_LOGGED_OUT = 1100

/** A session that is over, or was when the program ended. */
interface Before {
  readonly session: Session
  /** The code that WeChat ended it with; undefined when the program ended first. */
  readonly endedBy: number | undefined
}

/**
 * The log-ins of one robot. A session that WeChat ended is looked at, in case it lives, which asks nobody; when it is
 * dead, but for 1100, the phone is asked by a button, at most once in `reloginGap`; then only a QR code does, which takes
 * a person. A start goes the same way with the session of the last run; the first of all is by QR code.
 */
export class Relogin extends Effect.Service<Relogin>()("program/Relogin", {
  effect: Effect.gen(function* () {
    const connection = yield* Connection
    const jar = yield* CookieJar
    const { together } = yield* Journal
    const contacts = yield* SavedContacts
    const sessions = yield* SavedSessions
    const checks = yield* SessionChecks.make
    const { wasWished } = yield* OwnersLogout
    const saved = yield* sessions.last
    yield* Option.match(saved, { onNone: () => Effect.void, onSome: ({ cookies }) => jar.restore(cookies) })
    const last = yield* Ref.make(Option.map(saved, ({ endedBy, session }): Before => ({ session, endedBy })))

    return {
      /** Logs in, the way that the end of the last session allows. Waits and fails like `login`. */
      session: Effect.gen(function* () {
        const { how, session } = yield* Option.match(yield* Ref.get(last), {
          onNone: () => newLogin(login()),
          onSome: (before) => again(before, checks)
        })
        yield* reached("logged-in")
        yield* endOther(session)
        const cookies = yield* jar.export
        yield* together(
          Effect.zipRight(sessions.begin(session, cookies), contacts.forgetOthers(session.me.UserName))
        )
        yield* reached("session-kept")
        // not before: whoever sees it may stop the robot, and its next start shall need no person
        yield* connection.become("syncing", `${how} at ${session.credentials.host}`)
        return session
      }),
      /** WeChat ended this session: the next log-in goes by it. */
      lost: (session: Session, { code, cursor, lived, message }: SessionEnded) =>
        Effect.gen(function* () {
          yield* checks.ended(lived)
          const endedBy = (yield* wasWished) ? PERHAPS_LOGGED_OUT : code
          yield* connection.become("logged-out", message)
          yield* sessions.end(endedBy)
          yield* Ref.set(last, Option.some({ session: { ...session, ...cursor }, endedBy }))
        })
    } as const
  })
}) {}

const newLogin = Effect.map((session: Session) => ({ how: "logged in", session }))

/** After a session that is over: goes on with it if it lives, else by a tap on the phone, else by QR code. */
const again = Effect.fn("Relogin.again")(function* (
  { endedBy, session }: Before,
  checks: SessionChecks.SessionChecks
) {
  // a run that was killed may have left a code that nobody waits with
  yield* (yield* LoginDisplay).clear
  if (yield* checks.next) {
    const resumed = yield* resume(session.credentials)
    if (resumed !== undefined) {
      return { how: "going on with the session", session: goingOn(resumed, session) }
    }
  } else {
    yield* Effect.logInfo("the session ends again and again without a poll that lives: it counts as dead")
  }
  yield* checks.reset
  if (endedBy === PERHAPS_LOGGED_OUT) {
    yield* Effect.logInfo("perhaps logged out on the phone, so only a QR code goes on")
    return yield* newLogin(login())
  }
  if (yield* (yield* PhoneAsked).mayAsk) return yield* newLogin(loginByTap(session.credentials))
  const { reloginGap } = yield* Timing
  yield* Effect.logWarning(
    `the phone was asked less than ${Duration.format(reloginGap)} ago, so only a QR code goes on: is another robot or browser logged in?`
  )
  return yield* newLogin(login())
})

/** The UserNames, the people and what was on its way are of an account: another one has nothing to do with them. */
const endOther = Effect.fn("Relogin.endOther")(function* ({ credentials: { wxuin } }: Session) {
  const sessions = yield* SavedSessions
  if (Option.exists(yield* sessions.last, ({ session }) => !Equal.equals(session.credentials.wxuin, wxuin))) {
    yield* Effect.logWarning("another account logged in: what was left of the one before is dropped")
    const messages = yield* Messages
    const contacts = yield* SavedContacts
    const values = yield* KeptValues
    const { together } = yield* Journal
    yield* together(
      Effect.all([messages.endAll, sessions.forget, contacts.forgetAll, values.forgetAll], { discard: true })
    )
  }
})

/** The same session under its own UserNames goes on where it ended, or what came meanwhile would be lost. */
const goingOn = (resumed: Session, { SyncCheckKey, SyncKey, me }: Session): Session =>
  resumed.me.UserName === me.UserName ? { ...resumed, SyncKey, SyncCheckKey } : resumed

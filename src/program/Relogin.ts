import { Clock, Duration, Effect, Option, Ref } from "effect"
import { type Credentials } from "../domain/Session.ts"
import { Timing } from "../domain/Timing.ts"
import { login, loginByTap, type Session } from "./Login.ts"

/** A session that WeChat ended, and the code it said so with. */
interface LostSession {
  readonly credentials: Credentials
  readonly code: number
}

/** The owner may have logged the robot out on the phone: a button there would be a nuisance. */
const PERHAPS_LOGGED_OUT = 1100

/**
 * The log-ins of one robot. The first is by QR code. After a session that WeChat ended the phone is asked by a button,
 * at most once in `reloginGap`, and not after 1100: then only a QR code does, which takes a person.
 */
export const make = Effect.gen(function* () {
  const { reloginGap } = yield* Timing
  const last = yield* Ref.make(Option.none<LostSession>())
  const askedAt = yield* Ref.make(-Infinity)

  const again = Effect.fn("Relogin.again")(function* ({ code, credentials }: LostSession) {
    const now = yield* Clock.currentTimeMillis
    if (code === PERHAPS_LOGGED_OUT) {
      yield* Effect.logInfo("perhaps logged out on the phone, so only a QR code goes on")
      return yield* login()
    }
    if (now - (yield* Ref.get(askedAt)) < Duration.toMillis(reloginGap)) {
      yield* Effect.logWarning(
        `the phone was asked less than ${Duration.format(reloginGap)} ago, so only a QR code goes on: is another robot or browser logged in?`
      )
      return yield* login()
    }
    yield* Ref.set(askedAt, now)
    return yield* loginByTap(credentials)
  })

  return {
    /** Logs in, the way that the end of the last session allows. Waits and fails like `login`. */
    session: Effect.flatMap(Ref.get(last), Option.match({ onNone: () => login(), onSome: again })),
    /** WeChat ended this session: the next log-in goes by it. */
    lost: ({ credentials }: Session, code: number) =>
      Effect.zipRight(
        Effect.annotateLogs(Effect.logWarning("WeChat ended the session, logging in again"), { code }),
        Ref.set(last, Option.some({ credentials, code }))
      )
  } as const
})

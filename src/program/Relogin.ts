import { Clock, Duration, Effect, Option, Ref } from "effect"
import { Timing } from "../domain/Timing.ts"
import { Connection } from "./Connection.ts"
import { type SessionEnded } from "./Inbox.ts"
import { login, loginByTap, resume, type Session } from "./Login.ts"

/** The owner may have logged the robot out on the phone: a button there would be a nuisance. */
const PERHAPS_LOGGED_OUT = 1100

interface Lost {
  readonly session: Session
  readonly end: SessionEnded
}

/**
 * The log-ins of one robot. The first is by QR code. A session that WeChat ended is tried once more, in case it lives;
 * then the phone is asked by a button; then only a QR code does, which takes a person. The first two are gone at most
 * once in `reloginGap`, and not after 1100.
 */
export const make = Effect.gen(function* () {
  const { reloginGap } = yield* Timing
  const connection = yield* Connection
  const last = yield* Ref.make(Option.none<Lost>())
  const resumedAt = yield* Ref.make(-Infinity)
  const askedAt = yield* Ref.make(-Infinity)

  /** Whether a way is free that was last gone at `ref`; if so, it counts as gone now. */
  const isFree = Effect.fnUntraced(function* (ref: Ref.Ref<number>) {
    const now = yield* Clock.currentTimeMillis
    return yield* Ref.modify(ref, (before) =>
      now - before < Duration.toMillis(reloginGap) ? [false, before] : [true, now]
    )
  })

  const again = Effect.fn("Relogin.again")(function* ({ end, session }: Lost) {
    if (end.code === PERHAPS_LOGGED_OUT) {
      yield* Effect.logInfo("perhaps logged out on the phone, so only a QR code goes on")
      return yield* login()
    }
    if (yield* isFree(resumedAt)) {
      const resumed = yield* resume(session.credentials)
      if (resumed !== undefined) return goingOn(resumed, session, end)
    }
    if (yield* isFree(askedAt)) return yield* loginByTap(session.credentials)
    yield* Effect.logWarning(
      `the phone was asked less than ${Duration.format(reloginGap)} ago, so only a QR code goes on: is another robot or browser logged in?`
    )
    return yield* login()
  })

  return {
    /** Logs in, the way that the end of the last session allows. Waits and fails like `login`. */
    session: Effect.flatMap(Ref.get(last), Option.match({ onNone: () => login(), onSome: again })),
    /** WeChat ended this session: the next log-in goes by it. */
    lost: (session: Session, end: SessionEnded) =>
      Effect.zipRight(
        connection.become("logged-out", end.message),
        Ref.set(last, Option.some({ session, end }))
      )
  } as const
})

/** The same session under its own UserNames goes on where it ended, or what came meanwhile would be lost. */
const goingOn = (resumed: Session, before: Session, { SyncCheckKey, SyncKey }: SessionEnded): Session =>
  resumed.me.UserName === before.me.UserName ? { ...resumed, SyncKey, SyncCheckKey } : resumed

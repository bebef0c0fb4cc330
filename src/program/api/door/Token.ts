import { createHash, timingSafeEqual } from "node:crypto"
import { Clock, Effect, Redacted, Ref } from "effect"
import { type Shown } from "./Gate.ts"
import { derived } from "./PageKey.ts"

/** After a wrong token the answer comes later each time, in milliseconds. */
const FIRST_DELAY = 100
const LONGEST_DELAY = 10_000

/** After so long without a wrong one it begins anew, in milliseconds. */
const FORGET = 60_000

/** So many wrong ones wait for their answer; the others get one at once that says so. */
const WAITING_AT_MOST = 16

const digest = (text: string) => createHash("sha256").update(text).digest()

/** Takes as long for any text. */
const isSame = (text: string, wanted: Redacted.Redacted) =>
  timingSafeEqual(digest(text), digest(Redacted.value(wanted)))

/** What came of showing a token. */
export type Checked = "right" | "wrong" | "too-many"

/** The token of a robot, and the cookie that a browser gets for it. */
export type Token = Effect.Effect.Success<ReturnType<typeof make>>

export const make = Effect.fn("Token.make")(function* (key: Redacted.Redacted<Uint8Array>) {
  const token = Redacted.make(derived(key, "token"))
  const cookie = Redacted.make(derived(key, "cookie"))
  // a browser sends the cookies of all ports of a host: two robots behind tunnels are both localhost, and may have the same
  // port at their end
  const cookieName = `weixin-robot-${derived(key, "cookie name").slice(0, 8)}`
  const wrong = yield* Ref.make({ inARow: 0, at: -Infinity })
  let waiting = 0

  const slowly = Effect.gen(function* () {
    if (waiting >= WAITING_AT_MOST) return "too-many" as const
    const now = yield* Clock.currentTimeMillis
    const { inARow } = yield* Ref.updateAndGet(wrong, (before) => ({
      inARow: now - before.at > FORGET ? 1 : before.inARow + 1,
      at: now
    }))
    waiting++
    yield* Effect.ensuring(
      Effect.sleep(Math.min(FIRST_DELAY * 2 ** (inARow - 1), LONGEST_DELAY)),
      Effect.sync(() => waiting--)
    )
    return "wrong" as const
  })
  const right = Effect.succeed<Checked>("right")

  return {
    token,
    cookie,
    cookieName,
    /** The right one is not held up by wrong ones: it is too long to be guessed. */
    check: (shown: Shown): Effect.Effect<Checked> => {
      switch (shown._tag) {
        case "Nothing":
          return Effect.succeed("wrong")
        case "Bearer":
          return isSame(shown.token, token) ? right : slowly
        case "Cookie":
          return isSame(shown.value, cookie) ? right : slowly
      }
    }
  }
})

import { Effect, Option, Ref } from "effect"
import { Logout } from "../../http/wechat/Logout.ts"
import { CurrentSession } from "./CurrentSession.ts"

/** Ends the session as the owner wishes: after that only a QR code logs in, and no button on the phone. */
export class OwnersLogout extends Effect.Service<OwnersLogout>()("program/OwnersLogout", {
  effect: Effect.gen(function* () {
    const wished = yield* Ref.make(false)
    return {
      /** Tells WeChat. The robot finds out with its next call. What is given says whether WeChat was told. */
      logOut: Effect.gen(function* () {
        const open = yield* (yield* CurrentSession).poll
        if (Option.isNone(open)) return "nobody-logged-in" as const
        // before the call: the session may end while its answer is on the way
        yield* Ref.set(wished, true)
        if (yield* (yield* Logout).logout(open.value.session.credentials)) return "told" as const
        yield* Ref.set(wished, false)
        return "not-told" as const
      }),
      /** Whether the session that ended now was to end so. Told once. */
      wasWished: Ref.getAndSet(wished, false)
    } as const
  })
}) {}

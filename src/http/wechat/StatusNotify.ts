import { Clock, Effect, Schema } from "effect"
import { type Credentials } from "../../domain/Session.ts"
import { poster } from "./Webwx.ts"
import { WechatClient } from "./WechatClient.ts"

/** Tells the phone that a web client is up. */
export class StatusNotify extends Effect.Service<StatusNotify>()("http/StatusNotify", {
  effect: Effect.gen(function* () {
    const post = poster(yield* WechatClient, "webwxstatusnotify", Schema.Struct({}))

    /**
     * Called once after webwxinit; `me` is the owner's UserName. A failure only deserves a warning, except 1100 to 1102:
     * then the session has ended.
     */
    const ready = Effect.fnUntraced(function* (credentials: Credentials, me: string) {
      const ClientMsgId = yield* Clock.currentTimeMillis
      yield* post({ credentials, fields: { Code: 3, FromUserName: me, ToUserName: me, ClientMsgId } })
    })

    return { ready } as const
  })
}) {}

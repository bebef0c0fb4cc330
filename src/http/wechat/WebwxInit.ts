import { Clock, Effect, Redacted, Schema } from "effect"
import { Contact } from "../../domain/Contact.ts"
import * as Lenient from "../../domain/Lenient.ts"
import { type Credentials } from "../../domain/Session.ts"
import { SyncKey } from "../../domain/SyncKey.ts"
import * as Wire from "../Wire.ts"
import { poster } from "./Webwx.ts"
import { WechatClient } from "./WechatClient.ts"
import { WechatTime } from "./WechatTime.ts"

const Answer = Schema.Struct({
  /** `User` and `SyncKey` must be there: without them there is no session. */
  User: Schema.Struct({ UserName: Schema.NonEmptyString, NickName: Lenient.text }),
  SyncKey,
  SyncCheckKey: Wire.maybe(SyncKey),
  /** Replaces the log-in page's when it is not empty. */
  SKey: Lenient.text,
  /** The recent chats; groups come without members. */
  ContactList: Lenient.list(Contact),
  /** UserNames with commas between. */
  ChatSet: Lenient.text,
  /** The server's clock, in seconds. */
  SystemTime: Lenient.int
})

/** The first call of a session. It tells whether a saved session is still valid: 1100, 1101 and 1102 mean no. */
export class WebwxInit extends Effect.Service<WebwxInit>()("http/WebwxInit", {
  effect: Effect.gen(function* () {
    const post = poster(yield* WechatClient, "webwxinit", Answer)
    const time = yield* WechatTime

    /**
     * `me.NickName` is escaped like message text. With a saved session keep the saved SyncKey and not this one, or
     * messages in between are lost. The answer's time is a reading for the robot's clock.
     */
    const init = Effect.fnUntraced(function* (credentials: Credentials) {
      const now = yield* Clock.currentTimeMillis
      const answer = yield* time.reading(
        post({ credentials, query: { r: ~now } }),
        ({ SystemTime }) => SystemTime
      )
      const renewed: Credentials =
        answer.SKey === "" ? credentials : { ...credentials, skey: Redacted.make(answer.SKey) }
      return {
        credentials: renewed,
        me: answer.User,
        SyncKey: answer.SyncKey,
        SyncCheckKey: answer.SyncCheckKey,
        contacts: answer.ContactList,
        chatSet: answer.ChatSet.split(",").filter((name) => name !== "")
      }
    })

    return { init } as const
  })
}) {}

import { Clock, Effect, Random, Schema } from "effect"
import * as Lenient from "../../domain/Lenient.ts"
import { type Credentials } from "../../domain/Session.ts"
import { poster } from "./Webwx.ts"
import { WechatClient } from "./WechatClient.ts"

/** A text to send. UserNames are of this log-in: they change with the next. */
export interface OutgoingText {
  readonly from: string
  readonly to: string
  readonly text: string
  /** One per reply for its whole life: a repeated try carries the same, which is all the server has to see a double by. */
  readonly clientMsgId: string
}

/** 17 digits, as Tencent's own client makes them: milliseconds and four random ones. */
export const newClientMsgId: Effect.Effect<string> = Effect.zipWith(
  Clock.currentTimeMillis,
  Random.nextIntBetween(0, 10_000),
  (now, n) => String(now).padStart(13, "0") + String(n).padStart(4, "0")
)

const Answer = Schema.Struct({ MsgID: Lenient.text })

/** Sends a text. Never tried again here: whoever does must keep the `clientMsgId` and mind what was said twice. */
export class SendMessage extends Effect.Service<SendMessage>()("http/SendMessage", {
  effect: Effect.gen(function* () {
    const post = poster(yield* WechatClient, "webwxsendmsg", Answer)

    /**
     * The MsgId under which the server took it, empty when it did not say. Taken is not yet delivered: a friend who
     * blocked us shows up as a system line in the chat. After a time-out or an unreadable answer it may have been sent.
     */
    const text = Effect.fn("SendMessage.text")(function* (credentials: Credentials, message: OutgoingText) {
      const { MsgID } = yield* post({
        credentials,
        fields: {
          Scene: 0,
          Msg: {
            Type: 1,
            Content: message.text,
            FromUserName: message.from,
            ToUserName: message.to,
            LocalID: message.clientMsgId,
            ClientMsgId: message.clientMsgId
          }
        }
      })
      return MsgID
    })

    return { text } as const
  })
}) {}

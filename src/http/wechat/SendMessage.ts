import { Effect, Schema } from "effect"
import * as Lenient from "../../domain/Lenient.ts"
import { type Credentials } from "../../domain/Session.ts"
import { poster } from "./Webwx.ts"
import { WechatClient } from "./WechatClient.ts"

/** A text to send. UserNames are of this log-in: they change with the next. */
export interface OutgoingText {
  readonly from: string
  readonly to: string
  readonly text: string
  /** One for each reply. Every try to send it carries the same one: only by it can the server recognise a repeat. */
  readonly clientMsgId: string
}

const Answer = Schema.Struct({ MsgID: Lenient.text })

/** Sends a text. Does not retry: a caller that does must keep the `clientMsgId`, and may still send it twice. */
export class SendMessage extends Effect.Service<SendMessage>()("http/SendMessage", {
  effect: Effect.gen(function* () {
    const post = poster(yield* WechatClient, "webwxsendmsg", Answer)

    /**
     * Gives the MsgId under which the server accepted the text, empty when it did not say. Accepted is not yet
     * delivered: if the friend blocked us, only a system line in the chat tells. After a time-out or an unreadable
     * answer the text may have been sent.
     */
    const text = Effect.fnUntraced(function* (credentials: Credentials, message: OutgoingText) {
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
        },
        // who sends has to know when a try may have arrived: what the next one is answered proves less then
        repeatedBy: "caller"
      })
      return MsgID
    })

    return { text } as const
  })
}) {}

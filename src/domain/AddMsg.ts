import { Schema } from "effect"
import * as Lenient from "./Lenient.ts"

/**
 * One element of webwxsync's `AddMsgList` as it comes over the wire. Only what the robot uses; every field but the
 * first four has an empty default. `NewMsgId` is left out on purpose: it is a number beyond 2^53, which `JSON.parse`
 * rounds; `MsgId` has the same digits as a string.
 */
export const AddMsg = Schema.Struct({
  MsgId: Lenient.requiredId,
  /** Empty for some of the owner's messages. */
  FromUserName: Schema.String,
  ToUserName: Schema.String,
  MsgType: Lenient.requiredInt,
  SubMsgType: Lenient.int,
  AppMsgType: Lenient.int,
  /** Escaped text or escaped XML. */
  Content: Lenient.text,
  /** Seconds, the server's clock; 0 when it did not say. */
  CreateTime: Lenient.int,
  Url: Lenient.text,
  StatusNotifyCode: Lenient.int,
  /** For MsgType 51: UserNames with commas between. */
  StatusNotifyUserName: Lenient.text
})
export type AddMsg = typeof AddMsg.Type

import { Schema } from "effect"

/** Its place in its list, from 1: `?after=` takes it. */
const order = Schema.Int
const at = Schema.Number.annotations({ description: "milliseconds since 1970" })

/** A text that `webwxsendmsg` accepted. */
export const Sent = Schema.Struct({
  order,
  at,
  MsgId: Schema.String,
  ClientMsgId: Schema.String,
  ToUserName: Schema.String,
  /** The same chat by its name in the simulator. */
  to: Schema.String,
  text: Schema.String,
  /** Its `ClientMsgId` was accepted before. */
  repeated: Schema.Boolean,
  /** It reached the chat: false for a repeat that was dropped. */
  delivered: Schema.Boolean
})
export type Sent = typeof Sent.Type

/** A question to Tuling and the code it was answered with. The key is not kept. */
export const Asked = Schema.Struct({
  order,
  at,
  version: Schema.Literal(1, 2),
  text: Schema.String,
  userId: Schema.String,
  groupId: Schema.String,
  status: Schema.Int,
  code: Schema.Int
})
export type Asked = typeof Asked.Type

/** A message that `webwxsync` handed out; the same one again after a replayed cursor. */
export const Fetched = Schema.Struct({ order, at, MsgId: Schema.String, chat: Schema.String })
export type Fetched = typeof Fetched.Type

/** An answered request. No query and no cookie: they are credentials. */
export const Requested = Schema.Struct({
  order,
  at,
  method: Schema.String,
  endpoint: Schema.String,
  /** HTTP status; 499 when there was no answer, as the client hung up or a fault reset the connection. */
  status: Schema.Int
})
export type Requested = typeof Requested.Type

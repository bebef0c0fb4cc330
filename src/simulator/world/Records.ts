import { Schema } from "effect"
import { optional } from "./StrictSchema.ts"

/** Its place in its list, from 1: `?after=` takes it. */
const order = Schema.Int
const at = Schema.Number.annotations({ description: "milliseconds since 1970" })

/** A file, but for what it holds. */
const file = { fileName: Schema.String, size: Schema.Int, md5: Schema.String }

/** What belongs to a picture, a video, a sticker or a file that was sent. */
export const SentMedia = Schema.Struct({
  kind: Schema.Literal("picture", "video", "sticker", "file"),
  /** That of the upload; the MsgId of a message that was passed on; "" for a sticker known by its MD5 only. */
  MediaId: Schema.String,
  ...file
})
export type SentMedia = typeof SentMedia.Type

/** What `webwxsendmsg` or one of the calls that send media accepted. */
export const Sent = Schema.Struct({
  order,
  at,
  MsgId: Schema.String,
  ClientMsgId: Schema.String,
  ToUserName: Schema.String,
  /** The same chat by its name in the simulator. */
  to: Schema.String,
  text: Schema.String,
  /** Its `ClientMsgId` was accepted before, for the same chat. */
  repeated: Schema.Boolean,
  /** It reached the chat: false for a repeat that was dropped. */
  delivered: Schema.Boolean,
  /** Missing for a text. */
  media: optional(SentMedia)
})
export type Sent = typeof Sent.Type

/** A file that `webwxuploadmedia` took in whole. */
export const Uploaded = Schema.Struct({
  order,
  at,
  MediaId: Schema.String,
  ...file
})
export type Uploaded = typeof Uploaded.Type

/** A message that the client took back. */
export const TakenBack = Schema.Struct({
  order,
  at,
  MsgId: Schema.String,
  /** The chat by its name in the simulator. */
  to: Schema.String
})
export type TakenBack = typeof TakenBack.Type

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

/** One message of a prompt. */
export const ChatMessage = Schema.Struct({
  role: Schema.Literal("system", "developer", "user", "assistant", "tool"),
  content: Schema.String
})
export type ChatMessage = typeof ChatMessage.Type

/** A prompt to the model and the HTTP status of its answer. The key is not kept. */
export const Prompted = Schema.Struct({
  order,
  at,
  model: Schema.String,
  messages: Schema.Array(ChatMessage),
  temperature: Schema.NullOr(Schema.Number),
  maxTokens: Schema.NullOr(Schema.Int),
  status: Schema.Int
})
export type Prompted = typeof Prompted.Type

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

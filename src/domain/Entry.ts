import { Schema } from "effect"
import { Dice } from "./Facts.ts"
import { Message } from "./Message.ts"

/** A message as it is first written down, with all that deciding it later needs. Times are epoch milliseconds. */
export const Entry = Schema.Struct({
  message: Message,
  /** The owner's UserName in the session that brought it. */
  me: Schema.String,
  /** WeChat echoes what the robot sent. */
  ownReply: Schema.Boolean,
  /** When it was written, on the robot's clock. */
  createdAt: Schema.Number,
  receivedAt: Schema.Number,
  dice: Dice
})
export type Entry = typeof Entry.Type

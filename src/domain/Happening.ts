import { Schema } from "effect"
import { ConnectionState } from "./ConnectionState.ts"
import { MessageState } from "./Progress.ts"

/** Something that happened to the robot, for whoever watches it: what to ask for, never what people wrote. */
export const Happening = Schema.Union(
  /** A message came, or went a step on. */
  Schema.TaggedStruct("message", {
    msgId: Schema.String,
    state: MessageState,
    /** Of a step that has one: the decision's, or why it ended. */
    reason: Schema.optionalWith(Schema.String, { exact: true })
  }),
  /** A message was taken back: what was known of its text is gone. */
  Schema.TaggedStruct("revoked", { msgId: Schema.String }),
  /** The connection to WeChat changed. */
  Schema.TaggedStruct("state", ConnectionState.fields),
  /** A log-in code is shown, or taken away. */
  Schema.TaggedStruct("qr", { waiting: Schema.Boolean }),
  /** The owner paused, resumed, muted or unmuted. */
  Schema.TaggedStruct("switches", {})
)
export type Happening = typeof Happening.Type

import { Schema } from "effect"

/** What the robot decided, by which rule of its table, and what that rule saw. */
export const Decided = Schema.Struct({
  message: Schema.Literal("decided"),
  MsgId: Schema.String,
  decision: Schema.Literal("AskChatbot", "SendCanned", "Command", "Skip"),
  reason: Schema.String,
  rule: Schema.String,
  saw: Schema.String
})
export type Decided = typeof Decided.Type

/** WeChat took the reply to `MsgId`, under the MsgID of its own. */
const Sent = Schema.Struct({ message: Schema.Literal("sent"), MsgId: Schema.String, MsgID: Schema.String })

/** The robot wanted to answer, and then did not send. */
const Unsent = Schema.Struct({
  message: Schema.Literal("skipped", "would-send", "failed", "uncertain", "a message was given up"),
  MsgId: Schema.String,
  reason: Schema.optionalWith(Schema.String, { default: () => "" })
})

const MessageEvent = Schema.Union(Decided, Sent, Unsent)
/** What becomes of a message. */
export type MessageEvent = typeof MessageEvent.Type

/** The robot's connection to WeChat is in another state now; `todo` is what a person has to do, if anything. */
const ConnectionEvent = Schema.Struct({
  message: Schema.Literal("connection"),
  state: Schema.String,
  why: Schema.String,
  todo: Schema.optionalWith(Schema.String, { default: () => "" })
})
export type ConnectionEvent = typeof ConnectionEvent.Type

const RobotEvent = Schema.Union(MessageEvent, ConnectionEvent)
/** A line of the robot's JSON log that the play follows. */
export type RobotEvent = typeof RobotEvent.Type

/** Reads a line of the log; none for all other lines. */
export const readLine = Schema.decodeOption(Schema.parseJson(RobotEvent))

/** Tells the two kinds of events apart. */
export const isConnection = (event: RobotEvent): event is ConnectionEvent => event.message === "connection"

/** Whether nothing more happens to its message after this event. */
export const isLast = (event: MessageEvent): boolean =>
  event.message !== "decided" || event.decision === "Skip"

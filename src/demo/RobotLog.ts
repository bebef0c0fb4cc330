import { Schema } from "effect"

/** What the robot decided, by which rule of its table, and what that rule saw. */
export const Decided = Schema.Struct({
  message: Schema.Literal("decided"),
  MsgId: Schema.String,
  decision: Schema.Literal("AskChatbot", "SendCanned", "Skip"),
  reason: Schema.String,
  rule: Schema.String,
  saw: Schema.String
})
export type Decided = typeof Decided.Type

/** WeChat took the reply to `MsgId`, under the MsgID of its own. */
const Sent = Schema.Struct({ message: Schema.Literal("sent"), MsgId: Schema.String, MsgID: Schema.String })

/** The robot meant to answer, and then did not. */
const Unsent = Schema.Struct({
  message: Schema.Literal("skipped", "would-send", "failed", "uncertain", "a message was given up"),
  MsgId: Schema.String,
  reason: Schema.optionalWith(Schema.String, { default: () => "" })
})

/** A line of the robot's JSON log that tells what becomes of a message. */
export const RobotEvent = Schema.Union(Decided, Sent, Unsent)
export type RobotEvent = typeof RobotEvent.Type

/** Reads a line of the log; none for all lines that are about something else. */
export const readLine = Schema.decodeOption(Schema.parseJson(RobotEvent))

/** After this event nothing more happens to its message. */
export const isLast = (event: RobotEvent): boolean => event.message !== "decided" || event.decision === "Skip"

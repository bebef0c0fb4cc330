import { Schema } from "effect"
import { MessageState } from "../../../domain/Progress.ts"

/* What the API is asked. */

const whole = (from: number, to: number) =>
  Schema.NumberFromString.pipe(Schema.int(), Schema.between(from, to))

/** Which messages, and how many on a page. */
export const MessagesQuestion = Schema.Struct({
  /** The `next` of the page before. */
  cursor: Schema.optional(whole(1, Number.MAX_SAFE_INTEGER)),
  limit: Schema.optional(whole(1, 200)),
  /** A UserName, or a piece of what the chat is called. */
  chat: Schema.optional(Schema.NonEmptyString),
  /** Such as Skip. */
  decision: Schema.optional(Schema.NonEmptyString),
  /** Such as phone-active. */
  reason: Schema.optional(Schema.NonEmptyString),
  state: Schema.optional(MessageState),
  /** A piece of the text; A to Z in any case. */
  text: Schema.optional(Schema.NonEmptyString)
})
export type MessagesQuestion = typeof MessagesQuestion.Type

const setting = Schema.optional(Schema.String)

/** The settings of the reply policy, each as it stands in the environment. */
export const OtherSettings = Schema.Struct({
  ROBOT_QUIET_PERIOD: setting,
  ROBOT_TAKEOVER_PERIOD: setting,
  ROBOT_GROUP_REPLY_PROBABILITY: setting,
  ROBOT_MEDIA_REPLY_PROBABILITY: setting,
  ROBOT_MAX_MESSAGE_AGE: setting,
  ROBOT_ALLOW: setting,
  ROBOT_DENY: setting,
  ROBOT_ACTIVE_HOURS: setting,
  ROBOT_CHAT_REPLIES_PER_10_MINUTES: setting
})
export type OtherSettings = typeof OtherSettings.Type

/** Of how many hours up to now. */
export const CountsQuestion = Schema.Struct({ hours: Schema.optional(whole(1, 168)) })

/** The token, to be traded for a cookie. */
export const Token = Schema.Struct({ token: Schema.String })

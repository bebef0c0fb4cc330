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
  text: Schema.optional(Schema.NonEmptyString),
  /** Without those that hold this, such as StatusNotify: there is one for each use of the phone. */
  without: Schema.optional(Schema.NonEmptyString)
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

/** Of how many hours up to now, 24 if it says nothing; or of how many days, as the robot's time zone has them. */
export const CountsQuestion = Schema.Struct({
  hours: Schema.optional(whole(1, 720)),
  /** In place of hours. */
  days: Schema.optional(whole(1, 30))
})
export type CountsQuestion = typeof CountsQuestion.Type

/** The token, to be traded for a cookie. */
export const Token = Schema.Struct({ token: Schema.String })

const Until = {
  /** In epoch milliseconds, at most 366 days from now; without it until the owner ends it. */
  until: Schema.optionalWith(Schema.Number, { exact: true })
}

/** For how long the robot is to be silent. */
export const PauseInput = Schema.Struct(Until)

/** What is to go on. */
export const ResumeInput = Schema.Struct({
  /** Also end the pause of all sends that WeChat made necessary. */
  sends: Schema.optionalWith(Schema.Boolean, { exact: true })
})

/** A chat by its UserName in the session of now, or by a name that no other chat has. */
export const ChatInput = Schema.Struct({ chat: Schema.NonEmptyString })

/** A chat, and for how long it is to be muted. */
export const MuteInput = Schema.Struct({ ...ChatInput.fields, ...Until })

import { Schema } from "effect"
import { AlertId } from "../../../domain/Alert.ts"
import { LimitOf } from "../../../domain/ChatbotLimit.ts"
import { MessageState } from "../../../domain/Progress.ts"
import { ChatbotTrouble, MaybeText, MaybeTime, Words } from "./Common.ts"

/* What the API tells of the time that is over. */

/** What a person was needed for in the last thirty days, the newest first; at most a hundred. */
export const Alerts = Schema.Struct({
  /** Whether there is a service that tells the owner: ROBOT_ALERT_URL is set. */
  service: Schema.Boolean,
  alerts: Schema.Array(
    Schema.Struct({
      id: AlertId,
      since: Schema.Number,
      /** Null while it stands. */
      until: MaybeTime,
      /** How many of its kind there were at most at a time: replies, of those that may not have arrived. */
      count: Schema.Number,
      /** Whether that service took it. */
      told: Schema.Boolean,
      title: Words,
      means: Words,
      todo: Words,
      /** The title once it is over. */
      over: Words
    })
  )
})
export type Alerts = typeof Alerts.Type

/** A limit that the owner set, for what a chatbot is asked. */
const Limit = Schema.Struct({
  of: LimitOf,
  most: Schema.Number,
  /** What of it is used today; null of what is counted by chat. */
  used: Schema.NullOr(Schema.Number),
  means: Words
})

/** The chatbots that are set up, in the order they are asked, and how they did since the robot was started. */
export const Chatbots = Schema.Struct({
  since: Schema.Number,
  chatbots: Schema.Array(
    Schema.Struct({
      name: Schema.String,
      /** Whom the texts go to. */
      host: Schema.String,
      /** Null of a chatbot that has no choice of models. */
      model: MaybeText,
      /** Whether nobody can read along on the way. */
      secure: Schema.Boolean,
      limits: Schema.Array(Limit),
      trouble: Schema.NullOr(ChatbotTrouble),
      /** Questions to it, second tries too, by what came of them: words, no-words, transient ... */
      asked: Schema.Array(Schema.Struct({ result: Schema.String, count: Schema.Number })),
      /** How long it took: `counts` has one more than `bounds`, for what took longer than the last. */
      seconds: Schema.Struct({
        bounds: Schema.Array(Schema.Number),
        counts: Schema.Array(Schema.Number),
        count: Schema.Number,
        sum: Schema.Number
      })
    })
  )
})
export type Chatbots = typeof Chatbots.Type

const Count = Schema.Struct({ state: MessageState, reason: MaybeText, count: Schema.Number })

/** The messages of an hour or a day that began then; those in state `sent` were answered. */
const CountsOfPiece = Schema.Struct({
  from: Schema.Number,
  states: Schema.Array(Count.pick("state", "count"))
})

/** How many messages came, and what became of them. */
export const Counts = Schema.Struct({
  from: Schema.Number,
  to: Schema.Number,
  /** The first first; those without a message are left out. Empty where days were asked for. */
  hours: Schema.Array(CountsOfPiece),
  /** Every day, the first first. Empty unless days were asked for. */
  days: Schema.Array(CountsOfPiece),
  /** Of all that time. */
  reasons: Schema.Array(Count),
  /** Where the words of the answers are from that were sent in all that time: a chatbot's name, canned, away ... */
  sources: Schema.Array(Schema.Struct({ source: Schema.String, count: Schema.Number }))
})
export type Counts = typeof Counts.Type

import { Schema } from "effect"

/* What the demo's chat page and its server tell each other. Times are epoch milliseconds; null is none. */

const Name = Schema.NonEmptyString

/** Somebody of the simulated world. */
export const PersonView = Schema.Struct({
  /** The name that only the simulator uses. */
  name: Schema.String,
  /** As the owner's phone calls them. */
  called: Schema.String,
  kind: Schema.Literal("owner", "friend", "stranger", "official", "special")
})
export type PersonView = typeof PersonView.Type

export const GroupView = Schema.Struct({
  name: Schema.String,
  called: Schema.String,
  members: Schema.Array(Schema.Struct({ name: Schema.String, called: Schema.String }))
})
export type GroupView = typeof GroupView.Type

const Quote = Schema.Struct({ name: Schema.String, text: Schema.String })

/** What can be said. */
export const SaidKind = Schema.Literal("text", "picture")

/** A message of a chat, as phones show it. */
export const ChatLine = Schema.Struct({
  msgId: Schema.String,
  at: Schema.Number,
  /** The group, or who talks there with the owner: `me` where the owner writes to oneself. */
  chat: Schema.String,
  speaker: Schema.String,
  kind: SaidKind,
  text: Schema.String,
  quote: Schema.NullOr(Quote),
  /** The robot wrote it in the owner's name. */
  byRobot: Schema.Boolean,
  /** The MsgId of the message that it answers. */
  answers: Schema.NullOr(Schema.String),
  revoked: Schema.Boolean
})
export type ChatLine = typeof ChatLine.Type

/** The simulated world. */
export const DemoView = Schema.Struct({
  people: Schema.Array(PersonView),
  groups: Schema.Array(GroupView),
  /** The last ones of all chats, the first first. */
  lines: Schema.Array(ChatLine),
  /** The robot's log-in: it is in, its code waits to be scanned or was scanned, or it is out without a code. */
  login: Schema.Literal("in", "waiting", "scanned", "out"),
  networkBroken: Schema.Boolean,
  daySpent: Schema.Boolean,
  modelOut: Schema.Boolean
})
export type DemoView = typeof DemoView.Type

/** Something is said in a chat. */
export const SayInput = Schema.Struct({
  /** Who says it. */
  as: Name,
  chat: Name,
  kind: SaidKind,
  text: Schema.String.pipe(Schema.maxLength(4_000)),
  /** The MsgId of a message that it answers. */
  quotes: Schema.NullOr(Schema.String),
  /** It mentions the owner, in a group. */
  mention: Schema.Boolean
})
export type SayInput = typeof SayInput.Type

/** A message. */
export const MessageId = Schema.Struct({ msgId: Schema.String })

/** The chat that the owner opens on the phone. */
export const PhoneInput = Schema.Struct({ chat: Name })

export const NetworkInput = Schema.Struct({ broken: Schema.Boolean })

export const DayInput = Schema.Struct({ spent: Schema.Boolean })

export const ModelInput = Schema.Struct({ out: Schema.Boolean })

export const LoginInput = Schema.Struct({ action: Schema.Literal("end", "scan", "confirm") })

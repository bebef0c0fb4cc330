import { Schema } from "effect"
import { Contact } from "../../domain/Contact.ts"
import { Decision } from "../../domain/Decision.ts"
import { type Facts } from "../../domain/Facts.ts"
import { Message } from "../../domain/Message.ts"
import { type PhoneActivity } from "../../domain/PhoneActivity.ts"
import { Cursor, Session } from "../../domain/Session.ts"
import { StoredCookie } from "../../http/wechat/CookieJar.ts"

/* How the journal's values are written into its columns: as JSON, which knows no undefined. */

const maybe = <A, I>(schema: Schema.Schema<A, I>) =>
  Schema.transform(Schema.NullOr(schema), Schema.UndefinedOr(Schema.typeSchema(schema)), {
    strict: true,
    decode: (value) => value ?? undefined,
    encode: (value) => value ?? null
  })

const Mention = Schema.Union(
  Schema.TaggedStruct("Personal", { rest: Schema.String }),
  Schema.TaggedStruct("Everyone", {}),
  Schema.TaggedStruct("None", {})
)

const DiceStruct = Schema.Struct({ group: Schema.Number, media: Schema.Number, line: Schema.Number })

/** All that a decision rested on but the message, which has a column of its own. */
const RestOfFacts = Schema.Struct({
  me: Schema.String,
  kind: Schema.Literal("self", "friend", "group", "official-account", "special-account", "unknown"),
  names: Schema.Array(Schema.String),
  ownNames: Schema.Array(Schema.String),
  mention: Mention,
  now: Schema.Number,
  minuteOfDay: Schema.Number,
  createdAt: Schema.Number,
  seenBefore: Schema.Boolean,
  ownReply: Schema.Boolean,
  revoked: Schema.Boolean,
  answersHere: Schema.Array(Schema.Number),
  phone: Schema.Struct({ lastUse: maybe(Schema.Number), lastWroteHere: maybe(Schema.Number) }),
  paused: Schema.Boolean,
  muted: Schema.Boolean,
  dice: DiceStruct
})

/** Facts without their message. */
export type RestOfFacts = Omit<Facts, "message">

export const FactsColumn: Schema.Schema<RestOfFacts, string> = Schema.parseJson(RestOfFacts)
export const DiceColumn = Schema.parseJson(DiceStruct)
export const MessageColumn = Schema.parseJson(Message)
export const DecisionColumn = Schema.parseJson(Decision)
export const ContactColumn = Schema.parseJson(Contact)

const PhoneRecord = Schema.Struct({
  lastUse: maybe(Schema.Number),
  lastWrote: Schema.ReadonlyMap({ key: Schema.String, value: Schema.Number })
})

/** What is kept once, each under its name. */
export const Kept = {
  phone: Schema.parseJson(PhoneRecord) satisfies Schema.Schema<PhoneActivity, string>,
  session: Schema.parseJson(Session),
  cursor: Schema.parseJson(Cursor),
  cookies: Schema.parseJson(Schema.Array(StoredCookie)),
  endedBy: Schema.parseJson(Schema.Number),
  limits: Schema.parseJson(
    Schema.Struct({
      sendPause: Schema.Struct({ until: Schema.NullOr(Schema.Number), inARow: Schema.Number }),
      askedAt: Schema.NullOr(Schema.Number),
      told: Schema.Record({
        key: Schema.String,
        value: Schema.Record({ key: Schema.String, value: Schema.Number })
      })
    })
  )
} as const

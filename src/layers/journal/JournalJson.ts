import { Schema } from "effect"
import { Contact } from "../../domain/Contact.ts"
import { Decision } from "../../domain/Decision.ts"
import { Dice, Facts } from "../../domain/Facts.ts"
import { Limits } from "../../domain/Limits.ts"
import { Message } from "../../domain/Message.ts"
import { PhoneActivity } from "../../domain/PhoneActivity.ts"
import { Cursor, Session } from "../../domain/Session.ts"
import { StoredCookie } from "../../domain/StoredCookie.ts"

/* How the journal's values are written into its columns: as JSON. */

/** All that a decision rested on but the message, which has a column of its own. */
export const FactsColumn = Schema.parseJson(Facts.omit("message"))
export const DiceColumn = Schema.parseJson(Dice)
export const MessageColumn = Schema.parseJson(Message)
export const DecisionColumn = Schema.parseJson(Decision)
export const ContactColumn = Schema.parseJson(Contact)

/** What is kept once, each under its name. */
export const Kept = {
  phone: Schema.parseJson(PhoneActivity),
  session: Schema.parseJson(Session),
  cursor: Schema.parseJson(Cursor),
  cookies: Schema.parseJson(Schema.Array(StoredCookie)),
  endedBy: Schema.parseJson(Schema.Number),
  limits: Schema.parseJson(Limits)
} as const

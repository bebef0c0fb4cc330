import { DateTime } from "effect"
import { kindOf } from "../../domain/Contact.ts"
import { type Decision } from "../../domain/Decision.ts"
import { type StoredMessage } from "../../layers/journal/JournalReader.ts"
import { oneLine, quoted, shortened } from "../../layers/logs/OneLine.ts"

/* Stored messages in words, for the owner's own terminal: what people wrote is shortened, and cannot steer it. */

/** A moment on the owner's clock, such as `2026-11-22 16:08:07`. */
export const when = (epochMillis: number, timeZone: DateTime.TimeZone): string =>
  DateTime.formatIsoOffset(DateTime.unsafeMakeZoned(epochMillis, { timeZone }))
    .slice(0, "2026-11-22T16:08:07".length)
    .replace("T", " ")

/** The chat by its lasting name, such as `friend Li`; else by its kind. */
export const chatOf = ({ chat, facts, lastingName, me }: StoredMessage): string =>
  lastingName === null
    ? (facts?.kind ?? kindOf(chat, me, undefined))
    : oneLine(shortened(lastingName.replace(":", " "), 60))

/** What somebody wrote, in quotes. */
export const words = (text: string, limit: number): string => quoted(shortened(text, limit))

/** What the message says: a text, or what else it holds. */
export const contentOf = ({ message: { body }, revoked }: StoredMessage, limit: number): string =>
  revoked ? "(taken back)" : body._tag === "Text" ? words(body.text, limit) : body._tag

/** A decision in two words, such as `Skip stale`. */
export const decisionOf = ({ _tag, reason }: Decision): string => `${_tag} ${reason}`

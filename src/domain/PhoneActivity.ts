import { Schema } from "effect"
import { type Message } from "./Message.ts"
import { undefinedAsNull } from "./UndefinedAsNull.ts"

/** When the owner last used the phone, in epoch milliseconds; missing where that was never seen. */
export const PhoneActivity = Schema.Struct({
  /** Anywhere: wrote, read, opened or left a chat. */
  lastUse: undefinedAsNull(Schema.Number),
  /** Wrote in a chat, by the chat's key: where the chat has a name, the key outlasts its UserName. */
  lastWrote: Schema.ReadonlyMap({ key: Schema.String, value: Schema.Number })
})
export type PhoneActivity = typeof PhoneActivity.Type

export const none: PhoneActivity = { lastUse: undefined, lastWrote: new Map() }

/** Codes of a chat read (1), opened (2) or left (5) on another device. 3 is a web client that starts, 4 a list after log-in. */
const signsOfUse: ReadonlySet<number> = new Set([1, 2, 5])

/** Lines that WeChat itself writes in the owner's name. */
const systemLines: ReadonlySet<string> = new Set(["SystemLine", "SystemNotice", "SystemXml"])

/** What a message tells about its owner: `wrote` somewhere, `used` the phone otherwise, or nothing. */
export const signOf = (message: Message, me: string): "wrote" | "used" | "none" => {
  if (message.from !== me) return "none"
  if (systemLines.has(message.body._tag)) return "none"
  if (message.body._tag === "StatusNotify") return signsOfUse.has(message.body.code) ? "used" : "none"
  return "wrote"
}

const later = (a: number | undefined, b: number): number => (a === undefined ? b : Math.max(a, b))

/** The phone was used at `at`. */
export const used = (activity: PhoneActivity, at: number): PhoneActivity => ({
  ...activity,
  lastUse: later(activity.lastUse, at)
})

/** The owner wrote in the chat of this key at `at`. What is more than `horizon` milliseconds older is forgotten. */
export const wrote = (activity: PhoneActivity, key: string, at: number, horizon: number): PhoneActivity => ({
  lastUse: later(activity.lastUse, at),
  lastWrote: new Map([
    ...[...activity.lastWrote].filter(([, wroteAt]) => wroteAt >= at - horizon),
    [key, later(activity.lastWrote.get(key), at)]
  ])
})

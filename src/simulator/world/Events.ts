import { Data } from "effect"

/** Some fields of an `AddMsg`, `Content` already encoded. */
export type Fields = Readonly<Record<string, unknown>>

/** A message as the servers keep it: by names, since the `UserName`s differ at each log-in. */
export interface Message {
  readonly MsgId: string
  /** Seconds since 1970. */
  readonly CreateTime: number
  /** The person or group whose chat it belongs to; `me` for the owner's chat with themselves. */
  readonly chat: string
  /** Who said it: `me`, a person, or nobody for a line of the system. */
  readonly speaker: string | null
  /** What it says; `of` gives the `UserName` of a contact in the log-in that fetches it. */
  readonly fields: (of: (name: string) => string) => Fields
  /** Fields that replace the ones above, for messages that no kind makes. */
  readonly override: Fields
  /** Characters of what a client said in it; what the control API says is its caller's own affair. */
  readonly length?: number
  /** Its file's `MediaId`; one that is `made` is made when it is asked for, others are found by that id. */
  readonly media?: { readonly MediaId: string; readonly made: boolean }
}

/** What `synccheck` can announce, with its selector. */
export type Event = Data.TaggedEnum<{
  Message: { readonly selector: 2; readonly message: Message }
  /** A contact or group changed (4), or a friend was added (6). */
  ContactChanged: { readonly selector: 4 | 6; readonly name: string }
  /** The owner used the phone: announced, but `webwxsync` brings nothing. */
  PhoneUsed: { readonly selector: 7 }
}>
export const Event = Data.taggedEnum<Event>()

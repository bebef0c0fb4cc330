import { Schema } from "effect"
import { ConnectionState } from "../../../domain/ConnectionState.ts"
import { ContactKind } from "../../../domain/Contact.ts"
import { TraceEntry } from "../../../domain/Decision.ts"
import { MessageState } from "../../../domain/Progress.ts"
import { Asked, ChatbotTrouble, MaybeText, MaybeTime, PlainAsked, Words } from "./Common.ts"

/* What the API shows. Times are epoch milliseconds; null is none. */

/** Since when a log-in code is shown, and about when it expires: then a new one is shown. */
const CodeLife = { shownAt: Schema.Number, expiresAt: Schema.Number }

/** A pause or a mute: when it ends by itself, null where only the owner ends it. */
const Silent = Schema.NullOr(Schema.Struct({ until: MaybeTime }))

/** How the robot is. */
export const Status = Schema.Struct({
  version: Schema.String,
  startedAt: Schema.Number,
  /** Of the robot's clock, which goes by WeChat's. */
  now: Schema.Number,
  /** In which the robot's owner reads times, such as Asia/Shanghai. */
  timeZone: Schema.String,
  connection: ConnectionState,
  /** What its state means. */
  means: Words,
  /** What a person has to do. */
  todo: Schema.NullOr(Words),
  /** The log-in code that waits to be scanned, which `qr` gives. */
  code: Schema.NullOr(Schema.Struct(CodeLife)),
  /** The owner's nick name, while logged in. */
  owner: MaybeText,
  dryRun: Schema.Boolean,
  /** The chatbots that are set up, in the order they are asked. */
  chatbots: Schema.Array(Schema.String),
  /** Those of them that are not asked now. */
  chatbotTroubles: Schema.Array(Schema.Struct({ name: Schema.String, ...ChatbotTrouble.fields })),
  /** WeChat found the sends too frequent. */
  sendPause: Silent,
  /** The owner paused the robot. */
  paused: Silent,
  /**
   * Chats that the owner muted, also those that are in no address book now: by their last UserName, and by what they are
   * called; null where nobody can tell.
   */
  mutes: Schema.Array(Schema.Struct({ chat: Schema.String, name: MaybeText, until: MaybeTime })),
  /** Messages that have no end yet. */
  underWay: Schema.Number,
  /** Whether there is a service that tells the owner of alerts: ROBOT_ALERT_URL is set. */
  alertService: Schema.Boolean
})
export type Status = typeof Status.Type

/** A message in a list. */
export const MessageLine = Schema.Struct({
  msgId: Schema.String,
  /** The chat's UserName in the session that brought the message, and what it is called beyond that. */
  chat: Schema.String,
  chatName: MaybeText,
  /** What it holds: Text, Picture … */
  kind: Schema.String,
  /** Null where there is none, or it was taken back. */
  text: MaybeText,
  fromMe: Schema.Boolean,
  revoked: Schema.Boolean,
  createdAt: Schema.Number,
  receivedAt: Schema.Number,
  state: MessageState,
  /** Why it ended so; before its end, and of one that was sent, why it was decided so. */
  reason: MaybeText,
  decision: MaybeText,
  answer: MaybeText,
  /** Where the words of the answer are from. */
  source: MaybeText
})
export type MessageLine = typeof MessageLine.Type

/** Some messages, the newest first. */
export const MessagePage = Schema.Struct({
  messages: Schema.Array(MessageLine),
  /** Where the next page goes on; null where there is none. A page may hold few messages and have a next one. */
  next: MaybeText
})
export type MessagePage = typeof MessagePage.Type

/** What a policy says of a message, for a machine. */
const PlainVerdict = Schema.Struct({
  decision: Schema.String,
  reason: Schema.String,
  /** Every rule looked at: the last that matched decided. */
  trace: Schema.Array(TraceEntry)
})

/** The same with the rules in words. */
const Verdict = Schema.Struct({
  ...PlainVerdict.fields,
  trace: Schema.Array(Schema.Struct({ ...TraceEntry.fields, words: Words }))
})

/** A message with all that became of it. */
export const MessageDetail = Schema.Struct({
  ...MessageLine.fields,
  /** The earlier message that it answers. */
  quote: Schema.NullOr(Schema.Struct({ name: Schema.String, text: Schema.String })),
  decided: Schema.NullOr(Verdict),
  decidedAt: MaybeTime,
  /** Which chatbots were asked for the words, in turn; empty where none had to be. */
  asked: Schema.Array(Asked),
  clientMsgId: MaybeText,
  attempts: Schema.Number,
  sendingAt: MaybeTime,
  sentMsgId: MaybeText,
  endedAt: MaybeTime,
  /** The end in words: what it means, what WeChat said, what a person can do. */
  why: Schema.NullOr(Schema.Struct({ means: Words, detail: MaybeText, todo: Schema.NullOr(Words) })),
  /** What would be decided under the settings that were asked for; null where none were, or nothing was decided. */
  otherwise: Schema.NullOr(Schema.Struct({ ...Verdict.fields, differs: Schema.Boolean }))
})
export type MessageDetail = typeof MessageDetail.Type

/** The log-in code that waits to be scanned. */
export const QrCode = Schema.Struct({
  /** A PNG image, in Base64. */
  png: Schema.String,
  /** The same, drawn with block characters. */
  text: Schema.String,
  ...CodeLife
})
export type QrCode = typeof QrCode.Type

/** Friends and groups of the session of now. */
export const Chats = Schema.Struct({
  chats: Schema.Array(
    Schema.Struct({
      chat: Schema.String,
      kind: ContactKind,
      names: Schema.Array(Schema.String),
      muted: Silent
    })
  )
})
export type Chats = typeof Chats.Type

const SettingRow = Schema.Struct({
  name: Schema.String,
  value: Schema.String,
  source: Schema.String,
  secret: Schema.Boolean
})

/** The settings in force; a secret's value is hidden. */
export const SettingsView = Schema.Struct({
  settings: Schema.Array(
    Schema.Struct({
      ...SettingRow.fields,
      meaning: Words,
      /** Whether `message` can be asked what another value would decide. */
      ofPolicy: Schema.Boolean
    })
  )
})
export type SettingsView = typeof SettingsView.Type

/** What helps to find a defect, for others to read: no text, no name, no UserName. */
export const Diagnostics = Schema.Struct({
  version: Schema.String,
  node: Schema.String,
  platform: Schema.String,
  at: Schema.Number,
  uptimeSeconds: Schema.Number,
  rssBytes: Schema.Number,
  connection: ConnectionState.pick("state", "since"),
  settings: Schema.Array(SettingRow),
  metrics: Schema.String,
  messages: Schema.Array(
    Schema.Struct({
      ...MessageDetail.pick(
        "msgId",
        "chat",
        "kind",
        "fromMe",
        "revoked",
        "createdAt",
        "receivedAt",
        "state",
        "reason",
        "decidedAt",
        "source",
        "attempts",
        "sendingAt",
        "endedAt"
      ).fields,
      decided: Schema.NullOr(PlainVerdict),
      asked: Schema.Array(PlainAsked)
    })
  )
})

/** Whether the robot works: what a monitor asks for. */
export const Health = Schema.Struct({ ok: Schema.Boolean, state: Schema.String, reason: Schema.String })

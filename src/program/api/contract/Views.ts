import { Schema } from "effect"
import { ConnectionState } from "../../../domain/ConnectionState.ts"
import { ContactKind } from "../../../domain/Contact.ts"
import { TraceEntry } from "../../../domain/Decision.ts"
import { MessageState } from "../../../domain/Progress.ts"

/* What the API shows. Times are epoch milliseconds; null is none. */

const MaybeText = Schema.NullOr(Schema.String)
const MaybeTime = Schema.NullOr(Schema.Number)

/** A pause or a mute: when it ends by itself, null where only the owner ends it. */
const Silent = Schema.NullOr(Schema.Struct({ until: MaybeTime }))

/** How the robot is. */
export const Status = Schema.Struct({
  version: Schema.String,
  startedAt: Schema.Number,
  connection: ConnectionState,
  /** What a person has to do; empty where nothing. */
  todo: Schema.String,
  /** The owner's nick name, while logged in. */
  owner: MaybeText,
  dryRun: Schema.Boolean,
  /** The chatbots that have a key, in the order they are asked. */
  chatbots: Schema.Array(Schema.String),
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
  underWay: Schema.Number
})

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
  answer: MaybeText
})

/** Some messages, the newest first. */
export const MessagePage = Schema.Struct({
  messages: Schema.Array(MessageLine),
  /** Where the next page goes on; null where there is none. A page may hold few messages and have a next one. */
  next: MaybeText
})

/** What a policy says of a message. */
const Verdict = Schema.Struct({
  decision: Schema.String,
  reason: Schema.String,
  /** Every rule looked at: the last that matched decided. */
  trace: Schema.Array(TraceEntry)
})

/** A message with all that became of it. */
export const MessageDetail = Schema.Struct({
  ...MessageLine.fields,
  /** The earlier message that it answers. */
  quote: Schema.NullOr(Schema.Struct({ name: Schema.String, text: Schema.String })),
  decided: Schema.NullOr(Verdict),
  decidedAt: MaybeTime,
  /** Where the words of the answer are from. */
  source: MaybeText,
  clientMsgId: MaybeText,
  attempts: Schema.Number,
  sendingAt: MaybeTime,
  sentMsgId: MaybeText,
  endedAt: MaybeTime,
  /** The end in words: what it means, what WeChat said, what a person can do. */
  why: Schema.NullOr(Schema.Struct({ means: Schema.String, detail: MaybeText, todo: MaybeText })),
  /** What would be decided under the settings that were asked for; null where none were, or nothing was decided. */
  otherwise: Schema.NullOr(Schema.Struct({ ...Verdict.fields, differs: Schema.Boolean }))
})

/** The log-in code that waits to be scanned. */
export const QrCode = Schema.Struct({
  /** A PNG image, in Base64. */
  png: Schema.String,
  /** The same, drawn with block characters. */
  text: Schema.String,
  shownAt: Schema.Number
})

const Count = Schema.Struct({ state: MessageState, reason: MaybeText, count: Schema.Number })

/** How many messages came, and what became of them. */
export const Counts = Schema.Struct({
  from: Schema.Number,
  to: Schema.Number,
  /** The first first; `from` is the beginning of the hour. */
  hours: Schema.Array(
    Schema.Struct({ from: Schema.Number, states: Schema.Array(Count.pick("state", "count")) })
  ),
  reasons: Schema.Array(Count)
})

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

/** The settings in force; a secret's value is hidden. */
export const SettingsView = Schema.Struct({
  settings: Schema.Array(
    Schema.Struct({
      name: Schema.String,
      value: Schema.String,
      source: Schema.String,
      secret: Schema.Boolean
    })
  )
})

/** What helps to find a defect, for others to read: no text, no name, no UserName. */
export const Diagnostics = Schema.Struct({
  version: Schema.String,
  node: Schema.String,
  platform: Schema.String,
  at: Schema.Number,
  uptimeSeconds: Schema.Number,
  rssBytes: Schema.Number,
  connection: ConnectionState.pick("state", "since"),
  settings: SettingsView.fields.settings,
  metrics: Schema.String,
  messages: Schema.Array(
    MessageDetail.pick(
      "msgId",
      "chat",
      "kind",
      "fromMe",
      "revoked",
      "createdAt",
      "receivedAt",
      "state",
      "reason",
      "decided",
      "decidedAt",
      "source",
      "attempts",
      "sendingAt",
      "endedAt"
    )
  )
})

/** Whether the robot works: what a monitor asks for. */
export const Health = Schema.Struct({ ok: Schema.Boolean, state: Schema.String, reason: Schema.String })

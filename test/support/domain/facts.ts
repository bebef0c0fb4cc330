import { Option } from "effect"
import { type ContactKind, FILE_HELPER } from "../../../src/domain/Contact.ts"
import { type Facts, type ReplyPolicy } from "../../../src/domain/Facts.ts"
import * as Mention from "../../../src/domain/Mention.ts"
import { type Body, type Message } from "../../../src/domain/Message.ts"

/** The owner. */
export const me = "@me"

/** The robot's clock in all these facts. */
export const now = 1_500_000_000_000

export const seconds = (n: number) => n * 1000
export const minutes = (n: number) => n * 60_000

/** Somebody of every kind to have a chat with. */
export const chats = {
  self: me,
  friend: "@li",
  group: "@@family",
  "special-account": "newsapp",
  "official-account": "@bank",
  unknown: "@stranger"
} as const satisfies Record<ContactKind, string>

/** The settings as they are when the owner sets none. */
export const policy: ReplyPolicy = {
  quietPeriod: minutes(2),
  takeoverPeriod: 0,
  groupReplyProbability: 0.1,
  mediaReplyProbability: 0.25,
  cannedReplies: ["first", "second", "third"],
  maxMessageAge: minutes(5),
  allow: [],
  deny: [],
  activeHours: undefined,
  chatRepliesPer10Minutes: 10
}

export const text = (text: string): Body => ({ _tag: "Text", text })
export const picture: Body = { _tag: "Picture" }
export const link: Body = { _tag: "App", AppMsgType: 5 }

/** A friend writes to the owner. */
export const message = (overrides: Partial<Message> = {}): Message => ({
  MsgId: "7000000000000000001",
  from: chats.friend,
  to: me,
  chat: chats.friend,
  speaker: Option.none(),
  CreateTime: now / 1000,
  body: text("hello"),
  ...overrides
})

/** A friend just wrote: nothing speaks against an answer, and no draw says yes. */
export const facts = (overrides: Partial<Facts> = {}): Facts => ({
  message: message(),
  me,
  kind: "friend",
  names: ["Li"],
  ownNames: ["Li"],
  mention: Mention.None(),
  now,
  minuteOfDay: 12 * 60,
  createdAt: now,
  seenBefore: false,
  ownReply: false,
  revoked: false,
  answersHere: [],
  phone: { lastUse: undefined, lastWroteHere: undefined },
  paused: false,
  muted: false,
  dice: { group: 0.99, media: 0.99, line: 0 },
  ...overrides
})

/** Somebody of this kind sends something to the owner; in a group it is a member who speaks. */
export const says = (kind: ContactKind, body: Body, overrides: Partial<Facts> = {}): Facts => {
  const chat = chats[kind]
  const speaker = kind === "group" ? Option.some("@aunt") : Option.none()
  return facts({ message: message({ from: chat, chat, speaker, body }), kind, ...overrides })
}

/** The owner sends something to somebody of this kind. */
export const ownerSends = (kind: ContactKind, body: Body, overrides: Partial<Facts> = {}): Facts => {
  const chat = chats[kind]
  return facts({ message: message({ from: me, to: chat, chat, body }), kind, ...overrides })
}

/** The owner sends something to 文件传输助手. */
export const ownerNotes = (body: Body, overrides: Partial<Facts> = {}): Facts => {
  const chat = FILE_HELPER
  const sent = message({ from: me, to: chat, chat, body })
  return facts({ message: sent, kind: "special-account", ...overrides })
}

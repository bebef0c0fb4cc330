import { Schema } from "effect"
import { MADE_AT_MOST } from "../media/made/Made.ts"
import { Fault } from "../world/Fault.ts"
import { optional, strict } from "../world/StrictSchema.ts"
import { OpenaiAnswer } from "../world/answers/OpenaiAnswer.ts"
import { TulingAnswer } from "../world/answers/TulingAnswer.ts"

const Name = Schema.NonEmptyString
const WholeNumber = Schema.NonNegativeInt

/** What a message can be; each is a MsgType and a `Content` of the real service. */
export const Kind = Schema.Literal(
  "text",
  "picture",
  "voice",
  "video",
  "short-video",
  "sticker",
  "location",
  "card",
  "app",
  "link",
  "file",
  "call",
  "call-ended",
  "call-invitation",
  "revoke",
  "system",
  "system-notice",
  "friend-request",
  "possible-friend",
  "status-notify",
  "unknown",
  "pat",
  "red-packet",
  "transfer",
  "announcement"
)
export type Kind = typeof Kind.Type

/**
 * Body of `POST /control/messages`. Who says it: `from`, a person's name or "me"; nobody for a line of the system.
 * Where: `group`, or `to` for the owner's own messages (their own chat when it is missing), else the chat with `from`.
 */
export const MessageInput = Schema.Struct({
  /** `text` when missing. */
  kind: optional(Kind),
  from: optional(Name),
  to: optional(Name),
  group: optional(Name),
  /** The text; the address of a location, the title of an app message, the greeting of a friend request, a transfer's note. */
  text: optional(Schema.String),
  /** The earlier message that a `text` or an `app` of type 57 answers, as the sender's client puts it before the text. */
  quote: optional(Schema.Struct({ name: Schema.String, text: Schema.String })),
  /** In a group: `@` the owner before the text, or everybody. */
  mention: optional(Schema.Union(Schema.Boolean, Schema.Literal("all"))),
  /** How many seconds ago it was said. */
  age: optional(WholeNumber),
  /** AppMsgType of kind `app`; 5 (link) when missing, 57 with a quote. */
  appType: optional(Schema.Int),
  url: optional(Schema.String),
  fileName: optional(Schema.String),
  /** How many bytes there are to fetch of a `picture` or a `file`. */
  size: optional(WholeNumber.pipe(Schema.between(1, MADE_AT_MOST))),
  /** What there is to fetch of a `picture`, `voice`, `video`, `sticker` or `file`, in Base64. */
  bytes: optional(Schema.Uint8ArrayFromBase64),
  /** Length of a voice or video. */
  seconds: optional(WholeNumber),
  /** Whose card it is. */
  person: optional(Name),
  /** The MsgId that a revoke takes back; the chat's last message when missing. */
  of: optional(Schema.String),
  /** StatusNotifyCode of kind `status-notify`. */
  code: optional(Schema.Int),
  /** MsgType of kind `unknown`; 999 when missing. */
  msgType: optional(Schema.Int),
  /** Fields of the AddMsg that replace what the kind makes, as they stand on the wire. */
  override: optional(Schema.Record({ key: Schema.String, value: Schema.Unknown }))
}).annotations({ identifier: "Message", ...strict })
export type MessageInput = typeof MessageInput.Type

/** Body of `POST /control/people`: adds a friend, or changes the person who has this name. */
export const PersonInput = Schema.Struct({
  name: Name,
  nickName: optional(Schema.String),
  remarkName: optional(Schema.String),
  inBook: optional(Schema.Boolean),
  verifyFlag: optional(WholeNumber),
  /** Whether they let the owner bring them into a group: not if they deleted or blocked the owner. */
  invitation: optional(Schema.Literal("accepts", "deleted", "blocked")),
  pinned: optional(Schema.Boolean),
  /** A UserName that stays the same at each log-in; null for one that does not. */
  fixedUserName: optional(Schema.NullOr(Schema.NonEmptyString)),
  /** Of WeChat Work: the UserName ends in `@openim`. */
  openim: optional(Schema.Boolean)
}).annotations({ identifier: "Person", ...strict })
export type PersonInput = typeof PersonInput.Type

/** Body of `POST /control/groups`: adds a group, or changes the one that has this name. */
export const GroupInput = Schema.Struct({
  name: Name,
  nickName: optional(Schema.String),
  inBook: optional(Schema.Boolean),
  /** Who made it, "me" when missing: only they take members out. */
  owner: optional(Name),
  pinned: optional(Schema.Boolean),
  /** All members, "me" among them; a `displayName` is what they are called in this group only. */
  members: optional(Schema.Array(Schema.Struct({ name: Name, displayName: optional(Schema.String) })))
}).annotations({ identifier: "Group", ...strict })
export type GroupInput = typeof GroupInput.Type

/** Body of `POST /control/answers`: somebody answers the owner, who asked them to be a friend, or a member of `group`. */
export const AnswerInput = Schema.Struct({
  name: Name,
  group: optional(Name),
  answer: Schema.Literal("accept", "refuse")
}).annotations({ identifier: "Answer", ...strict })
export type AnswerInput = typeof AnswerInput.Type

/** Body of `POST /control/phone`. `read`, `open` and `leave` are about a chat (`filehelper` when missing). */
export const PhoneInput = Schema.Struct({
  action: Schema.Literal("read", "open", "leave", "selector7"),
  chat: optional(Name)
}).annotations({ identifier: "Phone", ...strict })
export type PhoneInput = typeof PhoneInput.Type

/**
 * Body of `POST /control/login`. Actions but `refuse` and `allow` are about the newest QR code still open that no other
 * account's phone has scanned, or the one with this `uuid`; `refuse` bars the account from Web WeChat until `allow`.
 */
export const LoginInput = Schema.Struct({
  uuid: optional(Schema.NonEmptyString),
  action: optional(
    Schema.Literal("scan", "countdown", "confirm", "cancel", "expire", "fail", "refuse", "allow")
  ),
  autoScan: optional(Schema.Boolean),
  /** Whether the phone takes a log-in without QR code. */
  pushLogin: optional(Schema.Boolean),
  /** How the log-in page says that the account is barred: by 1203 in XML, or by a page of HTML. */
  refusal: optional(Schema.Literal("xml", "html")),
  /** Where the log-in page gives `pass_ticket`: in the XML, or as a cookie only. */
  passTicket: optional(Schema.Literal("xml", "cookie"))
}).annotations({ identifier: "Login", ...strict })
export type LoginInput = typeof LoginInput.Type

/** Body of `POST /control/accounts`. */
export const AccountInput = Schema.Struct({
  name: Name,
  /** What its owner is called; the name when missing. */
  nickName: optional(Schema.NonEmptyString)
}).annotations({ identifier: "Account", ...strict })
export type AccountInput = typeof AccountInput.Type

/** Body of `POST /control/session`: ends the session. */
export const SessionInput = Schema.Struct({ retcode: Schema.Literal(1100, 1101, 1102) }).annotations({
  identifier: "Session",
  ...strict
})
export type SessionInput = typeof SessionInput.Type

/** Body of `POST /control/clock`: the servers' clocks, as clients learn of them. */
export const ClockInput = Schema.Struct({
  /** How many seconds they are ahead of this machine's; negative when they are behind. */
  ahead: optional(Schema.Int),
  /** Whether answers carry a `date`. */
  dated: optional(Schema.Boolean)
}).annotations({ identifier: "Clock", ...strict })
export type ClockInput = typeof ClockInput.Type

/** Body of `POST /control/sending`: what `webwxsendmsg` does besides accepting. */
export const SendingInput = Schema.Struct({
  echo: optional(Schema.Boolean),
  acceptRepeats: optional(Schema.Boolean),
  /** Whether the client may take back what it sent. */
  takesBack: optional(Schema.Boolean)
}).annotations({ identifier: "Sending", ...strict })
export type SendingInput = typeof SendingInput.Type

const orders = <A, I>(answer: Schema.Schema<A, I>) => ({
  /** What the next questions are answered with, in this order, after the answers already set. */
  answers: optional(Schema.Array(answer)),
  /** The only keys accepted from now on; null for any. */
  keys: optional(Schema.NullOr(Schema.Array(Schema.NonEmptyString)))
})

/** Body of `POST /control/tuling`. */
export const TulingInput = Schema.Struct(orders(TulingAnswer)).annotations({
  identifier: "Tuling",
  ...strict
})
export type TulingInput = typeof TulingInput.Type

/** Body of `POST /control/openai`. */
export const OpenaiInput = Schema.Struct(orders(OpenaiAnswer)).annotations({
  identifier: "Openai",
  ...strict
})
export type OpenaiInput = typeof OpenaiInput.Type

/** Body of `POST /control/faults`. */
export const FaultInput = Fault
export type FaultInput = Fault

/** Body of `POST /control/faults/clear`: the fault to clear, all of them when it is missing. */
export const ClearInput = Schema.Struct({ order: optional(Schema.Int) }).annotations({
  identifier: "Clear",
  ...strict
})
export type ClearInput = typeof ClearInput.Type

/** Query of `GET /control/media`: the MsgId of a message, or the MediaId of an upload. */
export const MediaQuery = Schema.Struct({ of: Schema.NonEmptyString })
export type MediaQuery = typeof MediaQuery.Type

/** Body of `POST /control/links`: beginnings of the URLs that `webwxcheckurl` warns of from now on. */
export const LinksInput = Schema.Struct({ bad: Schema.Array(Schema.NonEmptyString) }).annotations({
  identifier: "Links",
  ...strict
})
export type LinksInput = typeof LinksInput.Type

/** Query for entries after number `after`; waits at most `wait` milliseconds for the first one. */
export const Poll = Schema.Struct({
  after: optional(Schema.NumberFromString.pipe(Schema.int(), Schema.nonNegative())),
  wait: optional(Schema.NumberFromString.pipe(Schema.between(0, 60_000)))
})
export type Poll = typeof Poll.Type

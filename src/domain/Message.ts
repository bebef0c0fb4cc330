import { Schema } from "effect"
import { type AddMsg } from "./AddMsg.ts"
import { isGroup } from "./Contact.ts"
import { decodeText, decodeXmlContent, splitSpeaker } from "./MessageText.ts"
import { Quote, readQuoteReply, splitQuote, type Written } from "./Quote.ts"
import { isTooFrequent } from "./SystemLine.ts"

/** What a message holds: WeChat's MsgType, one case each, with what the robot needs of it. */
export const Body = Schema.Union(
  /**
   * 1, or the app message (49) of a reply that quotes an earlier message. `text` is decoded and only what the sender
   * wrote: without the speaker that groups put in front, and without the quote.
   */
  Schema.TaggedStruct("Text", {
    text: Schema.String,
    quote: Schema.optionalWith(Quote, { exact: true })
  }),
  /** 3 */
  Schema.TaggedStruct("Picture", {}),
  /** 34 */
  Schema.TaggedStruct("Voice", {}),
  /** 37: somebody wants to become a friend. */
  Schema.TaggedStruct("FriendRequest", {}),
  /** 40: somebody the owner may know. */
  Schema.TaggedStruct("PossibleFriend", {}),
  /** 42: a person's card. */
  Schema.TaggedStruct("Card", {}),
  /** 43 */
  Schema.TaggedStruct("Video", {}),
  /** 47 */
  Schema.TaggedStruct("Sticker", {}),
  /** 48; but most arrive as a 1 with SubMsgType 48 or a Url. */
  Schema.TaggedStruct("Location", {}),
  /** 49, and any other type with an AppMsgType: link, file, transfer, red packet ... */
  Schema.TaggedStruct("App", { AppMsgType: Schema.Int }),
  /** 50 */
  Schema.TaggedStruct("Call", {}),
  /** 51: another device of the owner did something; see PhoneActivity. */
  Schema.TaggedStruct("StatusNotify", { code: Schema.Int, userNames: Schema.Array(Schema.String) }),
  /** 52 */
  Schema.TaggedStruct("CallEnded", {}),
  /** 53 */
  Schema.TaggedStruct("CallInvitation", {}),
  /** 62 */
  Schema.TaggedStruct("ShortVideo", {}),
  /** 9999 */
  Schema.TaggedStruct("SystemNotice", {}),
  /**
   * 10000: a grey line in the chat: joined, renamed, "you are not friends", red packet ...; `tooFrequent` when
   * it warns that sending or operating is too frequent.
   */
  Schema.TaggedStruct("SystemLine", { tooFrequent: Schema.Boolean }),
  /** 10002 of type revokemsg: a message was taken back; `MsgId` "0" means the owner's last one in that chat. */
  Schema.TaggedStruct("Revoke", { MsgId: Schema.String }),
  /** 10002 of any other type. */
  Schema.TaggedStruct("SystemXml", {}),
  Schema.TaggedStruct("Unknown", { MsgType: Schema.Int })
)
export type Body = typeof Body.Type

export const Message = Schema.Struct({
  MsgId: Schema.NonEmptyString,
  /** Who sent it; the group, for others' messages in a group. */
  from: Schema.String,
  to: Schema.String,
  /** The UserName of the friend or group whose chat it belongs to: a reply goes there. */
  chat: Schema.String,
  /** Who spoke in a group: a UserName. None when it is not said, and outside of groups. */
  speaker: Schema.OptionFromNullOr(Schema.NonEmptyString),
  /** Seconds, the server's clock; 0 when the server did not say. */
  CreateTime: Schema.Int,
  body: Body
})
export type Message = typeof Message.Type

/** Never answered, whoever sends them: calls, requests, system lines, unknown types. */
const controlTags = [
  "FriendRequest",
  "PossibleFriend",
  "Call",
  "StatusNotify",
  "CallEnded",
  "CallInvitation",
  "SystemNotice",
  "SystemLine",
  "Revoke",
  "SystemXml",
  "Unknown"
] as const satisfies ReadonlyArray<Body["_tag"]>

const controls: ReadonlySet<string> = new Set(controlTags)
export const isControl = (body: Body): boolean => controls.has(body._tag)

const mediaTags = [
  "Picture",
  "Voice",
  "Card",
  "Video",
  "Sticker",
  "Location",
  "ShortVideo"
] as const satisfies ReadonlyArray<Body["_tag"]>

const media: ReadonlySet<string> = new Set(mediaTags)
/** What may be answered with a canned line. */
export const isMedia = (body: Body): boolean => media.has(body._tag)

/** The text of a message, empty for all other kinds. */
export const textOf = (message: Message): string => (message.body._tag === "Text" ? message.body.text : "")

/**
 * The start of a revoke. Names stand in system XML of every type, and anybody can choose a name that looks like this: so
 * it counts only at the beginning, and the MsgId only before `<replacemsg>`, which holds the line that the phone shows.
 */
const revoke =
  /^\s*(?:<\?xml[^>]{0,200}\?>\s*)?<sysmsg\b[^>]{0,200}\btype=["']revokemsg["'][^>]{0,200}>([\s\S]*)/

const revokedMsgId = (content: string): string | undefined => {
  const [whatIsRevoked = ""] = (revoke.exec(content)?.[1] ?? "").split("<replacemsg>", 1)
  return /<msgid>\s*(\d{1,20})\s*<\/msgid>/.exec(whatIsRevoked)?.[1]
}

const systemXml = (content: string): Body => {
  const MsgId = revokedMsgId(decodeXmlContent(content))
  return MsgId === undefined ? { _tag: "SystemXml" } : { _tag: "Revoke", MsgId }
}

const textBody = ({ quote, text }: Written): Body =>
  quote === undefined ? { _tag: "Text", text } : { _tag: "Text", text, quote }

/** The AppMsgType of a reply that quotes an earlier message. */
const QUOTE_REPLY = 57

/** A reply that quotes keeps its line breaks: its text stands in the title. */
const appBody = (AppMsgType: number, content: string): Body => {
  const reply = AppMsgType === QUOTE_REPLY ? readQuoteReply(decodeText(content)) : undefined
  return reply === undefined ? { _tag: "App", AppMsgType } : textBody(reply)
}

const bodyByType = (wire: AddMsg, content: string): Body => {
  switch (wire.MsgType) {
    case 1:
      if (wire.SubMsgType === 48 || wire.Url !== "") return { _tag: "Location" }
      return textBody(splitQuote(decodeText(content)))
    case 3:
      return { _tag: "Picture" }
    case 34:
      return { _tag: "Voice" }
    case 37:
      return { _tag: "FriendRequest" }
    case 40:
      return { _tag: "PossibleFriend" }
    case 42:
      return { _tag: "Card" }
    case 43:
      return { _tag: "Video" }
    case 47:
      return { _tag: "Sticker" }
    case 48:
      return { _tag: "Location" }
    case 49:
      return appBody(wire.AppMsgType, content)
    case 50:
      return { _tag: "Call" }
    case 51:
      return {
        _tag: "StatusNotify",
        code: wire.StatusNotifyCode,
        userNames: wire.StatusNotifyUserName.split(",").filter((name) => name !== "")
      }
    case 52:
      return { _tag: "CallEnded" }
    case 53:
      return { _tag: "CallInvitation" }
    case 62:
      return { _tag: "ShortVideo" }
    case 9999:
      return { _tag: "SystemNotice" }
    case 10000:
      return { _tag: "SystemLine", tooFrequent: isTooFrequent(decodeText(content)) }
    case 10002:
      return systemXml(content)
    default:
      return { _tag: "Unknown", MsgType: wire.MsgType }
  }
}

const bodyOf = (wire: AddMsg, content: string): Body => {
  const body = bodyByType(wire, content)
  return wire.AppMsgType === 0 || isControl(body) ? body : appBody(wire.AppMsgType, content)
}

/** A message of the wire, read for the account whose UserName is `me`. Types that are not known become `Unknown`. */
export const fromWire = (wire: AddMsg, me: string): Message => {
  const from = wire.FromUserName === "" ? me : wire.FromUserName
  const chat = from === me ? wire.ToUserName : from
  // only what others say in a group carries the speaker; one's own locations hold the same separator
  const { speaker, text } = splitSpeaker(isGroup(from) ? wire.Content : "")
  return {
    MsgId: wire.MsgId,
    from,
    to: wire.ToUserName,
    chat,
    speaker,
    CreateTime: wire.CreateTime,
    body: bodyOf(wire, isGroup(from) ? text : wire.Content)
  }
}

import { recommendInfo } from "../wechat/wire/AddMsgJson.ts"
import { type AppMsg, appXml, refermsg, wcpayinfo } from "../wechat/wire/AppXml.ts"
import { encodeOwn, encodeText, uriComponent } from "../wechat/wire/Content.ts"
import { locationXml, pictureXml, stickerXml, videoXml, voiceXml } from "../wechat/wire/MediaXml.ts"
import { cardXml, friendRequestXml, requestTicket, SCENE } from "../wechat/wire/PersonXml.ts"
import { OWN_REVOKE, revokeXml } from "../wechat/wire/RevokeXml.ts"
import { stableId } from "../wechat/wire/StableId.ts"
import { RECENT_CHATS, statusNotifyFields } from "../wechat/StatusNotify.ts"
import type { Kind, MessageInput } from "./ControlInput.ts"
import type { Fields } from "../world/Events.ts"
import { ME, type Person } from "../world/People.ts"

/** What a kind needs besides its input. */
interface Context {
  /** The text as it is said: with the mention in front. */
  readonly text: string
  /** The MsgId that a revoke takes back. */
  readonly revoked: string
  /** The `MediaId` of a file or a sticker. */
  readonly mediaId: string
  /** Where the simulator listens. */
  readonly origin: string
  /** Whose card it is, who asks to be a friend, who pats or takes back. */
  readonly person: Person
  /** Gives the `UserName` of a contact in the log-in that fetches the message. */
  readonly of: (name: string) => string
}

/** AppMsgTypes. */
const LINK = 5
const FILE = 6
const QUOTE_REPLY = 57
const TRANSFER = 2000

type Quote = MessageInput["quote"]

/** As clients write a reply to an earlier message. */
const withQuote = (quote: Quote, text: string) =>
  quote === undefined ? text : `「${quote.name}：${quote.text}」\n- - - - - - - - - - - - - - -\n${text}`

const app = (is: AppMsg): Fields => ({
  MsgType: 49,
  AppMsgType: is.type,
  Content: encodeOwn(appXml(is)),
  FileName: encodeText(is.title),
  Url: encodeText(is.url ?? "")
})

/** The stable id of the one who says it, as XML names them. */
const speakerId = ({ from = "" }: MessageInput, { of }: Context) => stableId(from, of(from))

/** What phones show in place of what was taken back. */
const revokeLine = ({ name, nickName, remarkName }: Person) =>
  name === ME ? OWN_REVOKE : `"${remarkName || nickName}" 撤回了一条消息`

const milliseconds = (input: MessageInput, usual: number) => (input.seconds ?? usual) * 1000

const video = (MsgType: number, seconds: number, input: MessageInput, context: Context): Fields => ({
  MsgType,
  Content: encodeOwn(videoXml(speakerId(input, context), seconds)),
  PlayLength: seconds,
  ImgStatus: 2,
  ImgHeight: 480,
  ImgWidth: 272
})

type Make = (input: MessageInput, context: Context) => Fields

const kinds: Readonly<Record<Kind, Make>> = {
  text: ({ quote }, { text }) => ({ MsgType: 1, Content: encodeText(withQuote(quote, text)) }),
  announcement: (_, { text }) => ({ MsgType: 1, Content: encodeText(text) }),
  picture: ({ size = 6503 }) => ({
    MsgType: 3,
    Content: encodeOwn(pictureXml(size)),
    ImgStatus: 2,
    ImgHeight: 120,
    ImgWidth: 90
  }),
  voice: (input, context) => ({
    MsgType: 34,
    Content: encodeOwn(voiceXml(speakerId(input, context), milliseconds(input, 2))),
    VoiceLength: milliseconds(input, 2)
  }),
  video: (input, context) => video(43, input.seconds ?? 10, input, context),
  "short-video": (input, context) => video(62, input.seconds ?? 6, input, context),
  sticker: (input, context) => ({
    MsgType: 47,
    Content: encodeOwn(
      stickerXml(speakerId(input, context), `${context.origin}/wx_emoji/${context.mediaId}/`)
    ),
    ImgStatus: 2,
    ImgHeight: 120,
    ImgWidth: 120
  }),
  location: (_, { text }) => ({
    MsgType: 1,
    SubMsgType: 48,
    Content: `${encodeText(text)}:<br/>/cgi-bin/mmwebwx-bin/webwxgetpubliclinkimg?url=xxx&msgid=1&pictype=location`,
    Url: "http://apis.map.qq.com/uri/v1/geocoder?coord=39.908,116.397",
    OriContent: locationXml(text)
  }),
  card: (_, { of, person }) => ({
    MsgType: 42,
    Content: encodeOwn(cardXml(person, stableId(person.name, of(person.name)))),
    RecommendInfo: recommendInfo({
      UserName: of(person.name),
      NickName: encodeText(person.nickName),
      Scene: 17,
      VerifyFlag: person.verifyFlag
    })
  }),
  app: (input, context) => {
    const { appType, quote, url = "" } = input
    const from = speakerId(input, context)
    const is = { title: context.text, url, from }
    return quote === undefined
      ? app({ ...is, type: appType ?? LINK })
      : app({ ...is, type: appType ?? QUOTE_REPLY, more: refermsg(quote, from) })
  },
  link: (input, context) =>
    app({
      type: LINK,
      title: context.text,
      url: input.url ?? "http://example.invalid/article",
      from: speakerId(input, context)
    }),
  file: (input, context) => {
    const { fileName: title = "file.txt", size = 1024 } = input
    return {
      ...app({ type: FILE, title, size, from: speakerId(input, context) }),
      FileSize: String(size),
      MediaId: context.mediaId,
      EncryFileName: uriComponent(title)
    }
  },
  transfer: (input, context) =>
    app({
      type: TRANSFER,
      title: "微信转账",
      des: "收到转账0.01元。如需收钱，请点此升级至最新版本",
      inCdata: true,
      more: wcpayinfo(context.text),
      from: speakerId(input, context)
    }),
  call: () => ({ MsgType: 50, Content: encodeOwn("<voipinvitemsg></voipinvitemsg>") }),
  "call-ended": () => ({ MsgType: 52, Content: encodeOwn("<voiplocalinfo></voiplocalinfo>") }),
  "call-invitation": () => ({ MsgType: 53, Content: encodeOwn("<voipinvitemsg></voipinvitemsg>") }),
  revoke: (_, { person, revoked, text }) => ({
    MsgType: 10002,
    Content: encodeOwn(revokeXml(revoked, text === "" ? revokeLine(person) : text))
  }),
  system: (_, { text }) => ({ MsgType: 10000, Content: encodeOwn(text) }),
  "system-notice": (_, { text }) => ({ MsgType: 9999, Content: encodeOwn(text) }),
  "red-packet": ({ from }) => ({
    MsgType: 10000,
    Content: from === ME ? "发出红包，请在手机上查看" : "收到红包，请在手机上查看"
  }),
  pat: (_, { person, text }) => ({
    MsgType: 10000,
    Content: encodeOwn(text === "" ? `"${person.nickName}" 拍了拍我` : text)
  }),
  "friend-request": (_, { of, person, text }) => ({
    MsgType: 37,
    Content: encodeOwn(friendRequestXml(person, stableId(person.name, of(person.name)), text)),
    RecommendInfo: recommendInfo({
      UserName: of(person.name),
      NickName: encodeText(person.nickName),
      Content: encodeText(text),
      Ticket: requestTicket(person),
      Scene: SCENE,
      OpCode: 2
    }),
    Ticket: requestTicket(person)
  }),
  "possible-friend": () => ({ MsgType: 40, Content: encodeOwn("<msg></msg>") }),
  "status-notify": (input, { of }) =>
    statusNotifyFields(input.code ?? RECENT_CHATS, [input.to ?? "filehelper"], of),
  unknown: (input, { text }) => ({ MsgType: input.msgType ?? 999, Content: encodeText(text) })
}

/** The fields of an `AddMsg` that make it a message of its kind. */
export const fieldsOf: Make = (input, context) => kinds[input.kind ?? "text"](input, context)

import { recommendInfo } from "../wechat/wire/AddMsgJson.ts"
import { encodeText, encodeXml, xmlText } from "../wechat/wire/Content.ts"
import type { Kind, MessageInput } from "./ControlInput.ts"
import type { Fields } from "../world/Events.ts"

/** What a kind needs besides its input. */
interface Context {
  /** The text as it is said: with the mention in front. */
  readonly text: string
  /** The MsgId that a revoke takes back. */
  readonly revoked: string
  /** Gives the `UserName` of a contact in the log-in that fetches the message. */
  readonly of: (name: string) => string
}

/** AppMsgTypes. */
const LINK = 5
const QUOTE_REPLY = 57

type Quote = MessageInput["quote"]

/** As clients write a reply to an earlier message. */
const withQuote = (quote: Quote, text: string) =>
  quote === undefined ? text : `「${quote.name}：${quote.text}」\n- - - - - - - - - - - - - - -\n${text}`

const refermsg = (quote: Quote) =>
  quote === undefined
    ? ""
    : `<refermsg>\n<type>1</type>\n<svrid>1</svrid>\n<displayname>${xmlText(quote.name)}</displayname>\n` +
      `<content>${xmlText(quote.text)}</content>\n</refermsg>\n`

const appXml = (title: string, type: number, url: string, quote?: Quote) =>
  `<msg>\n<appmsg appid="" sdkver="0">\n<title>${xmlText(title)}</title>\n<des></des>\n<type>${type}</type>\n` +
  `<url>${xmlText(url)}</url>\n${refermsg(quote)}</appmsg>\n<fromusername></fromusername>\n<appinfo><appname></appname></appinfo>\n</msg>`

const app = (appType: number, title: string, url: string, quote?: Quote): Fields => ({
  MsgType: 49,
  AppMsgType: appType,
  Content: encodeXml(appXml(title, appType, url, quote)),
  FileName: encodeText(title),
  Url: encodeText(url)
})

const revokeXml = (MsgId: string, text: string) =>
  `<sysmsg type="revokemsg"><revokemsg><session>s</session><oldmsgid>1</oldmsgid><msgid>${MsgId}</msgid>` +
  `<newmsgid>${MsgId}</newmsgid><replacemsg><![CDATA[${text}]]></replacemsg></revokemsg></sysmsg>`

const milliseconds = (input: MessageInput, usual: number) => (input.seconds ?? usual) * 1000

type Make = (input: MessageInput, context: Context) => Fields

const kinds: Readonly<Record<Kind, Make>> = {
  text: ({ quote }, { text }) => ({ MsgType: 1, Content: encodeText(withQuote(quote, text)) }),
  picture: () => ({
    MsgType: 3,
    Content: encodeXml('<?xml version="1.0"?>\n<msg>\n<img length="6503" hdlength="0" />\n</msg>'),
    ImgStatus: 2,
    ImgHeight: 120,
    ImgWidth: 90
  }),
  voice: (input) => ({
    MsgType: 34,
    Content: encodeXml(`<msg><voicemsg voicelength="${milliseconds(input, 2)}" /></msg>`),
    VoiceLength: milliseconds(input, 2)
  }),
  video: (input) => ({
    MsgType: 43,
    Content: encodeXml(`<msg><videomsg playlength="${input.seconds ?? 10}" /></msg>`),
    PlayLength: input.seconds ?? 10
  }),
  "short-video": (input) => ({
    MsgType: 62,
    Content: encodeXml(`<msg><videomsg playlength="${input.seconds ?? 6}" /></msg>`),
    PlayLength: input.seconds ?? 6
  }),
  sticker: () => ({
    MsgType: 47,
    Content: encodeXml('<msg><emoji md5="00000000000000000000000000000000" cdnurl="" /></msg>')
  }),
  location: (_, { text }) => ({
    MsgType: 1,
    SubMsgType: 48,
    Content: `${encodeText(text)}:<br/>/cgi-bin/mmwebwx-bin/webwxgetpubliclinkimg?url=xxx&msgid=1&pictype=location`,
    Url: "http://apis.map.qq.com/uri/v1/geocoder?coord=39.908,116.397",
    OriContent: `<msg><location x="39.908" y="116.397" scale="16" label="${xmlText(text)}" maptype="0"/></msg>`
  }),
  card: (input, { of }) => ({
    MsgType: 42,
    Content: encodeXml('<?xml version="1.0"?>\n<msg nickname="" />'),
    RecommendInfo: recommendInfo({
      UserName: of(input.person ?? "weixin"),
      NickName: input.person ?? "weixin"
    })
  }),
  app: ({ appType, quote, url }, { text }) =>
    app(appType ?? (quote === undefined ? LINK : QUOTE_REPLY), text, url ?? "", quote),
  link: (input, { text }) => app(LINK, text, input.url ?? "http://example.invalid/article"),
  file: (input) => ({
    ...app(6, input.fileName ?? "file.txt", ""),
    FileSize: "1024",
    MediaId: "@crypt_file",
    EncryFileName: encodeURIComponent(input.fileName ?? "file.txt")
  }),
  call: () => ({ MsgType: 50, Content: encodeXml("<voipinvitemsg></voipinvitemsg>") }),
  "call-ended": () => ({ MsgType: 52, Content: encodeXml("<voiplocalinfo></voiplocalinfo>") }),
  "call-invitation": () => ({ MsgType: 53, Content: encodeXml("<voipinvitemsg></voipinvitemsg>") }),
  revoke: (_, { revoked, text }) => ({ MsgType: 10002, Content: encodeXml(revokeXml(revoked, text)) }),
  system: (_, { text }) => ({ MsgType: 10000, Content: encodeText(text) }),
  "system-notice": (_, { text }) => ({ MsgType: 9999, Content: encodeText(text) }),
  "friend-request": (_, { text }) => ({
    MsgType: 37,
    Content: encodeXml(`<msg content="${xmlText(text)}" scene="30" />`),
    RecommendInfo: recommendInfo({
      UserName: "@0123456789abcdef0123456789abcdef",
      NickName: "路人乙",
      Content: encodeText(text),
      Ticket: "v2_ticket@stranger",
      Scene: 30,
      OpCode: 2
    }),
    Ticket: "v2_ticket@stranger"
  }),
  "possible-friend": () => ({ MsgType: 40, Content: encodeXml("<msg></msg>") }),
  "status-notify": (input, { of }) => ({
    MsgType: 51,
    StatusNotifyCode: input.code ?? 4,
    StatusNotifyUserName: of(input.to ?? "filehelper"),
    Content: encodeXml(`<msg>\n<op id='${input.code ?? 4}'>\n</op>\n</msg>`)
  }),
  unknown: (input, { text }) => ({ MsgType: input.msgType ?? 999, Content: encodeText(text) })
}

/** The fields of an `AddMsg` that make it a message of its kind. */
export const fieldsOf: Make = (input, context) => kinds[input.kind ?? "text"](input, context)

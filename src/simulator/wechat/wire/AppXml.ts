import { cdata, xmlText } from "./Content.ts"

/** What an app message (MsgType 49) says. */
export interface AppMsg {
  /** AppMsgType. */
  readonly type: number
  readonly title: string
  readonly des?: string
  /** Its words come in CDATA, as those of a transfer do. */
  readonly inCdata?: boolean
  readonly url?: string
  /** Of a file: its size in bytes. */
  readonly size?: number
  /** XML of its own kind, which `wcpayinfo`, `refermsg` and the like are. */
  readonly more?: string
  /** The stable id of the one who says it. */
  readonly from: string
}

const extension = (fileName: string) => /\.([A-Za-z0-9]+)$/.exec(fileName)?.[1] ?? ""

/** `Content` of an app message. */
export const appXml = (is: AppMsg): string => {
  const { des = "", from, inCdata = false, more = "", size, title, type, url = "" } = is
  const words = inCdata ? cdata : xmlText
  return (
    `<msg>\n\t<appmsg appid="" sdkver="0">\n\t\t<title>${words(title)}</title>\n\t\t<des>${words(des)}</des>\n` +
    `\t\t<action>view</action>\n\t\t<type>${type}</type>\n\t\t<showtype>0</showtype>\n\t\t<content></content>\n` +
    `\t\t<url>${xmlText(url)}</url>\n\t\t<dataurl></dataurl>\n\t\t<lowurl></lowurl>\n\t\t<thumburl></thumburl>\n` +
    `\t\t<appattach>\n\t\t\t<totallen>${size ?? 0}</totallen>\n\t\t\t<attachid></attachid>\n` +
    `\t\t\t<emoticonmd5></emoticonmd5>\n\t\t\t<fileext>${size === undefined ? "" : extension(title)}</fileext>\n` +
    `\t\t</appattach>\n\t\t<extinfo></extinfo>\n${more}\t</appmsg>\n` +
    `\t<fromusername>${xmlText(from)}</fromusername>\n\t<scene>0</scene>\n` +
    `\t<appinfo>\n\t\t<version>1</version>\n\t\t<appname></appname>\n\t</appinfo>\n\t<commenturl></commenturl>\n</msg>\n`
  )
}

/** The earlier message in a reply of type 57. */
export const refermsg = (quote: { readonly name: string; readonly text: string }, from: string): string =>
  `\t\t<refermsg>\n\t\t\t<type>1</type>\n\t\t\t<svrid>7000000000000000000</svrid>\n` +
  `\t\t\t<fromusr>${xmlText(from)}</fromusr>\n\t\t\t<chatusr>${xmlText(from)}</chatusr>\n` +
  `\t\t\t<displayname>${xmlText(quote.name)}</displayname>\n\t\t\t<content>${xmlText(quote.text)}</content>\n` +
  `\t\t</refermsg>\n`

/** The money of a transfer, with the note that the payer put to it. */
export const wcpayinfo = (note: string): string =>
  `\t\t<wcpayinfo>\n\t\t\t<paysubtype>1</paysubtype>\n\t\t\t<feedesc>${cdata("￥0.01")}</feedesc>\n` +
  `\t\t\t<transcationid>${cdata("100000000000000000000000000000")}</transcationid>\n` +
  `\t\t\t<transferid>${cdata("1000000000000000000000000000")}</transferid>\n\t\t\t<invalidtime>${cdata("1500000000")}</invalidtime>\n` +
  `\t\t\t<begintransfertime>${cdata("1500000000")}</begintransfertime>\n\t\t\t<effectivedate>${cdata("1")}</effectivedate>\n` +
  `\t\t\t<pay_memo>${cdata(note)}</pay_memo>\n\t\t</wcpayinfo>\n`

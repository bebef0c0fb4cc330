import { xmlText } from "./Content.ts"
import { digits } from "./StableId.ts"

/* Contents of messages whose bytes are fetched apart. `from` is the stable id of the one who says it. */

const key = (of: string) => digits(`key/${of}`, 32)
const place = (of: string) => digits(`cdn/${of}`, 64)

/** `Content` of a picture of so many bytes. */
export const pictureXml = (length: number): string =>
  `<?xml version="1.0"?>\n<msg>\n\t<img aeskey="${key("img")}" encryver="1" cdnthumbaeskey="${key("img")}" ` +
  `cdnthumburl="${place("img")}" cdnthumblength="2100" cdnthumbheight="120" cdnthumbwidth="90" cdnmidheight="0" ` +
  `cdnmidwidth="0" cdnhdheight="0" cdnhdwidth="0" cdnmidimgurl="${place("img")}" length="${length}" ` +
  `md5="${digits("img", 32)}" />\n</msg>\n`

/** `Content` of a voice message of so many milliseconds. */
export const voiceXml = (from: string, milliseconds: number): string =>
  `<msg><voicemsg endflag="1" cancelflag="0" forwardflag="0" voiceformat="4" voicelength="${milliseconds}" ` +
  `length="${Math.round(milliseconds * 1.6)}" bufid="600000000000000000" clientmsgid="${digits("voice", 40)}" ` +
  `fromusername="${xmlText(from)}" /></msg>`

/** `Content` of a video, or a short one, of so many seconds. */
export const videoXml = (from: string, seconds: number): string =>
  `<?xml version="1.0"?>\n<msg>\n\t<videomsg aeskey="${key("video")}" cdnthumbaeskey="${key("video")}" ` +
  `cdnvideourl="${place("video")}" cdnthumburl="${place("video")}" length="${Math.min(seconds * 50_000, 1_000_000)}" ` +
  `playlength="${seconds}" cdnthumblength="4100" cdnthumbwidth="272" cdnthumbheight="480" ` +
  `fromusername="${xmlText(from)}" md5="${digits("video", 32)}" newmd5="${digits("new video", 32)}" isad="0" />\n</msg>\n`

/** `Content` of a sticker that lies at an address, with the odd blanks of the real one. */
export const stickerXml = (from: string, address: string): string =>
  `<msg><emoji fromusername = "${xmlText(from)}" tousername = "" type="2" idbuffer="media:0_0" ` +
  `md5="${digits("sticker", 32)}" len = "2100" productid="" androidmd5="${digits("sticker", 32)}" androidlen="2100" ` +
  `cdnurl = "${xmlText(address)}" designerid = "" thumburl = "" ` +
  `encrypturl = "http://example.invalid/wx_emoji/${digits("encrypted", 32)}/" aeskey= "${key("sticker")}" ` +
  `width= "240" height= "240" ></emoji> </msg>`

/** The fields of a location, whose text is its address. */
export const locationXml = (address: string): string =>
  `<?xml version="1.0"?>\n<msg>\n\t<location x="39.908" y="116.397" scale="16" label="${xmlText(address)}" ` +
  `maptype="0" poiname="[位置]" />\n</msg>\n`

import { kindsOfSystemMessages } from "./KnownNames.ts"

/* What a recording keeps as it is: names of fields, and values that say nothing about anybody. All else is replaced. */

/** A name that a programmer gave to a field: not an id that stands in its place. */
export const isName = (name: string): boolean =>
  /^[A-Za-z_][A-Za-z_:.-]{0,40}\d?$/.test(name) && !/^(?:wxid|gh)_/.test(name)

const among = (...names: ReadonlyArray<string>): ReadonlySet<string> => new Set(names)

/** Numbers that may be long: times, versions, and where a client stands in the list of events. */
const longNumbers = among(
  "CreateTime",
  "SystemTime",
  "ClientVersion",
  "ClickReportInterval",
  "Key",
  "Val",
  "Seq",
  "rr",
  // up to 10002, and 100001
  "MsgType",
  "AppMsgType",
  "code",
  "HeadImgUpdateFlag"
)

/** Short numbers that are written as texts. */
const codes = among(
  "ret",
  "Ret",
  "retcode",
  "selector",
  "code",
  "MsgType",
  "AppMsgType",
  "SubMsgType",
  "Status",
  "ContinueFlag"
)

/** Elements and attributes that hold short numbers. */
const codesInXml = among(
  "ret",
  "isgrayscale",
  "id",
  "type",
  "scene",
  "showtype",
  "soundtype",
  "contentattr",
  "voicelength",
  "playlength",
  "length",
  "hdlength",
  "maptype",
  "scale",
  "version",
  "encoding"
)

/** Web WeChat's own, the same for everybody. */
const APP_ID = "wx782c26e4c19acffb"

/** In seconds or milliseconds; no telephone number is as long. */
const time = /^-?1\d{9}(?:\d{3})?$/
const count = /^\d{1,10}$/
const flag = /^[01]$/

/** What WeChat and its client put into queries, and nothing else: an address may be somebody's, too. */
const inQueries: ReadonlyMap<string, RegExp> = new Map([
  ["_", time],
  ["r", time],
  ["scan", time],
  ["seq", count],
  ["synckey", /^\d{1,6}_\d{1,12}(?:(?:%7C|\|)\d{1,6}_\d{1,12})*$/],
  ["appid", new RegExp(`^${APP_ID}$`)],
  ["f", /^json$/],
  ["fun", /^(?:new|async|sys)$/],
  ["lang", /^(?:zh_CN|zh_TW|zh_HK|en_US)$/],
  ["loginicon", /^true$/],
  ["mod", /^desktop$/],
  ["pictype", /^location$/],
  ["redirect", flag],
  ["target", /^t$/],
  ["tip", flag],
  ["type", /^(?:[01]|ex|slave|big)$/],
  ["version", /^v2$/]
])

const isShortNumber = (value: string) => /^-?\d{1,4}$/.test(value)

/** Which values of a field of this name stay. */
export const keptFields = {
  numbers: (name: string, value: string): boolean =>
    isShortNumber(value) || (longNumbers.has(name) && /^-?\d{1,15}$/.test(value)),
  strings: (name: string, value: string): boolean => codes.has(name) && isShortNumber(value),
  inXml: (element: string, name: string, value: string): boolean =>
    (codesInXml.has(name) && (/^\d{1,6}$/.test(value) || /^(?:1\.0|utf-8)$/i.test(value))) ||
    // the kind of a message of the system
    (element === "sysmsg" && name === "type" && kindsOfSystemMessages.has(value)),
  cookies: (name: string, value: string): boolean => name === "mm_lang" && /^[a-z]{2}_[A-Z]{2}$/.test(value),
  inQueries: (name: string, value: string): boolean => inQueries.get(name)?.test(value) ?? false
} as const

import { type Disguise } from "./DisguiseText.ts"
import { isName, keptFields } from "./Harmless.ts"

/* Addresses, queries and forms: names stay, values are replaced, and where the address leads on WeChat's hosts stays. */

/** No other host of theirs: there are some with the names of people. */
const host = String.raw`(?:(?:login|file2?|webpush2?)\.)?(?:wx\d?|weixin|web2?)\.(?:qq|wechat)\.com`
const wechat = String.raw`https?:\/\/${host}`
const thisMachine = String.raw`https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\])`
const place = new RegExp(
  `^(?:(?:${wechat}|${thisMachine})(?::\\d{1,5})?)?(?:/|/jslogin|/cgi-bin/mmwebwx-bin/[A-Za-z]+)?(?=\\?|$)`
)

/** Encoded in a query, as the address of the log-in page is. */
const encodedPlace = new RegExp(
  `^https?%3A%2F%2F${host}%2Fcgi-bin%2Fmmwebwx-bin%2F[a-z]+(?:%3Fmod%3Ddesktop)?$`
)

/** `name=value` pairs with `&` between, or `&amp;`. */
export const disguiseQuery = (text: Disguise): Disguise => {
  const pair = (whole: string) => {
    const [, name = "", equals = "", value = ""] = /^([^=]*)(=?)([^]*)$/.exec(whole) ?? []
    if (equals === "" || !isName(name)) return text(whole)
    const stays = keptFields.inQueries(name, value) || encodedPlace.test(value)
    return name + equals + (stays ? value : text(value))
  }
  return (query) =>
    query
      .split(/([?&](?:amp;)?)/)
      .map((piece, at) => (at % 2 === 0 ? pair(piece) : piece))
      .join("")
}

/** An address, or a path with a query. */
export const disguiseAddress =
  (text: Disguise): Disguise =>
  (address) => {
    const [there] = place.exec(address) ?? []
    if (there !== undefined) return there + disguiseQuery(text)(address.slice(there.length))
    const code = /^\/qrcode\//.exec(address)?.[0] ?? ""
    return code + text(address.slice(code.length))
  }

export const isAddress = (value: string): boolean => (place.exec(value)?.[0] ?? "") !== ""

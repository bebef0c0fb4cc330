import { type Disguise } from "./DisguiseText.ts"
import { keptFields } from "./Harmless.ts"
import { calls, namesInQueries } from "./KnownNames.ts"

/*
 * Addresses, queries and forms: known names and calls on WeChat's hosts stay, and values that only WeChat and its client
 * write. All else is replaced.
 */

/** No other host of theirs: there are some with the names of people. */
const host = String.raw`(?:(?:login|file2?|webpush2?)\.)?(?:wx\d?|weixin|web2?)\.(?:qq|wechat)\.com`
const call = `/cgi-bin/mmwebwx-bin/(?:${[...calls].join("|")})`
const wechat = String.raw`https?:\/\/${host}`
const thisMachine = String.raw`https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\])`
const place = new RegExp(`^(?:(?:${wechat}|${thisMachine})(?::\\d{1,5})?)?(?:/|/jslogin|${call})?(?=\\?|$)`)

/** Encoded in a query, as the address of the log-in page is. */
const encodedPlace = new RegExp(`^https?%3A%2F%2F${host}${call.replaceAll("/", "%2F")}(?:%3Fmod%3Ddesktop)?$`)

/** `name=value` pairs with `&` between, or `&amp;`. */
export const disguiseQuery = (text: Disguise): Disguise => {
  const pair = (whole: string) => {
    const [, name = "", equals = "", value = ""] = /^([^=]*)(=?)([^]*)$/.exec(whole) ?? []
    if (equals === "" || !namesInQueries.has(name)) return text(whole)
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

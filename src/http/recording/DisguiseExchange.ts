import { Option } from "effect"
import { type RecordedBody, type RecordedExchange } from "../../domain/RecordedExchange.ts"
import { type HttpAnswer, type HttpRequest } from "../HttpExchange.ts"
import { linesOfPage } from "../Html.ts"
import { barringSentence } from "../wechat/WebBarred.ts"
import { disguiseAddress, disguiseQuery } from "./DisguiseAddress.ts"
import { disguiseJson, disguiseScript } from "./DisguiseJson.ts"
import { disguiseMarkup, isMarkup } from "./DisguiseMarkup.ts"
import { type Disguise, disguiseText } from "./DisguiseText.ts"
import { isName, keptFields } from "./Harmless.ts"
import { make } from "./StandIns.ts"

/* An exchange as it may be given away. */

/** The body of an answer is inflated. */
export type Answered = Pick<HttpAnswer, "status" | "headers" | "bytes">

type Sent = Pick<HttpRequest, "method" | "url" | "headers" | "body">

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

const textOf = (bytes: Uint8Array): string | undefined => {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

/** What is not the text of a format that is known here is replaced from end to end. */
const bodies = (text: Disguise) => {
  const json = disguiseJson(text)
  const script = disguiseScript(text)
  const markup = disguiseMarkup(text)
  const query = disguiseQuery(text)
  const disguised = (body: string, type: string) => {
    if (type.includes("form-urlencoded")) return query(body)
    if (/^[\s\p{Cc}\uFEFF]*[{[]/u.test(body)) return json(body)
    if (/^\s*window\./.test(body)) return script(body)
    if (isMarkup(body)) {
      // why the account may not log in is a sentence of WeChat's own, the same for everybody
      const sentence = Option.getOrUndefined(barringSentence(linesOfPage(body)))
      return sentence === undefined ? markup(body) : body.split(sentence).map(markup).join(sentence)
    }
    return text(body)
  }
  return (bytes: Uint8Array, type: string): RecordedBody => {
    const body = /^(?:image|audio|video|multipart)\//.test(type) ? undefined : textOf(bytes)
    return body === undefined ? { bytes: bytes.length } : disguised(body, type)
  }
}

type Headers = RecordedExchange["headers"]

const cookie = (text: Disguise, whole: string) => {
  const [, name = "", value = ""] = /^([^=]+)=([^]*)$/.exec(whole) ?? []
  if (name === "") return text(whole)
  return keptFields.cookies(name, value) ? whole : `${isName(name) ? name : text(name)}=${text(value)}`
}

const cookies = (text: Disguise, header: string) =>
  header
    .split(/(;\s*)/)
    .map((piece, at) => (at % 2 === 0 ? cookie(text, piece) : piece))
    .join("")

/** Name and value; the attributes after them say how long and where it counts. */
const setCookie = (text: Disguise, header: string) => {
  const end = header.includes(";") ? header.indexOf(";") : header.length
  const attributes = [
    ...header.slice(end).matchAll(/;\s*(domain|path|expires|max-age|secure|httponly|samesite)(?:=[^;]*)?/gi)
  ]
  return cookies(text, header.slice(0, end)) + attributes.map(([attribute]) => attribute).join("")
}

/** Headers that say something about the protocol, and how each is replaced; `undefined` for one that stays. */
const disguisesOfHeaders = (text: Disguise): ReadonlyMap<string, Disguise | undefined> =>
  new Map<string, Disguise | undefined>([
    ["content-type", undefined],
    ["content-encoding", undefined],
    ["content-range", undefined],
    ["range", undefined],
    ["date", undefined],
    ["user-agent", undefined],
    ["client-version", undefined],
    ["extspam", text],
    ["referer", disguiseAddress(text)],
    ["location", disguiseAddress(text)],
    ["cookie", (header) => cookies(text, header)],
    ["set-cookie", (header) => setCookie(text, header)]
  ])

const headersOf = (
  disguises: ReadonlyMap<string, Disguise | undefined>,
  headers: HttpAnswer["headers"]
): Headers =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      if (value === undefined || !disguises.has(name)) return []
      const disguise = disguises.get(name) ?? ((text: string) => text)
      return [[name, typeof value === "string" ? disguise(value) : value.map(disguise)]]
    })
  )

const typeOf = (headers: HttpAnswer["headers"]) => String(headers["content-type"] ?? "").toLowerCase()

/** Disguises exchanges under a key: the same value is the same in all of them. */
export const disguiseExchanges = (key: string) => {
  const text = disguiseText(make(key))
  const body = bodies(text)
  const disguises = disguisesOfHeaders(text)
  return {
    request: (sent: Sent) => {
      const { host, pathname, search } = new URL(sent.url)
      return {
        method: sent.method,
        host,
        path: disguiseAddress(text)(pathname),
        query: disguiseQuery(text)(search),
        headers: headersOf(disguises, sent.headers),
        body: sent.body === undefined ? null : body(sent.body, typeOf(sent.headers))
      }
    },
    answer: ({ bytes, headers, status }: Answered) => ({
      status,
      headers: headersOf(disguises, headers),
      body: body(bytes, typeOf(headers))
    })
  } as const
}

import { type IncomingMessage } from "node:http"
import { isIP } from "node:net"
import { isThisMachine } from "../../../domain/ThisMachine.ts"

/** What of a request the gate looks at. */
export interface Knock {
  readonly method: string
  /** As it came, not decoded. */
  readonly url: string
  readonly headers: Readonly<Record<string, string | ReadonlyArray<string> | undefined>>
  /** How often each header came, by its name in lower case. */
  readonly times: (header: string) => number
}

/** What the gate looks at of a request to Node's server. */
export const knockOf = ({ headers, method = "", rawHeaders, url = "" }: IncomingMessage): Knock => ({
  method,
  url,
  headers,
  // names and values take turns
  times: (header) => rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === header).length
})

/** A request that is not served, and why. */
export interface Refusal {
  readonly status: number
  readonly why: string
}

/** More than any request of ours has; in bytes. */
export const BODY_AT_MOST = 16_384

/** What is served without the token: no text, no name and no code is in it. */
const open: ReadonlySet<string> = new Set([
  "GET /health",
  "GET /metrics",
  "GET /api/openapi.json",
  "POST /api/login"
])

const methods: ReadonlySet<string> = new Set(["GET", "HEAD", "POST"])

const headerOf = ({ headers }: Knock, name: string): string | undefined => {
  const value = headers[name]
  return typeof value === "string" ? value : undefined
}

/** The path as it came: one that is spelt in another way is another path. */
export const pathOf = (url: string): string => url.split(/[?#]/, 1)[0] ?? ""

/**
 * Whether a `Host` is one of ours. Who makes a browser believe that a name of theirs is our address still sends that name:
 * so it has to be an address, or `localhost`. Any port will do, for the way here may lead through a tunnel.
 */
const isOurHost = (host: string, listensOn: string): boolean => {
  const [, name = ""] = /^(\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i.exec(host) ?? []
  const bare = name.replace(/^\[|\]$/g, "").toLowerCase()
  if (isThisMachine(bare) || bare === listensOn.toLowerCase()) return true
  return !isThisMachine(listensOn) && isIP(bare) !== 0
}

/** Pages of others make a browser ask, too; it tells from where. To follow a link to the page itself is fine. */
const isFromElsewhere = (knock: Knock, host: string): boolean => {
  const origin = headerOf(knock, "origin")
  if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`) return true
  const site = headerOf(knock, "sec-fetch-site") ?? "none"
  if (site === "none" || site === "same-origin") return false
  const follows = knock.method === "GET" && headerOf(knock, "sec-fetch-mode") === "navigate"
  return !(follows && pathOf(knock.url) === "/" && origin === undefined)
}

/** Why a request is not served, whoever asks; undefined when it may be. */
export const refusal = (knock: Knock, listensOn: string): Refusal | undefined => {
  const host = headerOf(knock, "host")
  if (!knock.url.startsWith("/") || host === undefined || knock.times("host") !== 1) {
    return { status: 400, why: "a path and one Host are needed" }
  }
  if (!isOurHost(host, listensOn)) return { status: 421, why: "this Host is not served" }
  if (isFromElsewhere(knock, host)) return { status: 403, why: "not from a page of another origin" }
  if (!methods.has(knock.method)) return { status: 405, why: "GET, HEAD or POST" }
  if (knock.times("transfer-encoding") > 0) return { status: 411, why: "a body needs a Content-Length" }
  if (Number(headerOf(knock, "content-length") ?? 0) > BODY_AT_MOST) {
    return { status: 413, why: `a body of at most ${BODY_AT_MOST} bytes` }
  }
  return undefined
}

/** What the build makes of src/page: the page itself, and what it loads. */
const ASSET = /^\/(?:page(?:-\w+)?\.js|page\.css|icon\.svg)?$/

/** Whether a file of the page may be at a path. */
export const isAsset = (path: string): boolean => ASSET.test(path)

/** Whether a request is served without the token. */
export const isOpen = ({ method, url }: Pick<Knock, "method" | "url">): boolean => {
  const asked = method === "HEAD" ? "GET" : method
  return (asked === "GET" && isAsset(pathOf(url))) || open.has(`${asked} ${pathOf(url)}`)
}

/** What a request shows for the token. */
export type Shown =
  | { readonly _tag: "Nothing" }
  | { readonly _tag: "Bearer"; readonly token: string }
  | { readonly _tag: "Cookie"; readonly value: string }

/** A browser sends the cookie along by itself: for a write it must also say that our own page asks. */
const saysOurs = (knock: Knock) =>
  headerOf(knock, "origin") !== undefined || headerOf(knock, "sec-fetch-site") === "same-origin"

/** A bearer counts before the cookie, whose name is given. */
export const shownBy = (knock: Knock, cookie: string): Shown => {
  const [, token] = /^Bearer ([\w-]{1,200})$/i.exec(headerOf(knock, "authorization") ?? "") ?? []
  if (token !== undefined) return { _tag: "Bearer", token }
  const pairs = (headerOf(knock, "cookie") ?? "").split(/; */)
  const value = pairs.find((pair) => pair.startsWith(`${cookie}=`))?.slice(cookie.length + 1)
  const isWrite = knock.method === "POST"
  return value === undefined || (isWrite && !saysOurs(knock))
    ? { _tag: "Nothing" }
    : { _tag: "Cookie", value }
}

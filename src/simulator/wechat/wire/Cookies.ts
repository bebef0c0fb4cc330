import { type Headers, HttpServerResponse } from "@effect/platform"
import { Duration, Either } from "effect"
import type { Session, State } from "../../world/State.ts"
import type { World } from "../../world/World.ts"

/** Cookies of a request: every value that came under a name, since a client may show an old one beside the right one. */
export type RequestCookies = ReadonlyMap<string, ReadonlyArray<string>>

const decoded = (value: string): string =>
  Either.getOrElse(
    Either.try(() => decodeURIComponent(value)),
    () => value
  )

/**
 * Reads the `cookie` of a request. A browser keeps a cookie for the host beside one of the same name for the domain, and
 * shows both, the older one first: so one of them has to be right, not a certain one.
 */
export const shown = (headers: Headers.Headers): RequestCookies => {
  const cookies = new Map<string, ReadonlyArray<string>>()
  for (const pair of (headers["cookie"] ?? "").split(";")) {
    const [name = "", ...value] = pair.split("=")
    const known = cookies.get(name.trim()) ?? []
    cookies.set(name.trim(), [...known, decoded(value.join("=").trim())])
  }
  return cookies
}

/** Whether one of the cookies of that name has this value. */
export const has = (cookies: RequestCookies, name: string, value: string): boolean =>
  cookies.get(name)?.includes(value) ?? false

/** Saved cookies serve to log in again for about this long. */
const LIFE = Duration.hours(23)

/**
 * Sets the cookies of a session. All are for the session host but `webwx_data_ticket`, which is for the domain above
 * it, since push and file hosts need it. At the simulator's own origin none names a domain. `pass_ticket` is among them
 * when it is not in the XML, percent-encoded as it would be there.
 */
export const set = (world: World, session: Session, now: number, passTicket: State["passTicket"] = "xml") => {
  const host = session.host?.replace(/:.*$/, "") ?? world.options.sessionHost
  const domains = host === "own" ? {} : { domain: host }
  const parents = host === "own" ? {} : { domain: host.replace(/^[^.]+/, "") }
  const options = { path: "/", expires: new Date(now + Duration.toMillis(LIFE)) }
  const cookies: ReadonlyArray<readonly [string, string, { readonly domain?: string }]> = [
    ["wxuin", String(session.uin), domains],
    ["wxsid", session.sid, domains],
    ["wxloadtime", String(Math.floor(now / 1000)), domains],
    ["mm_lang", "zh_CN", domains],
    ["webwx_data_ticket", session.dataTicket, parents],
    ["webwxuvid", session.uvid, domains],
    ["webwx_auth_ticket", session.authTicket, domains],
    ...(passTicket === "cookie" ? [["pass_ticket", session.passTicket, domains] as const] : [])
  ]
  // cannot throw: values get escaped, and the names need no escaping
  return HttpServerResponse.unsafeSetCookies(
    cookies.map(([name, value, domain]) => [name, value, { ...options, ...domain }] as const)
  )
}

/** Whether a request has the cookies that every call inside a session needs; without them the answer is 1102. */
export const allowCalls = (cookies: RequestCookies, session: Session): boolean =>
  has(cookies, "wxuin", String(session.uin)) &&
  has(cookies, "wxsid", session.sid) &&
  has(cookies, "webwx_data_ticket", session.dataTicket)

/** Whether a request has the cookies that a log-in without QR code needs: those of the last session. */
export const allowPushLogin = (cookies: RequestCookies, session: Session): boolean =>
  has(cookies, "wxuin", String(session.uin)) &&
  has(cookies, "webwxuvid", session.uvid) &&
  has(cookies, "webwx_auth_ticket", session.authTicket)

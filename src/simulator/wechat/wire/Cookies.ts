import { HttpServerResponse } from "@effect/platform"
import { Duration } from "effect"
import type { Session, State } from "../../world/State.ts"
import type { World } from "../../world/World.ts"

/** Cookies of a request, by name. */
export type RequestCookies = Readonly<Record<string, string>>

/** Saved cookies serve to log in again for about this long. */
const LIFE = Duration.hours(23)

/**
 * Sets the cookies of a session. All are for the session host but `webwx_data_ticket`, which is for the domain above
 * it, since push and file hosts need it. At the simulator's own origin none names a domain. `pass_ticket` is among them
 * when it is not in the XML, percent-encoded as it would be there.
 */
export const set = (world: World, session: Session, now: number, passTicket: State["passTicket"] = "xml") => {
  const host = world.options.sessionHost
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
  cookies["wxuin"] === String(session.uin) &&
  cookies["wxsid"] === session.sid &&
  cookies["webwx_data_ticket"] === session.dataTicket

/** Whether a request has the cookies that a log-in without QR code needs: those of the last session. */
export const allowPushLogin = (cookies: RequestCookies, session: Session): boolean =>
  cookies["wxuin"] === String(session.uin) &&
  cookies["webwxuvid"] === session.uvid &&
  cookies["webwx_auth_ticket"] === session.authTicket

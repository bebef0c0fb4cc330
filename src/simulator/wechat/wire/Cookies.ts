import { HttpServerResponse } from "@effect/platform"
import { Duration } from "effect"
import type { Session, State } from "../../world/State.ts"
import type { World } from "../../world/World.ts"

/** Cookies of a request, by name. */
export type Sent = Readonly<Record<string, string>>

/** Saved cookies log in again for about this long. */
const life = Duration.hours(23)

/**
 * Sets the cookies of a session. All are for the session host but `webwx_data_ticket`, which is for every host above
 * it, as push and file hosts want it. At the simulator's own origin none names a domain. `pass_ticket` is among them
 * where the XML lacks it, percent-encoded as it is there.
 */
export const set = (world: World, session: Session, now: number, passTicket: State["passTicket"] = "xml") => {
  const host = world.settled.sessionHost
  const domains = host === "own" ? {} : { domain: host }
  const parents = host === "own" ? {} : { domain: host.replace(/^[^.]+/, "") }
  const options = { path: "/", expires: new Date(now + Duration.toMillis(life)) }
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
  // values are escaped and nothing in the names needs it, so this cannot throw
  return HttpServerResponse.unsafeSetCookies(
    cookies.map(([name, value, domain]) => [name, value, { ...options, ...domain }] as const)
  )
}

/** Whether a request carries what every call inside a session needs; without it the answer is 1102. */
export const complete = (cookies: Sent, session: Session): boolean =>
  cookies["wxuin"] === String(session.uin) &&
  cookies["wxsid"] === session.sid &&
  cookies["webwx_data_ticket"] === session.dataTicket

/** Whether a request carries what a log-in without QR code needs: the cookies of the last session. */
export const remembered = (cookies: Sent, session: Session): boolean =>
  cookies["wxuin"] === String(session.uin) &&
  cookies["webwxuvid"] === session.uvid &&
  cookies["webwx_auth_ticket"] === session.authTicket

import { type Cookies } from "@effect/platform"
import { Clock, Duration, Effect, Option, Redacted, Ref } from "effect"
import { type StoredCookie } from "../../domain/StoredCookie.ts"
import { sessionHostOf, type WechatHost } from "./Hosts.ts"
import { WechatTime } from "./WechatTime.ts"

/** WeChat's own domains: a cookie for anything above or beside them is not taken. */
const isWechatDomain = (domain: string) => /(^|\.)(qq|wechat)\.com$/.test(domain)

/** Far more than WeChat's ten or so short ones. RFC 6265 wants browsers to take 50 of a domain, of 4096 characters. */
const maxCookies = 100
const maxLength = 4096

/** Whether a header may carry it: a cookie with any other character would make every later request fail. */
const isSendable = (value: string) => value.length <= maxLength && /^[\t\x20-\x7e\x80-\xff]*$/.test(value)

const isWithin = (host: string, domain: string) => host === domain || host.endsWith(`.${domain}`)

/** The default path of RFC 6265: the request's, up to its last slash. */
const folder = (path: string) => path.slice(0, Math.max(1, path.lastIndexOf("/")))

const isUnder = (path: string, root: string) =>
  path === root || path.startsWith(root.endsWith("/") ? root : `${root}/`)

/**
 * Whether a cookie is sent to a host. A session host's own cookies also go to that host with `login.`, `file.` or
 * `webpush.` in front: the push host answers 1102 without them.
 */
const reaches = (host: string, cookie: StoredCookie) =>
  cookie.hostOnly
    ? host === cookie.domain || Option.contains(sessionHostOf(host), cookie.domain)
    : isWithin(host, cookie.domain)

/** The year 2001, in epoch milliseconds: a server that lets a cookie end before it wants it deleted. */
const SURE_PAST = 978_307_200_000

/** When a cookie ends; undefined (with the session) while the time from which `maxAge` counts is not known. */
const endOf = (now: number, maxAge: number) => (now === SURE_PAST && maxAge > 0 ? undefined : now + maxAge)

const stored = (host: WechatHost, path: string, now: number, cookie: Cookies.Cookie): StoredCookie => {
  const { domain, expires, maxAge, path: root } = cookie.options ?? {}
  const end = maxAge === undefined ? expires?.getTime() : endOf(now, Duration.toMillis(maxAge))
  return {
    name: cookie.name,
    value: Redacted.make(cookie.valueEncoded),
    domain: domain?.toLowerCase() ?? host,
    hostOnly: domain === undefined,
    path: root ?? folder(path),
    expires: end ?? null
  }
}

/**
 * The cookies of a log-in by host, path and end, as in RFC 6265. Hosts are WeChat's own also when another origin stands
 * in for them. `Secure` changes nothing, since every one of those hosts speaks HTTPS.
 */
export class CookieJar extends Effect.Service<CookieJar>()("http/CookieJar", {
  effect: Effect.gen(function* () {
    const jar = yield* Ref.make<ReadonlyArray<StoredCookie>>([])

    const time = yield* WechatTime

    /** The time by which cookies end. Until it is known, only those that a server wants deleted are dropped. */
    const timeOrPast = Effect.gen(function* () {
      return (yield* time.isKnown) ? yield* Clock.currentTimeMillis : SURE_PAST
    })

    const unexpired = Effect.zipWith(Ref.get(jar), timeOrPast, (cookies, now) =>
      cookies.filter(({ expires }) => expires === null || expires > now)
    )

    /**
     * Keeps the cookies that an answer of `host` set; one that ends in the past deletes the kept one of its name. If there
     * are too many, the oldest are dropped.
     */
    const store = (host: WechatHost, path: string, answer: Cookies.Cookies) =>
      Effect.flatMap(timeOrPast, (now) => {
        const fresh = Object.values(answer.cookies)
          .map((cookie) => stored(host, path, now, cookie))
          .filter(({ domain }) => isWithin(host, domain) && isWechatDomain(domain))
          .filter(({ name, value }) => isSendable(name + Redacted.value(value)))
        const replaced = (old: StoredCookie) =>
          fresh.some((one) => one.name === old.name && one.domain === old.domain && one.path === old.path)
        return Ref.update(jar, (old) =>
          [
            ...old.filter((one) => !replaced(one)),
            ...fresh.filter(({ expires }) => expires === null || expires > now)
          ].slice(-maxCookies)
        )
      })

    /** The `cookie` header for a request; empty when there is none. */
    const header = (host: WechatHost, path: string) =>
      Effect.map(unexpired, (cookies) =>
        cookies
          .filter((cookie) => reaches(host, cookie) && isUnder(path, cookie.path))
          .sort((a, b) => b.path.length - a.path.length)
          .map(({ name, value }) => `${name}=${Redacted.value(value)}`)
          .join("; ")
      )

    /** Replaces all cookies by what `export` gave. */
    const restore = (cookies: ReadonlyArray<StoredCookie>) => Ref.set(jar, cookies)

    return { store, header, export: unexpired, restore, clear: Ref.set(jar, []) } as const
  })
}) {}

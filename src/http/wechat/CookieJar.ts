import { type Cookies } from "@effect/platform"
import { Clock, Duration, Effect, Option, Redacted, Ref, Schema } from "effect"
import { rowOf, type WechatHost } from "./Hosts.ts"
import { WechatTime } from "./WechatTime.ts"

/** One cookie as it is kept, in memory and by the journal. */
export const StoredCookie = Schema.Struct({
  name: Schema.String,
  value: Schema.Redacted(Schema.String),
  /** The host that set it, or its `Domain` attribute. */
  domain: Schema.String,
  /** No `Domain` attribute: it belongs to the host alone. */
  hostOnly: Schema.Boolean,
  path: Schema.String,
  /** Milliseconds; null lasts as long as the session. */
  expires: Schema.NullOr(Schema.Number)
})
export type StoredCookie = typeof StoredCookie.Type

/** WeChat's own domains: a cookie for anything above or beside them is not taken. */
const isWechatDomain = (domain: string) => /(^|\.)(qq|wechat)\.com$/.test(domain)

/** RFC 6265 wants browsers to take 50 of a domain, of 4096 characters; WeChat sets about ten short ones. */
const maxCookies = 100
const maxLength = 4096

/** What a header may carry: with anything else in it every later request would fail. */
const isSendable = (value: string) => value.length <= maxLength && /^[\t\x20-\x7e\x80-\xff]*$/.test(value)

const within = (host: string, domain: string) => host === domain || host.endsWith(`.${domain}`)

/** The default path of RFC 6265: the request's, up to its last slash. */
const folder = (path: string) => path.slice(0, Math.max(1, path.lastIndexOf("/")))

const under = (path: string, root: string) =>
  path === root || path.startsWith(root.endsWith("/") ? root : `${root}/`)

/**
 * A session host's own cookies also go to the other hosts of its row: the push host needs them, and answers 1102
 * without.
 */
const reaches = (host: string, cookie: StoredCookie) =>
  cookie.hostOnly
    ? host === cookie.domain || Option.contains(rowOf(host), cookie.domain)
    : within(host, cookie.domain)

/** 2001 in epoch milliseconds: a cookie that ends before it is one that is taken away. */
const SURE_PAST = 978_307_200_000

/** A time that is not known has no end to count from. */
const endOf = (now: number, maxAge: number) => (now === SURE_PAST && maxAge > 0 ? undefined : now + maxAge)

const keep = (host: WechatHost, path: string, now: number, cookie: Cookies.Cookie): StoredCookie => {
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

    /** While nobody knows the time, none has ended but in a past that is sure: the server knows better which it takes. */
    const surely = Effect.gen(function* () {
      return (yield* time.isKnown) ? yield* Clock.currentTimeMillis : SURE_PAST
    })

    const alive = Effect.zipWith(Ref.get(jar), surely, (cookies, now) =>
      cookies.filter(({ expires }) => expires === null || expires > now)
    )

    /**
     * Takes what an answer of `host` set; an end in the past takes the old one of that name away. Of too many the
     * oldest go.
     */
    const store = (host: WechatHost, path: string, answer: Cookies.Cookies) =>
      Effect.flatMap(surely, (now) => {
        const fresh = Object.values(answer.cookies)
          .map((cookie) => keep(host, path, now, cookie))
          .filter(({ domain }) => within(host, domain) && isWechatDomain(domain))
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
      Effect.map(alive, (cookies) =>
        cookies
          .filter((cookie) => reaches(host, cookie) && under(path, cookie.path))
          .sort((a, b) => b.path.length - a.path.length)
          .map(({ name, value }) => `${name}=${Redacted.value(value)}`)
          .join("; ")
      )

    /** Puts back what `export` gave, in place of what is here. */
    const restore = (cookies: ReadonlyArray<StoredCookie>) => Ref.set(jar, cookies)

    return { store, header, export: alive, restore, clear: Ref.set(jar, []) } as const
  })
}) {}

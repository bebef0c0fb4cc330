import { isIP } from "node:net"
import { type Redacted, Schema } from "effect"
import { kind, type Kind } from "./Kind.ts"

export const directory: Kind<string> = kind(
  "the path of a directory (a ~ or $NAME before it is not expanded)",
  Schema.String.pipe(
    // nor is a wide one, and a wide slash is a letter of a name
    Schema.filter((path) => path !== "" && !/^([~～／]|\$[\w{(])/.test(path) && !path.includes("\0"))
  )
)

const HOST_NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i

export const host: Kind<string> = kind(
  "an IP address or the name of a host",
  Schema.Trim.pipe(Schema.filter((text) => isIP(text) !== 0 || HOST_NAME.test(text)))
)

const WebAddress = Schema.URL.pipe(
  Schema.filter(({ protocol }) => protocol === "http:" || protocol === "https:")
)

/** What cannot be read may be a secret all the same. */
const hidden = () => "(hidden)"

/** An address that holds a key. */
export const secretUrl: Kind<Redacted.Redacted<URL>> = kind(
  "an http or https address",
  Schema.Redacted(WebAddress),
  hidden
)

/** The address of a proxy, with a password maybe. */
export const secretProxy: Kind<Redacted.Redacted<URL>> = kind(
  "the http address of a proxy without path, such as http://user:password@127.0.0.1:3128",
  Schema.Redacted(
    WebAddress.pipe(
      Schema.filter(
        ({ hash, pathname, protocol, search }) =>
          protocol === "http:" && pathname === "/" && search === "" && hash === ""
      )
    )
  ),
  hidden
)

const withSlash = (url: URL) => (url.pathname.endsWith("/") ? url : new URL(`${url.href}/`))

/** The path ends in `/`, so that `new URL("chat/completions", base)` stays below it. */
export const baseUrl: Kind<URL> = kind(
  "an http or https address without ? and #, such as http://host/v1",
  WebAddress.pipe(
    Schema.filter(({ hash, search }) => search === "" && hash === ""),
    Schema.transform(Schema.URLFromSelf, { decode: withSlash, encode: (url) => url })
  )
)

const Origin = WebAddress.pipe(Schema.filter((url) => url.href === `${url.origin}/`))

export const origin: Kind<URL> = kind("an http or https address without path", Origin)

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/

/** The hosts are compared after the URL was parsed: it turns every spelling of an IPv4 address into the usual one. */
export const loopbackOrigin: Kind<URL> = kind(
  "an http or https address on this machine without path, such as http://127.0.0.1:8765",
  Origin.pipe(Schema.filter(({ hostname }) => LOOPBACK.test(hostname)))
)

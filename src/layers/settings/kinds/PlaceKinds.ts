import { isIP } from "node:net"
import { Either, Encoding, Option, type Redacted, Schema } from "effect"
import { isThisMachine } from "../../../domain/ThisMachine.ts"
import { found, kind, type Kind } from "./Kind.ts"

const Path = Schema.String.pipe(
  // nor is a wide one expanded, and a wide slash is a letter of a name
  Schema.filter((path) => path !== "" && !/^([~～／]|\$[\w{(])/.test(path) && !path.includes("\0"))
)

export const directory: Kind<string> = kind(
  "the path of a directory (a ~ or $NAME before it is not expanded)",
  Path
)

export const file: Kind<string> = kind(
  "the path of a file (a ~ or $NAME before it is not expanded)",
  Path.pipe(Schema.filter((path) => !path.endsWith("/")))
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

const isDecodable = (piece: string) => Either.isRight(Encoding.decodeUriComponent(piece))

/** With user and password maybe: what those are has to be plain, since a wrong one is refused only when it is needed. */
const Protected = WebAddress.pipe(
  Schema.filter(({ password, username }) => isDecodable(username) && isDecodable(password))
)

/** An address that holds a key. */
export const secretUrl: Kind<Redacted.Redacted<URL>> = kind(
  "an http or https address (a % in user or password is written %25)",
  Schema.Redacted(Protected),
  hidden
)

const Proxy = Protected.pipe(
  Schema.filter(
    ({ hash, pathname, protocol, search }) =>
      protocol === "http:" && pathname === "/" && search === "" && hash === ""
  )
)

const PROXY =
  "the http address of a proxy without path, such as http://user:password@127.0.0.1:3128 (a % in user or password is written %25)"

/** The address of a proxy, with a password maybe. */
export const secretProxy: Kind<Redacted.Redacted<URL>> = kind(PROXY, Schema.Redacted(Proxy), hidden)

const WITHOUT_PROTOCOL = /^[^\s/?#]+:\d+$/

/** As other programs read it, too: `host:port` is one of HTTP. */
export const sharedProxy: Kind<Redacted.Redacted<URL>> = kind(
  PROXY,
  Schema.Redacted(
    Schema.transform(Schema.String, Schema.compose(Schema.Trim, Proxy), {
      decode: (text) => (WITHOUT_PROTOCOL.test(text) ? `http://${text}` : text),
      encode: (text) => text
    })
  ),
  hidden
)

/** Hosts as NO_PROXY has them. Every text is right: other programs, which read it too, leave out what they do not know. */
export const hosts: Kind<ReadonlyArray<string>> = kind(
  "hosts with commas between: a name with all below it, an address, a range such as 10.0.0.0/8, each with :port maybe, or *",
  found(Schema.Array(Schema.String), (text) =>
    Option.some(text.split(/[\s,，、]+/).filter((entry) => entry !== ""))
  )
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

export const loopbackOrigin: Kind<URL> = kind(
  "an http or https address on this machine without path, such as http://127.0.0.1:8765",
  Origin.pipe(Schema.filter(({ hostname }) => isThisMachine(hostname)))
)

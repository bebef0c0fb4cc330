import { BlockList, isIP } from "node:net"
import { Option } from "effect"

/** The proxies that requests to the net go through, by the protocol of the address, and the hosts that are spared. */
export interface ProxyRules<Proxy> {
  readonly https: Option.Option<Proxy>
  readonly http: Option.Option<Proxy>
  /** As NO_PROXY has them: `host`, `.domain`, `*.domain`, `host:port`, an address, a range such as `10.0.0.0/8`, `*`. */
  readonly noProxy: ReadonlyArray<string>
}

/** The proxy for an address. None: it is reached straight. This machine always is. */
export const proxyFor = <Proxy>(
  url: URL,
  { http, https, noProxy }: ProxyRules<Proxy>
): Option.Option<Proxy> => {
  const host = plainHost(url.hostname)
  const isSpared = isLoopback(host) || noProxy.some((entry) => spares(entry, host, portOf(url)))
  if (isSpared) return Option.none()
  return url.protocol === "https:" ? https : http
}

/** Without the brackets of an IPv6 address, and without the dot that may end a name. */
const plainHost = (hostname: string) => hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "")

const portOf = ({ port, protocol }: URL) => {
  if (port !== "") return port
  return protocol === "https:" ? "443" : "80"
}

const familyOf = (address: string) => {
  const version = isIP(address)
  if (version === 0) return undefined
  return version === 4 ? "ipv4" : "ipv6"
}

const loopback = new BlockList()
loopback.addSubnet("127.0.0.0", 8, "ipv4")
loopback.addAddress("::1", "ipv6")

const isListed = (list: BlockList, host: string) => {
  const family = familyOf(host)
  return family !== undefined && list.check(host, family)
}

const isLoopback = (host: string) =>
  host === "localhost" || host.endsWith(".localhost") || isListed(loopback, host)

/** Host or range, then maybe a port; in brackets an IPv6 address that has one. */
const ENTRY = /^(?:\[([^\]]+)\]|([^:]*))(?::(\d+))?$/

/** Whether an entry of NO_PROXY means a host. What cannot be read means none: other programs may read it. */
const spares = (entry: string, host: string, port: string): boolean => {
  if (entry === "*") return true
  // an IPv6 address has colons of its own
  if (entry.split(":").length > 2 && !entry.startsWith("[")) return sparesAddress(entry, host)
  const [, inBrackets, named = "", onlyPort = port] = ENTRY.exec(entry) ?? []
  if (Number(onlyPort) !== Number(port)) return false
  return familyOf(host) === undefined ? sparesName(named, host) : sparesAddress(inBrackets ?? named, host)
}

/** A name means itself and all below it, with a dot before it or without. */
const sparesName = (entry: string, host: string) => {
  const bare = entry.replace(/^\*?\./, "")
  // spelt as an address has it: in small letters, and ASCII
  const name =
    bare !== "" && URL.canParse(`http://${bare}`) ? plainHost(new URL(`http://${bare}`).hostname) : ""
  return name !== "" && (host === name || host.endsWith(`.${name}`))
}

const sparesAddress = (entry: string, host: string) => {
  const [address = "", bits] = entry.split("/")
  const family = familyOf(address)
  if (family === undefined) return false
  const longest = family === "ipv4" ? 32 : 128
  const length = Number(bits ?? longest)
  if (!Number.isInteger(length) || length < 0 || length > longest) return false
  const range = new BlockList()
  range.addSubnet(address, length, family)
  return isListed(range, host)
}

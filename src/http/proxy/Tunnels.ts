import * as Http from "node:http"
import * as Https from "node:https"
import { Duplex } from "node:stream"
import { NoTunnel, wordFor } from "../HttpExchange.ts"

/** Where a proxy is, and what it is told of whoever asks. */
export interface Door {
  readonly hostname: string
  readonly port: number
  readonly headers: Readonly<Record<string, string>>
}

/** Of a request to a server. When it is given up, so is the tunnel that is being made for it. */
export interface ThroughTunnel extends Https.RequestOptions {
  readonly givenUp: AbortSignal
  /** What the connection is made on. */
  readonly socket?: Duplex
}

type Made = (error: Error | null, stream: Duplex) => void

/** Node's types want a connection beside an error, too. */
const none = new Duplex()

/** Keeps connections to servers as Node's own agent does, and makes each through a tunnel of the proxy. */
export class Tunnels extends Https.Agent {
  readonly #door: Door
  /** For which the proxy was asked. */
  readonly #beingMade = new Set<Http.ClientRequest>()

  constructor(door: Door, options: Https.AgentOptions) {
    super(options)
    this.#door = door
  }

  override createConnection(options: ThroughTunnel, made: Made): undefined {
    const { givenUp, host, port } = options
    const authority = `${host?.includes(":") === true ? `[${host}]` : host}:${port}`
    const asked = Http.request({
      ...this.#door,
      agent: false,
      method: "CONNECT",
      path: authority,
      headers: { ...this.#door.headers, host: authority },
      signal: givenUp
    })
    const failed = (reason: string) => made(new NoTunnel({ reason: `proxy ${reason}` }), none)
    const refused = ({ statusCode }: Http.IncomingMessage) => {
      failed(`status ${statusCode}`)
      asked.destroy()
    }
    this.#beingMade.add(asked)
    asked.on("close", () => this.#beingMade.delete(asked))
    asked.on("error", (cause) => failed(wordFor(cause)))
    asked.on("connect", (answer, socket) => {
      if (answer.statusCode !== 200) {
        socket.destroy()
        return refused(answer)
      }
      const onIt: ThroughTunnel = { ...options, socket }
      made(null, super.createConnection(onIt) ?? none)
    })
    // in place of a tunnel
    asked.on("response", refused)
    asked.end()
  }

  override destroy() {
    this.#beingMade.forEach((asked) => asked.destroy())
    super.destroy()
  }
}

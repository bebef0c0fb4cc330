import * as Http from "node:http"
import { connect, type Server, type Socket } from "node:net"
import { Effect } from "effect"

/** Waits until a server takes connections, on a port of loopback that is free. */
export const listening = (server: Server) =>
  Effect.async<void>((resume) => void server.listen(0, "127.0.0.1", () => resume(Effect.void)))

/** Where a server is. */
export const hostOf = (server: Server) => {
  const at = server.address()
  return `127.0.0.1:${typeof at === "object" && at !== null ? at.port : 0}`
}

/** The user `me` with the password `p@ss`, as a proxy is told of them. */
export const USER = `Basic ${Buffer.from("me:p@ss").toString("base64")}`

interface Behaviour {
  /** What each request has to say of its user. */
  readonly wanted?: string | undefined
  /** Hosts that only the proxy knows, and where they are. */
  readonly knows?: Readonly<Record<string, string>>
}

/** An HTTP proxy on loopback until the scope ends, with the first lines of what it was asked for. */
export const proxy = ({ knows = {}, wanted }: Behaviour = {}) =>
  Effect.gen(function* () {
    const asked: Array<string> = []
    const tunnels = new Set<Socket>()
    const isWelcome = ({ headers, method, url = "" }: Http.IncomingMessage) => {
      asked.push(`${method} ${url}`)
      // each says twice where it goes
      const host = method === "CONNECT" ? url : new URL(url).host
      return headers["proxy-authorization"] === wanted && headers.host === host
    }
    const placeOf = (url: URL) => new URL(`http://${knows[url.hostname] ?? url.host}`)
    const server = Http.createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
      if (!isWelcome(request)) return void response.writeHead(407).end()
      const { "proxy-authorization": _, ...headers } = request.headers
      const url = new URL(request.url ?? "")
      const onward = Http.request(
        new URL(url.pathname + url.search, placeOf(url)),
        { method: request.method, headers, agent: false },
        (answer) => {
          const { connection: _, ...rest } = answer.headers
          response.writeHead(answer.statusCode ?? 502, rest)
          answer.pipe(response)
        }
      )
      onward.on("error", () => response.destroy())
      response.on("close", () => onward.destroy())
      request.pipe(onward)
    })
    server.on("connect", (request, socket) => {
      if (!isWelcome(request)) return void socket.end("HTTP/1.1 407 No\r\n\r\n")
      const { hostname, port } = placeOf(new URL(`http://${request.url}`))
      const onward = connect(Number(port), hostname, () => {
        socket.write("HTTP/1.1 200 Yes\r\n\r\n")
        onward.pipe(socket)
        socket.pipe(onward)
      })
      tunnels.add(onward)
      onward.on("error", () => socket.destroy())
      onward.on("close", () => socket.destroy())
      socket.on("error", () => onward.destroy())
      socket.on("close", () => onward.destroy())
    })
    yield* Effect.acquireRelease(listening(server), () =>
      Effect.sync(() => {
        server.close()
        server.closeAllConnections()
        tunnels.forEach((tunnel) => tunnel.destroy())
      })
    )
    return { asked, host: hostOf(server) }
  })

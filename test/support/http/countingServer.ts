import * as Http from "node:http"
import * as Https from "node:https"
import { type Socket } from "node:net"
import { Effect } from "effect"
import { certificate } from "./certificate.ts"

/** How a server behaves. */
export interface Behaviour {
  readonly secure?: boolean
  /** In place of an answer at once. `nth` counts the requests of the connection, from 1. */
  readonly answer?: (response: Http.ServerResponse, nth: number, request: Http.IncomingMessage) => void
}

/** Where a server listens on loopback until the scope ends, with all that it saw of its clients. */
export const countingServer = ({
  answer = (response) => response.end("ok"),
  secure = false
}: Behaviour = {}) =>
  Effect.acquireRelease(
    Effect.async<{ readonly server: Http.Server; readonly seen: Seen; readonly url: string }>((resume) => {
      const seen: Seen = { connections: [], open: new Set(), requests: 0 }
      const requestsOn = new Map<Socket, number>()
      const listener = (request: Http.IncomingMessage, response: Http.ServerResponse) => {
        const nth = (requestsOn.get(request.socket) ?? 0) + 1
        requestsOn.set(request.socket, nth)
        seen.requests++
        response.on("error", () => response.destroy())
        request.resume().once("end", () => answer(response, nth, request))
      }
      // it closes no connection by itself within a test
      const options = { keepAliveTimeout: 60_000 }
      const server = secure
        ? Https.createServer({ ...options, ...certificate }, listener)
        : Http.createServer(options, listener)
      server.on(secure ? "secureConnection" : "connection", (socket: Socket) => {
        seen.connections.push(socket)
        seen.open.add(socket)
        socket.on("error", () => socket.destroy())
        socket.once("close", () => seen.open.delete(socket))
      })
      server.listen(0, "127.0.0.1", () => {
        const at = server.address()
        const port = typeof at === "object" && at !== null ? at.port : 0
        resume(Effect.succeed({ server, seen, url: `${secure ? "https" : "http"}://127.0.0.1:${port}/` }))
      })
    }),
    ({ server }) =>
      Effect.sync(() => {
        server.close()
        server.closeAllConnections()
      })
  ).pipe(
    Effect.map(({ seen, server, url }) => ({
      seen,
      url,
      /** Takes no more connections. */
      stop: () => void server.close()
    }))
  )

/** What a server saw. */
interface Seen {
  /** All, oldest first. */
  readonly connections: Array<Socket>
  readonly open: Set<Socket>
  requests: number
}

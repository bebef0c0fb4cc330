import * as Http from "node:http"
import { type Socket } from "node:net"
import { Effect, Random } from "effect"

/**
 * Stands before a server and closes the connections that it kept: of those a third when the next request is on its way,
 * which is not passed on then. Gives its origin, and the paths of what it cut off.
 */
export const forgetfulProxy = (origin: string) =>
  Effect.gen(function* () {
    const random = Random.make("forgetful")
    const chances = (yield* Effect.replicateEffect(random.nextIntBetween(0, 3), 10_000)).values()
    const kept = new WeakSet<Socket>()
    const cut: Array<string> = []

    const pass = (request: Http.IncomingMessage, response: Http.ServerResponse) => {
      const { headers, method, socket, url = "" } = request
      if (kept.has(socket) && chances.next().value === 0) {
        cut.push(url.replace(/\?.*$/, ""))
        socket.destroy()
        return
      }
      kept.add(socket)
      const onward = Http.request(origin + url, { method, headers, agent: false }, (answer) => {
        const { connection: _, ...rest } = answer.headers
        response.writeHead(answer.statusCode ?? 502, rest)
        answer.pipe(response)
      })
      onward.on("error", () => socket.destroy())
      response.on("close", () => onward.destroy())
      request.pipe(onward)
    }

    const server = yield* Effect.acquireRelease(
      Effect.async<Http.Server>((resume) => {
        const server = Http.createServer(pass)
        server.listen(0, "127.0.0.1", () => resume(Effect.succeed(server)))
      }),
      (server) =>
        Effect.sync(() => {
          server.close()
          server.closeAllConnections()
        })
    )
    const at = server.address()
    const port = typeof at === "object" && at !== null ? at.port : 0
    return { origin: `http://127.0.0.1:${port}`, cut }
  })

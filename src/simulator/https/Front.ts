import { FileSystem, HttpServerError, Path } from "@effect/platform"
import { Effect, type Scope } from "effect"
import { connect, type Socket } from "node:net"
import { createServer, type Server } from "node:tls"
import * as Certificate from "./Certificate.ts"
import { hostNames } from "./HostNames.ts"
import { passOn } from "./PassOn.ts"

/** TLS for all host names on one port. */
export interface Front {
  readonly port: number
  /** The file with the certificate of the authority that clients have to trust; gone at the end. */
  readonly ca: string
  /** A file in the form of `/etc/hosts` that leads all host names here; gone at the end. */
  readonly hosts: string
}

/** Keeps the connections there are, also those whose TLS has only begun. */
const keepOpen = (open: Set<Socket>) => (socket: Socket) => {
  open.add(socket)
  socket.once("close", () => open.delete(socket))
}

const listening = (server: Server, port: number) =>
  Effect.async<number, HttpServerError.ServeError>((resume) => {
    server.on("error", (cause) => resume(Effect.fail(new HttpServerError.ServeError({ cause }))))
    server.listen(port, "127.0.0.1", () => {
      const address = server.address()
      resume(Effect.succeed(address === null || typeof address === "string" ? port : address.port))
    })
  })

const closed = (server: Server, open: Set<Socket>) =>
  Effect.async<void>((resume) => {
    server.close(() => resume(Effect.void))
    for (const socket of open) socket.destroy()
  })

/** The files that clients need; a machine that has no room for them is no case to handle here. */
const written = (certificate: string) =>
  Effect.gen(function* () {
    const files = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const directory = yield* files.makeTempDirectoryScoped({ prefix: "weixin-robot-simulator-" })
    const ca = path.join(directory, "ca.pem")
    const hosts = path.join(directory, "hosts")
    yield* files.writeFileString(ca, certificate)
    yield* files.writeFileString(
      hosts,
      ["localhost", ...hostNames].map((name) => `127.0.0.1 ${name}\n`).join("")
    )
    return { ca, hosts }
  }).pipe(Effect.orDie)

/**
 * Listens on the loopback until the scope ends, in front of a simulator at an origin. What comes out of the TLS goes there
 * as it is, so that the simulator sees by which name it is called.
 */
export const start = (
  origin: string,
  port: number
): Effect.Effect<Front, HttpServerError.ServeError, Scope.Scope | FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function* () {
    const { ca, cert, key } = yield* Certificate.make
    const open = new Set<Socket>()
    const inside = { port: Number(new URL(origin).port), host: "127.0.0.1", allowHalfOpen: true }
    const server = yield* Effect.acquireRelease(
      Effect.sync(() =>
        createServer({ key, cert, ALPNProtocols: ["http/1.1"], allowHalfOpen: true }, (outer) =>
          passOn(outer, connect(inside))
        ).on("connection", keepOpen(open))
      ),
      (server) => closed(server, open)
    )
    const own = yield* listening(server, port)
    return { port: own, ...(yield* written(ca)) }
  })

import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { connect, createServer, type Server, type Socket } from "node:net"
import { passOn } from "../../../src/simulator/https/PassOn.ts"

/** A server on the loopback, gone with the scope; gives its port. */
const listening = (take: (socket: Socket) => void) =>
  Effect.acquireRelease(
    Effect.async<Server>((resume) => {
      const server = createServer({ allowHalfOpen: true }, take)
      server.listen(0, "127.0.0.1", () => resume(Effect.succeed(server)))
    }),
    (server) => Effect.sync(() => server.close())
  ).pipe(
    Effect.map((server) => {
      const address = server.address()
      return address === null || typeof address === "string" ? 0 : address.port
    })
  )

it.scopedLive("what is on its way comes whole to one who has nothing more to say", () =>
  Effect.gen(function* () {
    const answer = Buffer.alloc(2_000_000, "answer")
    const far = yield* listening((socket) => socket.on("end", () => socket.end(answer)).resume())
    const near = yield* listening((socket) =>
      passOn(socket, connect({ port: far, host: "127.0.0.1", allowHalfOpen: true }))
    )
    const got = yield* Effect.async<Buffer>((resume) => {
      const pieces: Array<Buffer> = []
      connect({ port: near, host: "127.0.0.1", allowHalfOpen: true })
        .on("data", (piece: Buffer) => pieces.push(piece))
        .on("close", () => resume(Effect.succeed(Buffer.concat(pieces))))
        .end("question")
    })
    expect(got.equals(answer)).toBe(true)
  })
)

it.scopedLive("one that breaks takes the other with it", () =>
  Effect.gen(function* () {
    const far = yield* listening((socket) => socket.on("data", () => socket.resetAndDestroy()))
    const near = yield* listening((socket) =>
      passOn(socket, connect({ port: far, host: "127.0.0.1", allowHalfOpen: true }))
    )
    yield* Effect.async<void>((resume) => {
      const socket = connect({ port: near, host: "127.0.0.1", allowHalfOpen: true })
      socket.on("error", () => {}).on("close", () => resume(Effect.void))
      // it has nothing to say, and waits for an answer, which does not come
      socket.write("question")
      socket.on("end", () => socket.end()).resume()
    })
  })
)

import { HttpServerError, HttpServerRequest } from "@effect/platform"
import { NodeHttpServerRequest } from "@effect/platform-node"
import { Effect } from "effect"

/** Resets the connection of the current call, which thus ends without an answer. */
export const resetConnection = Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) => {
  const { socket } = NodeHttpServerRequest.toIncomingMessage(request)
  return Effect.zipRight(
    Effect.sync(() => {
      // Node never lets go of a connection that is reset after its other side has gone
      if (socket.readableEnded || socket.writableEnded) socket.destroy()
      else socket.resetAndDestroy()
    }),
    // as if the client had hung up
    Effect.interruptWith(HttpServerError.clientAbortFiberId)
  )
})

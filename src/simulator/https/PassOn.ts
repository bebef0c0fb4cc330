import type { Socket } from "node:net"

/**
 * Passes the bytes of two connections on to each other. Each way ends by itself, so both have to be made with
 * `allowHalfOpen`: what is still on its way to one must not be lost when the other has nothing more to say. One that
 * breaks takes the other with it.
 */
export const passOn = (one: Socket, other: Socket) => {
  const way = (from: Socket, to: Socket) => {
    from.pipe(to)
    // how it ended is for the two ends to know
    from.on("error", () => {})
    from.once("close", () => (from.readableEnded ? to.resume() : to.destroy()))
  }
  way(one, other)
  way(other, one)
}

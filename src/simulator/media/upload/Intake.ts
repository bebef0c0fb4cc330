import { HttpServerRequest } from "@effect/platform"
import { NodeHttpServerRequest } from "@effect/platform-node"
import { Context, Data, Effect } from "effect"
import type { IncomingMessage } from "node:http"

/** A body was not read to its end: it is too large, or took too long, or too many come at once, or it broke off. */
export class NotTaken extends Data.TaggedError("NotTaken")<{ readonly status: 400 | 408 | 413 | 503 }> {}

/** A body that is being read. */
interface Reading {
  bytes: number
  readonly refuse: (status: NotTaken["status"]) => void
}

/** All bodies that are being read, oldest first. */
export type Intake = Set<Reading>
export const Intake = Context.GenericTag<Intake>("simulator/Intake")

/** Nothing is being read yet. */
export const make: Effect.Effect<Intake> = Effect.sync(() => new Set<Reading>())

const MEBI = 1024 * 1024

/** The largest body of an upload: clients send pieces of half a mebibyte, old ones a whole picture. */
const BODY_AT_MOST = 8 * MEBI

/** All bodies together that are being read. */
const BODIES_AT_MOST = 32 * MEBI

/** How long a body may take. */
const TIME = "60 seconds"

/** While there is more than goes in together, the one that takes longest is given up: it is the likeliest to be stuck. */
const makeRoom = (intake: Intake) => {
  let bytes = Array.from(intake).reduce((sum, reading) => sum + reading.bytes, 0)
  for (const reading of intake) {
    if (bytes <= BODIES_AT_MOST) return
    bytes -= reading.bytes
    intake.delete(reading)
    reading.refuse(503)
  }
}

/** Gathers a body as it comes. */
const gather = (message: IncomingMessage, intake: Intake) =>
  Effect.async<Buffer, NotTaken>((resume) => {
    const pieces: Array<Buffer> = []
    const finish = (body: Effect.Effect<Buffer, NotTaken>) => {
      intake.delete(reading)
      pieces.length = 0
      resume(body)
    }
    const reading: Reading = {
      bytes: 0,
      refuse: (status) => {
        // a client that writes all before it reads gets its answer, too: the rest is read, but not kept
        message.removeAllListeners("data")
        message.resume()
        finish(new NotTaken({ status }))
      }
    }
    intake.add(reading)
    message.on("data", (piece: Buffer) => {
      reading.bytes += piece.length
      pieces.push(piece)
      if (reading.bytes > BODY_AT_MOST) reading.refuse(413)
      else makeRoom(intake)
    })
    message.once("end", () => finish(Effect.succeed(Buffer.concat(pieces))))
    message.once("error", () => reading.refuse(400))
    message.once("close", () => reading.refuse(400))
    return Effect.sync(() => reading.refuse(408))
  })

/** Reads the body of a request, if it is not too large. */
export const readBody = Effect.gen(function* () {
  const intake = yield* Intake
  const message = NodeHttpServerRequest.toIncomingMessage(yield* HttpServerRequest.HttpServerRequest)
  return yield* gather(message, intake).pipe(
    // the server runs calls uninterruptibly
    Effect.interruptible,
    Effect.timeoutFail({ duration: TIME, onTimeout: () => new NotTaken({ status: 408 }) })
  )
})

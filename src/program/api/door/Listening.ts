import { createServer, type RequestListener, type Server } from "node:http"
import { type AddressInfo } from "node:net"
import { Duration, Effect, Predicate, type Scope } from "effect"
import { Timing } from "../../../domain/Timing.ts"
import { BadSettings } from "../../../layers/settings/SettingsReport.ts"
import { CannotListen } from "./CannotListen.ts"
import { PortInUse } from "./PortInUse.ts"

/** Limits of what one client can make the robot hold. Times in milliseconds, sizes in bytes. */
const limits = Effect.map(Timing, ({ requestHead, wholeRequest }) => ({
  maxHeaderSize: 8_192,
  headersTimeout: Duration.toMillis(requestHead),
  requestTimeout: Duration.toMillis(wholeRequest),
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: Duration.toMillis(requestHead) / 2
}))

const CONNECTIONS_AT_MOST = 128

/** Where the server is to listen. */
export interface Place {
  readonly host: string
  readonly port: number
  /** Nobody set the port: where it is taken, any other will do. */
  readonly anyPort: boolean
}

const codeOf = (cause: unknown) => (Predicate.hasProperty(cause, "code") ? String(cause.code) : "")

const open = (server: Server, { host, port }: Pick<Place, "host" | "port">) =>
  Effect.async<AddressInfo, Error>((resume) => {
    const failed = (cause: Error) => resume(Effect.fail(cause))
    server.once("error", failed)
    server.listen(port, host, () => {
      server.off("error", failed)
      const address = server.address()
      if (address !== null && typeof address === "object") resume(Effect.succeed(address))
    })
  })

/** With these the host is none, and no waiting makes it one. */
const noAddress: ReadonlySet<string> = new Set(["ENOTFOUND", "EINVAL", "ERR_INVALID_ARG_VALUE"])

const badSetting = (name: string, value: string | number, why: string) =>
  new BadSettings({ complaints: [`${name}: ${value} - ${why}`] })

const failed = ({ host, port }: Place, cause: Error) => {
  const code = codeOf(cause)
  if (code === "EADDRINUSE") return new PortInUse({ port })
  if (code === "EACCES") return badSetting("ROBOT_HTTP_PORT", port, `not for this user (${code})`)
  return noAddress.has(code)
    ? badSetting("ROBOT_HTTP_HOST", host, `an address of this machine (${code})`)
    : new CannotListen({ host, port, code })
}

/** Closes the port and every connection. */
const close = (server: Server) =>
  Effect.sync(() => {
    server.close()
    server.closeAllConnections()
  })

/** Serves until the scope ends, then cuts off whoever is connected. Gives the port. */
export const listening = Effect.fn("Listening.listening")(function* (
  place: Place,
  answer: RequestListener
): Effect.fn.Return<number, BadSettings | CannotListen | PortInUse, Scope.Scope> {
  const server = yield* Effect.acquireRelease(
    Effect.map(limits, (limits) => createServer(limits, answer)),
    close
  )
  server.maxConnections = CONNECTIONS_AT_MOST
  server.setTimeout(Duration.toMillis((yield* Timing).clientIdle))
  const anyOther = Effect.tap(open(server, { host: place.host, port: 0 }), ({ port }) =>
    Effect.logWarning("the port of the page is taken, another one is used").pipe(
      Effect.annotateLogs({ taken: place.port, port })
    )
  )
  const { port } = yield* open(server, place).pipe(
    Effect.catchIf(
      (cause) => place.anyPort && codeOf(cause) === "EADDRINUSE",
      () => anyOther
    ),
    Effect.mapError((cause) => failed(place, cause))
  )
  return port
})

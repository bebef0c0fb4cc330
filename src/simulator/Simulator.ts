import { HttpApiBuilder, HttpServer, type HttpServerError, HttpServerRequest } from "@effect/platform"
import { NodeHttpServer } from "@effect/platform-node"
import { Context, Effect, Layer, Random, type Scope } from "effect"
import { createServer } from "node:http"
import * as Control from "./control/Control.ts"
import * as ControlHttp from "./control/ControlHttp.ts"
import { type SimulatorOptions, withDefaults } from "./world/Options.ts"
import { withFaults } from "./faults/Faults.ts"
import * as Listener from "./Listener.ts"
import { withDates } from "./Dates.ts"
import { withRecords } from "./Requests.ts"
import { services } from "./Services.ts"
import * as World from "./world/World.ts"

/** A running simulator of Web WeChat and Tuling. */
export interface Simulator {
  /** `http://127.0.0.1:{port}`: stands in for every host of both services, and serves the control API. */
  readonly origin: string
  /** The operations of the control API, called directly instead of over HTTP. */
  readonly control: Control.Control
}
export const Simulator = Context.GenericTag<Simulator>("simulator/Simulator")

const controlApp = (control: Control.Control) =>
  HttpApiBuilder.httpApp.pipe(
    Effect.provide([
      Layer.provideMerge(ControlHttp.layer(control), HttpApiBuilder.Router.Live),
      HttpApiBuilder.Middleware.layer
    ])
  )

/**
 * Listens on the loopback until the scope ends, then closes all connections, also those of held polls. Fails when the
 * port is taken.
 */
export const start = (
  options: SimulatorOptions = {}
): Effect.Effect<Simulator, HttpServerError.ServeError, Scope.Scope> =>
  Effect.gen(function* () {
    const fullOptions = withDefaults(options)
    const server = createServer()
    const http = yield* NodeHttpServer.make(() => server, { host: "127.0.0.1", port: fullOptions.port })
    // a server that closes waits for its open requests: held polls would keep it open
    yield* Effect.addFinalizer(() => Effect.sync(() => server.closeAllConnections()))
    const origin = HttpServer.formatAddress(http.address)
    const random = options.seed === undefined ? yield* Effect.random : Random.make(options.seed)
    const world = yield* World.make(fullOptions, origin, random)
    const control = Control.make(world)
    const controls = yield* controlApp(control)
    const served = Effect.provideService(withRecords(withDates(withFaults(services))), World.World, world)
    const app = Effect.flatMap(HttpServerRequest.HttpServerRequest, ({ url }) =>
      url.startsWith("/control/") ? controls : served
    )
    yield* HttpServer.serveEffect(app).pipe(
      Effect.provideService(HttpServer.HttpServer, http),
      Effect.provide(NodeHttpServer.layerContext)
    )
    yield* Effect.forkScoped(Listener.closePortOnFaults(world, server, Number(new URL(origin).port)))
    return { origin, control }
  })

/** `start` as a layer. */
export const layer = (options: SimulatorOptions = {}): Layer.Layer<Simulator, HttpServerError.ServeError> =>
  Layer.scoped(Simulator, start(options))

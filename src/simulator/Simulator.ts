import {
  type HttpApp,
  type HttpRouter,
  HttpServer,
  type HttpServerError,
  HttpServerRequest,
  HttpServerResponse
} from "@effect/platform"
import { NodeHttpServer } from "@effect/platform-node"
import { Context, Effect, Layer, Random, type Scope } from "effect"
import { createServer } from "node:http"
import * as Accounts from "./accounts/Accounts.ts"
import { byAccount } from "./accounts/AccountOf.ts"
import * as Control from "./control/Control.ts"
import type { UnknownName } from "./control/ControlApi.ts"
import * as Controls from "./Controls.ts"
import { type SimulatorOptions, withDefaults } from "./world/Options.ts"
import { withFaults } from "./faults/Faults.ts"
import * as Listener from "./Listener.ts"
import { withBodyLimit } from "./Bodies.ts"
import { withDates } from "./Dates.ts"
import * as Intake from "./media/upload/Intake.ts"
import { withRecords } from "./Requests.ts"
import { inPlaceOfWechat, PROGRESS, type Replay } from "./replay/Replay.ts"
import { services } from "./Services.ts"
import * as World from "./world/World.ts"

/** A running simulator of Web WeChat, Tuling and an OpenAI-compatible model. */
export interface Simulator {
  /** `http://127.0.0.1:{port}`: stands in for every host of these services, and serves the control API. */
  readonly origin: string
  /** The operations of the control API on the first account, called directly instead of over HTTP. */
  readonly control: Control.Control
  /** Those on the account with this name. */
  readonly controlOf: (account: string) => Effect.Effect<Control.Control, UnknownName>
}
export const Simulator = Context.GenericTag<Simulator>("simulator/Simulator")

type App = HttpApp.Default<HttpServerError.RouteNotFound, HttpRouter.HttpRouter.DefaultServices | Scope.Scope>

/**
 * Listens on the loopback until the scope ends, then closes all connections, also those of held polls. Fails when the
 * port is taken. A replay answers in place of its WeChat.
 */
export const start = (
  options: SimulatorOptions = {},
  replay?: Replay
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
    const accounts = yield* Accounts.make(world)
    const controls = yield* Controls.make(accounts)
    const intake = yield* Intake.make
    const simulated = withDates(withFaults(withBodyLimit(byAccount(services))))
    const served = withRecords(inPlaceOfWechat(replay, simulated)).pipe(
      Effect.provideService(World.World, world),
      Effect.provideService(Accounts.Accounts, accounts),
      Effect.provideService(Intake.Intake, intake)
    )
    const app = Effect.flatMap(HttpServerRequest.HttpServerRequest, ({ url }): App => {
      if (replay !== undefined && url === PROGRESS) {
        return Effect.map(replay.progress, (progress) => HttpServerResponse.unsafeJson(progress))
      }
      return url.startsWith("/control/") ? withBodyLimit(controls) : served
    })
    yield* HttpServer.serveEffect(app).pipe(
      Effect.provideService(HttpServer.HttpServer, http),
      Effect.provide(NodeHttpServer.layerContext)
    )
    yield* Effect.forkScoped(Listener.closePortOnFaults(world, server, Number(new URL(origin).port)))
    return { origin, control: Control.make(accounts, world), controlOf: Controls.of(accounts) }
  })

/** `start` as a layer. */
export const layer = (options: SimulatorOptions = {}): Layer.Layer<Simulator, HttpServerError.ServeError> =>
  Layer.scoped(Simulator, start(options))

import { createServer } from "node:http"
import { join } from "node:path"
import {
  FetchHttpClient,
  FileSystem,
  HttpApiBuilder,
  HttpApp,
  HttpRouter,
  HttpServer,
  type HttpServerError,
  HttpServerRequest,
  HttpServerResponse
} from "@effect/platform"
import { NodeHttpServer, NodeHttpServerRequest } from "@effect/platform-node"
import { Effect, Layer, type Scope } from "effect"
import { knockOf, refusal } from "../../program/api/door/Gate.ts"
import { securityHeaders } from "../../program/api/door/SecurityHeaders.ts"
import * as DemoHandlers from "./DemoHandlers.ts"
import { forward } from "./Forward.ts"
import { type Playground } from "./Playground.ts"

/** Nobody but this machine is to play. */
const HOST = "127.0.0.1"

/** What the build made for browsers, by its path. */
const assets = {
  "/": ["demo.html", "text/html; charset=utf-8"],
  "/demo.js": ["demo.js", "text/javascript; charset=utf-8"],
  "/page.css": ["page.css", "text/css; charset=utf-8"],
  "/demo.css": ["demo.css", "text/css; charset=utf-8"],
  "/icon.svg": ["icon.svg", "image/svg+xml"]
} as const

export interface FrontOptions {
  /** 0 takes a free one. */
  readonly port: number
  /** The directory of what the build made for browsers. */
  readonly files: string
  /** The data directory of the robot whose page is shown. */
  readonly directory: string
  readonly playground: Playground
}

const asset = (files: string, [file, contentType]: readonly [string, string]) =>
  Effect.flatMap(FileSystem.FileSystem, (fs) =>
    Effect.map(Effect.orDie(fs.readFile(join(files, file))), (bytes) =>
      HttpServerResponse.uint8Array(bytes, { contentType })
    )
  )

const routes = ({ directory, files }: FrontOptions) =>
  HttpRouter.empty.pipe(
    HttpRouter.get("/", asset(files, assets["/"])),
    HttpRouter.get("/demo.js", asset(files, assets["/demo.js"])),
    HttpRouter.get("/page.css", asset(files, assets["/page.css"])),
    HttpRouter.get("/demo.css", asset(files, assets["/demo.css"])),
    HttpRouter.get("/icon.svg", asset(files, assets["/icon.svg"])),
    HttpRouter.all("/api/*", forward(directory))
  )

const playgroundApp = (playground: Playground) =>
  HttpApiBuilder.httpApp.pipe(
    Effect.provide([
      Layer.provideMerge(DemoHandlers.layer(playground), HttpApiBuilder.Router.Live),
      HttpApiBuilder.Middleware.layer
    ])
  )

/** Lets in what the robot's own door would, and says with each answer what browsers may do with it. */
const behindGate = <E, R>(app: HttpApp.Default<E, R>) =>
  Effect.gen(function* () {
    yield* HttpApp.appendPreResponseHandler((_, response) =>
      Effect.succeed(HttpServerResponse.setHeaders(response, securityHeaders))
    )
    const request = yield* HttpServerRequest.HttpServerRequest
    const refused = refusal(knockOf(NodeHttpServerRequest.toIncomingMessage(request)), HOST)
    if (refused === undefined) return yield* app
    const { status, why } = refused
    return HttpServerResponse.unsafeJson(
      { _tag: "Refused", why },
      { status, headers: { connection: "close" } }
    )
  })

/**
 * Serves on the loopback, until the scope ends, one page that shows the robot's page and the chats beside it: the robot's own
 * may not be framed. Gives its address. Fails when the port is taken.
 */
export const serve = (
  options: FrontOptions
): Effect.Effect<string, HttpServerError.ServeError, FileSystem.FileSystem | Scope.Scope> =>
  Effect.gen(function* () {
    const server = createServer()
    const http = yield* NodeHttpServer.make(() => server, { host: HOST, port: options.port })
    // a server that closes waits for its open requests: streams would keep it open
    yield* Effect.addFinalizer(() => Effect.sync(() => server.closeAllConnections()))
    const played = yield* playgroundApp(options.playground)
    const others = routes(options)
    const app = Effect.gen(function* () {
      const { url } = yield* HttpServerRequest.HttpServerRequest
      return yield* url.startsWith("/demo/") ? played : others
    })
    yield* HttpServer.serveEffect(behindGate(app)).pipe(
      Effect.provideService(HttpServer.HttpServer, http),
      Effect.provide([NodeHttpServer.layerContext, FetchHttpClient.layer])
    )
    return `${HttpServer.formatAddress(http.address)}/`
  })

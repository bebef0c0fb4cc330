import { HttpApiBuilder } from "@effect/platform"
import { NodeHttpServer } from "@effect/platform-node"
import { Effect, Layer } from "effect"
import { RobotApi } from "../contract/RobotApi.ts"
import { logDefects } from "../door/Defects.ts"
import * as Open from "./Open.ts"
import * as Reading from "./Reading.ts"
import * as SessionGroup from "./SessionGroup.ts"
import * as SwitchesGroup from "./SwitchesGroup.ts"

/** The API as what Node calls with each request that the gate lets through; of a robot that was started then. */
export const makeApp = Effect.fn("App.makeApp")(function* (startedAt: number) {
  const api = HttpApiBuilder.api(RobotApi).pipe(
    Layer.provide([Open.layer, Reading.layer(startedAt), SessionGroup.layer, SwitchesGroup.layer])
  )
  const context = yield* Layer.build(
    HttpApiBuilder.middlewareOpenApi({ path: "/api/openapi.json" }).pipe(
      Layer.provideMerge(api),
      Layer.provideMerge(Layer.mergeAll(HttpApiBuilder.Router.Live, HttpApiBuilder.Middleware.layer)),
      Layer.provideMerge(NodeHttpServer.layerContext)
    )
  )
  const app = yield* Effect.provide(HttpApiBuilder.httpApp, context)
  return yield* Effect.provide(NodeHttpServer.makeHandler(Effect.tapErrorCause(app, logDefects)), context)
})

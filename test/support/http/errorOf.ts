import { Effect } from "effect"
import { calls, type Endpoint, type World, world } from "./calls.ts"
import { FakeHttp } from "./FakeHttp.ts"

/** The tagged error of a call that is answered with this. */
export const errorOf = (endpoint: Endpoint, body: string) => {
  const call: Effect.Effect<unknown, unknown, World> = calls[endpoint]
  return Effect.provide(Effect.flip(call), world(new FakeHttp(() => new Response(body))))
}

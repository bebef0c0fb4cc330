import { HttpApiBuilder, HttpServerRequest, HttpServerResponse } from "@effect/platform"
import { Cache, Duration, Effect, Layer } from "effect"
import type { Accounts } from "./accounts/Accounts.ts"
import { FIRST } from "./world/State.ts"
import type { World } from "./world/World.ts"
import * as Control from "./control/Control.ts"
import { UnknownName } from "./control/ControlApi.ts"
import * as ControlHttp from "./control/ControlHttp.ts"

const appOf = (control: Control.Control) =>
  HttpApiBuilder.httpApp.pipe(
    Effect.provide([
      Layer.provideMerge(ControlHttp.layer(control), HttpApiBuilder.Router.Live),
      HttpApiBuilder.Middleware.layer
    ])
  )

const worldOf = ({ all, named }: Accounts, name: string): Effect.Effect<World, UnknownName> =>
  Effect.flatten(named(name)).pipe(
    Effect.catchTag("NoSuchElementException", () =>
      Effect.flatMap(
        all,
        (worlds) => new UnknownName({ name, known: worlds.map(({ account }) => account.name) })
      )
    )
  )

/** The control operations on the account with a name. */
export const of =
  (accounts: Accounts) =>
  (name: string): Effect.Effect<Control.Control, UnknownName> =>
    Effect.map(worldOf(accounts, name), (world) => Control.make(accounts, world))

const refuse = (unknown: UnknownName) =>
  Effect.orDie(HttpServerResponse.schemaJson(UnknownName)(unknown, { status: 404 }))

/** The control API: on the account that `?account=` names, on the first one without. */
export const make = (accounts: Accounts) =>
  Effect.map(
    Cache.make({
      capacity: Number.MAX_SAFE_INTEGER,
      timeToLive: Duration.infinity,
      lookup: (world: World) => appOf(Control.make(accounts, world))
    }),
    (apps) =>
      Effect.gen(function* () {
        const { url } = yield* HttpServerRequest.HttpServerRequest
        const account = new URLSearchParams(/\?.*$/s.exec(url)?.[0]).get("account") ?? FIRST
        const world = yield* worldOf(accounts, account)
        return yield* yield* apps.get(world)
      }).pipe(Effect.catchTag("UnknownName", refuse))
  )

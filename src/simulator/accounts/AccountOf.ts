import { type HttpApp, HttpServerRequest } from "@effect/platform"
import { Effect, Option, Schema } from "effect"
import * as Cookies from "../wechat/wire/Cookies.ts"
import { BaseRequest } from "../wechat/SessionCall.ts"
import { covers, endpointOf } from "../world/Endpoints.ts"
import { World } from "../world/World.ts"
import { Accounts } from "./Accounts.ts"

const decodeBase = Schema.decodeUnknownOption(Schema.Struct({ BaseRequest }))

/** The `Uin` in the body of a POST, if it has one. An upload is read by its own call, which takes it as it comes. */
const uinInBody = (request: HttpServerRequest.HttpServerRequest): Effect.Effect<Option.Option<string>> =>
  request.method === "POST" && endpointOf(request.url) !== "webwxuploadmedia"
    ? // the handler reads the same body again, and refuses what is wrong with it
      Effect.map(Effect.option(request.json), (body) =>
        Option.map(Option.flatMap(body, decodeBase), (base) => String(base.BaseRequest.Uin))
      )
    : Effect.succeedNone

/** All that a request shows to say whose it is, the surest first. */
const shownBy = (request: HttpServerRequest.HttpServerRequest, params: URLSearchParams) =>
  Effect.map(uinInBody(request), (uin) => {
    const cookies = Cookies.shown(request.headers)
    return [
      ...Option.toArray(uin),
      ...["uin", "skey", "webwx_data_ticket"].flatMap((name) => params.getAll(name)),
      // of two cookies the new one comes last
      ...["webwx_data_ticket", "wxuin"].flatMap((name) => cookies.get(name)?.toReversed() ?? [])
    ]
  })

/** Whether something that a request shows is a key of one of the account's sessions. */
const hasKey = (shown: string) => (world: World) =>
  Effect.map(world.state, ({ sessions }) =>
    sessions.some(({ dataTicket, skey }) => shown === skey || shown === dataTicket)
  )

/** The account with that number, or with a session of that key. */
const owning = (worlds: ReadonlyArray<World>, shown: string): Effect.Effect<Option.Option<World>> => {
  const numbered = worlds.find(({ account }) => String(account.uin) === shown)
  return numbered === undefined ? Effect.findFirst(worlds, hasKey(shown)) : Effect.succeedSome(numbered)
}

/** The account whose phone scanned the code that led to this ticket. */
const scannedBy = (ticket: string) =>
  Effect.gen(function* () {
    const { first, named } = yield* Accounts
    const { scans } = yield* first.state
    return yield* named(scans.find((scan) => scan.ticket === ticket)?.account ?? "")
  })

/** The account that a request is about; none if it does not say. */
const accountOf = (request: HttpServerRequest.HttpServerRequest) =>
  Effect.gen(function* () {
    const worlds = yield* (yield* Accounts).all
    const endpoint = endpointOf(request.url)
    if (worlds.length === 1 || !covers("wechat", endpoint)) return Option.none<World>()
    const params = new URLSearchParams(/\?.*$/s.exec(request.url)?.[0])
    if (endpoint === "webwxnewloginpage") return yield* scannedBy(params.get("ticket") ?? "")
    for (const one of yield* shownBy(request, params)) {
      const found = yield* owning(worlds, one)
      if (Option.isSome(found)) return found
    }
    return Option.none<World>()
  })

/** Serves each request in the world of the account that it is about, in the first one's when it does not say. */
export const byAccount = <E, R>(app: HttpApp.Default<E, R>) =>
  Effect.gen(function* () {
    const { first } = yield* Accounts
    const account = yield* accountOf(yield* HttpServerRequest.HttpServerRequest)
    return yield* Effect.provideService(
      app,
      World,
      Option.getOrElse(account, () => first)
    )
  })

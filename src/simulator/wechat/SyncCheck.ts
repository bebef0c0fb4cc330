import { HttpServerRequest } from "@effect/platform"
import { Effect, Option } from "effect"
import * as Response from "./wire/Response.ts"
import { INVALID_SESSION, orRefusal, param, readGet } from "./SessionCall.ts"
import * as Cursor from "./wire/Cursor.ts"
import type { Refusal } from "../world/Endpoints.ts"
import { World } from "../world/World.ts"

/** An answer of `synccheck`: both numbers are strings of digits. */
export const synccheckAnswer = (retcode: number, selector: number) =>
  Response.javascript(`window.synccheck={retcode:"${retcode}",selector:"${selector}"}`)

/** Refuses `synccheck`. */
export const synccheckRefusal: Refusal = (retcode) => synccheckAnswer(retcode, 0)

/** GET `synccheck`: holds until there is something to fetch or the session ends; 0/0 when nothing happened. */
export const synccheck = Effect.gen(function* () {
  const world = yield* World
  const { session } = yield* readGet
  const key = Cursor.parse(param(yield* HttpServerRequest.ParsedSearchParams, "synckey"))
  const news = yield* world.hold("synccheck", (state) => {
    const now = state.sessions.find(({ order }) => order === session.order)
    if (now === undefined || now.ended !== null) {
      return [Option.some(synccheckRefusal(now?.ended ?? INVALID_SESSION)), state]
    }
    const selector = Cursor.selector(state, now, key)
    return [selector === 0 ? Option.none() : Option.some(synccheckAnswer(0, selector)), state]
  })
  return Option.getOrElse(news, () => synccheckAnswer(0, 0))
}).pipe(orRefusal(synccheckRefusal))

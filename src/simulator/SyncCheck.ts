import { HttpServerRequest } from "@effect/platform"
import { Effect, Option } from "effect"
import * as Answer from "./Answer.ts"
import { get, INVALID_SESSION, param } from "./Session.ts"
import * as SyncKey from "./SyncKey.ts"
import { World } from "./World.ts"

/** Both are strings of digits. */
const answer = (retcode: number, selector: number) =>
  Answer.javascript(`window.synccheck={retcode:"${retcode}",selector:"${selector}"}`)

/** GET `synccheck`: holds until there is something to fetch or the session ends; 0/0 when nothing happened. */
export const synccheck = Effect.gen(function* () {
  const world = yield* World
  const { session } = yield* get
  const key = SyncKey.parse(param(yield* HttpServerRequest.ParsedSearchParams, "synckey"))
  const news = yield* world.hold("synccheck", (state) => {
    const now = state.sessions.find(({ order }) => order === session.order)
    if (now === undefined || now.ended !== null) {
      return [Option.some(answer(now?.ended ?? INVALID_SESSION, 0)), state]
    }
    const selector = SyncKey.selector(state, now, key)
    return [selector === 0 ? Option.none() : Option.some(answer(0, selector)), state]
  })
  return Option.getOrElse(news, () => answer(0, 0))
}).pipe(Effect.catchTag("Refused", ({ Ret }) => Effect.succeed(answer(Ret, 0))))

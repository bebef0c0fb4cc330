import { Clock, Effect } from "effect"
import { type ConnectionState, todo } from "../../../domain/ConnectionState.ts"
import { todoFor } from "../../../domain/ReasonsInWords.ts"
import { Connection } from "../../connection/Connection.ts"
import { sendPause } from "./views/Silences.ts"

/** In milliseconds; a server that is away for less comes back by itself. */
const LOST_FOR = 120_000

const problemOf = ({ since, state, why }: ConnectionState, now: number) => {
  if (todo(state) !== "") return `${why}: ${todo(state)}`
  if (state === "logged-out") return why
  if (state === "reconnecting" && now - since > LOST_FOR) return `no answer for over two minutes: ${why}`
  return ""
}

/** Whether the robot works: not where a person is needed, and not where the server is lost. */
export const health = Effect.gen(function* () {
  const state = yield* (yield* Connection).state
  const pause = yield* sendPause
  const problem = problemOf(state, yield* Clock.currentTimeMillis)
  const reason = problem === "" && pause?.until === null ? todoFor("sends-paused", "en") : problem
  return { ok: reason === "", state: state.state, reason }
})

import { Effect } from "effect"
import type { StateView } from "../../../src/simulator/control/ControlView.ts"
import { type SimulatorOptions } from "../../../src/simulator/world/Options.ts"
import { start } from "../../../src/simulator/Simulator.ts"
import { until } from "../end-to-end/inProcess.ts"
import { directory, run, tireless } from "../end-to-end/program.ts"
import { RealFiles } from "../layers/files.ts"
import { addressIn } from "../program/addressIn.ts"

export type Environment = Readonly<Record<string, string>>

/** A built robot at a simulator, as soon as it is so far. */
export const robotSoFar = Effect.fnUntraced(function* (
  environment: Environment,
  simulator: SimulatorOptions,
  isSoFar: (state: StateView) => boolean
) {
  const { control, origin } = yield* start(simulator)
  const data = yield* directory
  const begin = (more: Environment = {}) =>
    run([], {
      ...tireless(origin, data),
      ROBOT_GROUP_REPLY_PROBABILITY: "1",
      ROBOT_TIME_ZONE: "Asia/Shanghai",
      ...environment,
      ...more
    })
  const { stop } = yield* begin()
  yield* until(control, isSoFar)
  const { address, port, token } = yield* addressIn(data)
  return {
    /** Plays everybody but the robot. */
    control,
    data,
    token,
    /** Of the page, without the token. */
    bare: address,
    /** Of the page, as the robot prints it. */
    address: `${address}?token=${token}`,
    kill: stop("SIGKILL"),
    stop: stop("SIGTERM"),
    /** Starts it anew, with the data and at the port that it had, and these settings besides. */
    startAgain: (settings: Environment = {}) => begin({ ROBOT_HTTP_PORT: String(port), ...settings })
  }
}, Effect.provide(RealFiles))

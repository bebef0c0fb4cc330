import { type SimulatorOptions } from "../../../src/simulator/world/Options.ts"
import { type Environment, robotSoFar } from "./robotSoFar.ts"
import { untilTheEnd } from "./untilTheEnd.ts"

/** A robot whose log-in code nobody has scanned yet, until the test ends. */
export const robotWithCode = (environment: Environment = {}, simulator: SimulatorOptions = {}) =>
  untilTheEnd(robotSoFar(environment, { ...simulator, autoScan: false }, ({ holding }) => holding.login > 0))

/** A robot that is logged in, until the test ends. */
export const robotLoggedIn = (environment: Environment = {}, simulator: SimulatorOptions = {}) =>
  untilTheEnd(robotSoFar(environment, simulator, ({ holding }) => holding.synccheck > 0))

export type Robot = Awaited<ReturnType<typeof robotLoggedIn>>

import { Effect, Layer } from "effect"
import { accountLayers } from "../../AccountLayers.ts"
import { DEFAULT_ACCOUNT } from "../../layers/Account.ts"
import { readSettings } from "../../layers/settings/ReadSettings.ts"
import { processLayers } from "../../ProcessLayers.ts"
import { robot } from "../../program/Robot.ts"
import { supervised } from "../../program/Supervise.ts"
import { sources } from "../ThisProcess.ts"

/** A misspelt setting does not keep the robot from starting, but its owner should hear that it does nothing. */
const warnOfOddSettings = Effect.flatMap(readSettings(sources), ({ warnings }) =>
  Effect.forEach(warnings, (warning) => Effect.logWarning(warning), { discard: true })
)

/** The robot, until it is stopped. */
export const run = Effect.provide(
  Effect.zipRight(warnOfOddSettings, supervised(robot)),
  Layer.provideMerge(accountLayers(DEFAULT_ACCOUNT), processLayers(sources))
)

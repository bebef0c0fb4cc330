import { Command } from "@effect/cli"
import { Effect, Layer, Option } from "effect"
import { accountLayers } from "../AccountLayers.ts"
import { alertsWatched } from "../Alerting.ts"
import { DEFAULT_ACCOUNT } from "../layers/Account.ts"
import { readSettings } from "../layers/settings/ReadSettings.ts"
import { PageAddress } from "../layers/PageAddress.ts"
import { Settings } from "../layers/settings/Settings.ts"
import { processLayers } from "../ProcessLayers.ts"
import { robot } from "../program/Robot.ts"
import { supervised } from "../program/Supervise.ts"
import { sources } from "./ThisProcess.ts"
import { type Documented } from "./Documented.ts"

/** A misspelt setting does not keep the robot from starting, but its owner should hear that it does nothing. */
const warnOfOddSettings = Effect.flatMap(readSettings(sources), ({ warnings }) =>
  Effect.forEach(warnings, (warning) => Effect.logWarning(warning), { discard: true })
)

const pageOn = (port: number) =>
  Effect.map(
    Effect.promise(() => import("../program/api/Api.ts")),
    ({ layer }) => layer(port)
  )

/** The page and the API, unless the owner wants neither: then they are not even loaded. */
const Page = Layer.unwrapEffect(
  Effect.flatMap(Settings, ({ httpPort }) =>
    Effect.map(
      Effect.transposeMapOption(httpPort, pageOn),
      Option.getOrElse(() => Layer.succeed(PageAddress, Option.none()))
    )
  )
)

/**
 * With the page, and the alerts that tell its address, on the very layers that the robot stands on: those of an account
 * are new wherever they are put together.
 */
const served = Effect.provide(supervised(robot), Layer.provideMerge(alertsWatched, Page))

/** The robot, until it is stopped. */
export const runRobot = Effect.provide(
  Effect.zipRight(warnOfOddSettings, served),
  Layer.provideMerge(accountLayers(DEFAULT_ACCOUNT), processLayers(sources))
)

export const run = Command.make("run", {}, () => runRobot).pipe(
  Command.withDescription("the robot: logs in and answers until it is stopped; the same as no command at all")
)

/** As the READMEs tell of it. */
export const documented: Documented = {
  usage: { en: "`node dist/main.js` or `… run`", zh: "`node dist/main.js` 或 `… run`" },
  does: {
    en: "the robot",
    zh: "机器人"
  }
}

import { Effect, Layer, Option, type Redacted } from "effect"
import { accountLayers, watchesAlerts } from "../../AccountLayers.ts"
import { DEFAULT_ACCOUNT } from "../../layers/Account.ts"
import { PageFiles } from "../../layers/PageFiles.ts"
import { PageAddress } from "../../layers/PageAddress.ts"
import { readSettings } from "../../layers/settings/ReadSettings.ts"
import { Settings } from "../../layers/settings/Settings.ts"
import { processLayers } from "../../ProcessLayers.ts"
import { robot } from "../../program/Robot.ts"
import { supervised } from "../../program/Supervise.ts"
import { PAGE_FILES, sources } from "../ThisProcess.ts"

/** A misspelt setting does not keep the robot from starting, but its owner should hear that it does nothing. */
const warnOfOddSettings = Effect.flatMap(readSettings(sources), ({ warnings }) =>
  Effect.forEach(warnings, (warning) => Effect.logWarning(warning), { discard: true })
)

const pageOn = (port: number) =>
  Effect.map(
    Effect.promise(() => import("../../program/api/Api.ts")),
    ({ layer }) => Layer.provide(layer(port), Layer.succeed(PageFiles, { path: PAGE_FILES }))
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

const alertsTo = (url: Redacted.Redacted<URL>) =>
  Effect.map(
    Effect.promise(() => import("../../Alerting.ts")),
    ({ alertsWatched }) => alertsWatched(url)
  )

const alertsForPage = Effect.map(
  Effect.promise(() => import("../../program/owner/WatchAlerts.ts")),
  ({ layer }) => layer
)

/** The alerts, told at the address that the owner gave for them, else for the page. Without both they are not loaded either. */
const Alerts = Layer.unwrapEffect(
  Effect.flatMap(Settings, (settings) => {
    if (Option.isSome(settings.alertUrl)) return alertsTo(settings.alertUrl.value)
    return watchesAlerts(settings) ? alertsForPage : Effect.succeed(Layer.empty)
  })
)

/**
 * With the page, and the alerts that tell its address, on the very layers that the robot stands on: those of an account
 * are new wherever they are put together.
 */
const served = Effect.provide(supervised(robot), Layer.provideMerge(Alerts, Page))

/** The robot, until it is stopped. */
export const run = Effect.provide(
  Effect.zipRight(warnOfOddSettings, served),
  Layer.provideMerge(accountLayers(DEFAULT_ACCOUNT), processLayers(sources))
)

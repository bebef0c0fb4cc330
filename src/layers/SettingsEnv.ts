import { parseEnv } from "node:util"
import { type Error as PlatformError, FileSystem } from "@effect/platform"
import { Config, type ConfigError, ConfigProvider, Data, Effect, Either, Layer, Option } from "effect"
import { oneLine } from "./OneLine.ts"
import type { Environment } from "./Output.ts"
import { BadSettings, type SettingRow, Settings, type SettingsReport } from "./Settings.ts"
import { type About, type Lookup, settingsTable, withoutPassword } from "./SettingsTable.ts"

/** Where settings are looked for: the environment, and a file of `NAME=value` lines that may be missing. */
export interface Sources {
  readonly environment: Environment
  readonly dotEnv: string
}

/** The settings of the robot, or every complaint about them at once. */
export const settingsEnv = (sources: Sources): Layer.Layer<Settings, BadSettings, FileSystem.FileSystem> =>
  Layer.effect(
    Settings,
    Effect.flatMap(readSettings(sources), (report) => report.settings)
  )

/**
 * Reads and checks all settings. A secret comes from its credential, else its file; any setting from the environment,
 * else from `.env`, else it has its default. Never fails: complaints are part of the report.
 */
export const readSettings = Effect.fn("readSettings")(function* (sources: Sources) {
  const dotEnv = yield* Effect.either(readDotEnv(sources.dotEnv))
  const places: ReadonlyArray<Place> = [
    { source: "environment", variables: sources.environment },
    { source: ".env", variables: Either.getOrElse(dotEnv, () => ({})) }
  ]
  const lookup: Lookup = (name) => places.map((place) => place.variables[name]).find((text) => (text ?? "") !== "")
  const abouts = Object.values(settingsTable).map((setting): About => setting.about)
  const found = yield* Effect.forEach(abouts, (about) => Effect.either(find(about, places, lookup)))
  const texts = abouts.map((about, index) => ({
    about,
    ...Either.getOrElse(found[index] ?? Either.right(unset), () => unset)
  }))
  const values = yield* Effect.either(
    ConfigProvider.fromMap(new Map(texts.map(({ about, text }) => [about.name, text]))).load(
      Config.all(settingsTable)
    )
  )
  return {} as never
})

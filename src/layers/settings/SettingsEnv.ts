import type { FileSystem } from "@effect/platform"
import { Config, type ConfigError, ConfigProvider, Effect, Either, Layer, Option } from "effect"
import { oneLine } from "../logs/OneLine.ts"
import { type About, withoutPassword } from "./Setting.ts"
import { warningsOf } from "./SettingNames.ts"
import { type Found, type Place, type Sources, findSetting, openPlaces } from "./SettingSources.ts"
import { BadSettings, type SettingRow, Settings, type SettingsReport } from "./Settings.ts"
import { settingsTable } from "./SettingsTable.ts"
import { systemZone, whyNoZone } from "./ZoneNames.ts"

/** The settings of the robot, or every complaint about them at once. */
export const settingsEnv = (sources: Sources): Layer.Layer<Settings, BadSettings, FileSystem.FileSystem> =>
  Layer.effect(
    Settings,
    Effect.flatMap(readSettings(sources), ({ settings }) => settings)
  )

const abouts: ReadonlyArray<About> = Object.values(settingsTable).map(({ about }) => about)

/** Reads and checks every setting. Never fails: complaints are in the report, beside what was found. */
export const readSettings = (sources: Sources): Effect.Effect<SettingsReport, never, FileSystem.FileSystem> =>
  Effect.gen(function* () {
    const { places, complaints } = yield* openPlaces(sources)
    const found = yield* Effect.forEach(abouts, (about) =>
      Effect.map(findSetting(about, places), (found) => ({ about, ...found }))
    )
    const texts = new Map(found.map(({ about, text }) => [about.name, text]))
    const values = yield* Effect.either(ConfigProvider.fromMap(texts).load(Config.all(settingsTable)))
    const noZone = zoneInDoubt(found, sources.environment["TZ"])
    const all = [
      ...complaints,
      ...found.flatMap(({ complaint }) => complaint ?? []),
      ...(Either.isLeft(values) ? complaintsOf(values.left) : []),
      ...desktopWithoutExtspam(found),
      ...(hasHours(found) ? noZone : [])
    ]
    const bad = () => new BadSettings({ complaints: all })
    return {
      settings: Either.filterOrLeft(Either.mapLeft(values, bad), () => all.length === 0, bad),
      rows: found.map(row),
      warnings: [...oddNames(places), ...incompleteOpenai(found), ...(hasHours(found) ? [] : noZone)]
    }
  })

type Setting = Found & { readonly about: About }

const row = ({ about, text, source }: Setting): SettingRow => ({
  name: about.name,
  value: about.secret && text !== "" ? "(hidden)" : oneLine(withoutPassword(text)),
  source,
  secret: about.secret
})

const complaintsOf = (error: ConfigError.ConfigError): ReadonlyArray<string> =>
  error._op === "And" || error._op === "Or"
    ? [...complaintsOf(error.left), ...complaintsOf(error.right)]
    : [`${error.path.join()}: ${error.message}`]

/** The desktop client's log-in is refused without that header; a log-in page is a poor place to find out. */
const desktopWithoutExtspam = (found: ReadonlyArray<Setting>) =>
  found.some(({ about, text }) => about.name === "WECHAT_CLIENT" && text.trim() === "desktop") &&
  found.some(
    ({ about, text, source }) => about.name === "WECHAT_EXTSPAM" && text === "" && source === "default"
  )
    ? ["WECHAT_EXTSPAM: not set - WECHAT_CLIENT=desktop needs it"]
    : []

const hasHours = (found: ReadonlyArray<Setting>) =>
  found.some(({ about, text }) => about.name === "ROBOT_ACTIVE_HOURS" && text !== "")

/** Hours of the wrong zone are others than those that were set; without hours the zone is but for people to read. */
const zoneInDoubt = (found: ReadonlyArray<Setting>, tz: string | undefined) =>
  found.some(({ about, source }) => about.name === "ROBOT_TIME_ZONE" && source === "default") &&
  Option.isNone(systemZone(tz))
    ? [`ROBOT_TIME_ZONE: not set, and ${whyNoZone(tz)} - a time zone such as Asia/Shanghai`]
    : []

const oddNames = (places: ReadonlyArray<Place>) =>
  [...new Set(places.flatMap(({ variables }) => Object.keys(variables)))].flatMap(warningsOf)

const OPENAI_NEEDS = new Set(["OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL"])

const incompleteOpenai = (found: ReadonlyArray<Setting>) => {
  const needed = found.filter(({ about }) => OPENAI_NEEDS.has(about.name))
  const missing = needed.filter(({ text }) => text === "")
  return missing.length === needed.length
    ? []
    : missing.map(({ about }) => `${about.name}: not set, so the OpenAI-compatible chatbot is not asked`)
}

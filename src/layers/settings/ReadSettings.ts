import type { FileSystem } from "@effect/platform"
import { Effect, Either, Option, ParseResult, Schema } from "effect"
import { oneLine } from "../logs/OneLine.ts"
import { alertComplaints, alertWarnings } from "./AlertRules.ts"
import { shown, withoutPassword } from "./kinds/Shown.ts"
import { systemZone, whyNoZone } from "./kinds/ZoneNames.ts"
import { isOwnFile } from "./OwnFiles.ts"
import { warningsOf } from "./SettingNames.ts"
import { type Found, type Place, type Sources, findSetting, openPlaces } from "./SettingSources.ts"
import { BadSettings, type SettingRow, type SettingsReport } from "./SettingsReport.ts"
import { allSettings, type Setting, SettingsTable } from "./SettingsTable.ts"
import { openaiNeeds } from "./table/ChatbotSettings.ts"

const decode = Schema.decodeUnknownEither(SettingsTable, { errors: "all" })

/** Reads and checks every setting. Never fails: complaints are in the report, beside what was found. */
export const readSettings = (sources: Sources): Effect.Effect<SettingsReport, never, FileSystem.FileSystem> =>
  Effect.gen(function* () {
    const { places, complaints } = yield* openPlaces(sources)
    const found = yield* Effect.forEach(allSettings, (about) =>
      Effect.map(findSetting(about, places), (found) => ({ about, ...found }))
    )
    const values = decode(Object.fromEntries(found.map(({ about, text }) => [about.field, text])))
    const noZone = zoneInDoubt(found, sources.environment["TZ"])
    const all = [
      ...complaints,
      ...found.flatMap(({ complaint }) => complaint ?? []),
      ...(Either.isLeft(values) ? complaintsOf(values.left, found) : []),
      ...desktopWithoutExtspam(found),
      ...recordOverOwnFile(textsOf(found)),
      ...alertComplaints(textsOf(found)),
      ...(hasHours(found) ? noZone : [])
    ]
    const bad = () => new BadSettings({ complaints: all })
    return {
      settings: Either.filterOrLeft(Either.mapLeft(values, bad), () => all.length === 0, bad),
      rows: found.map(row),
      warnings: [
        ...oddNames(places),
        ...incompleteOpenai(found),
        ...alertWarnings(textsOf(found)),
        ...(hasHours(found) ? [] : noZone)
      ]
    }
  })

/** A setting with the text that was found for it. */
type Read = Found & { readonly about: Setting }

/** The texts by the names of their settings. */
const textsOf = (found: ReadonlyArray<Read>): ReadonlyMap<string, string> =>
  new Map(found.map(({ about, text }) => [about.name, text]))

const row = ({ about, text, source }: Read): SettingRow => ({
  name: about.name,
  value: about.secret && text !== "" ? "(hidden)" : oneLine(withoutPassword(text)),
  source,
  secret: about.secret
})

const complaintsOf = (error: ParseResult.ParseError, found: ReadonlyArray<Read>): ReadonlyArray<string> =>
  ParseResult.ArrayFormatter.formatErrorSync(error).map(({ message, path: [field] }) => {
    const read = found.find(({ about }) => about.field === field)
    return `${read?.otherName ?? read?.about.name}: ${message}`
  })

/** The desktop client's log-in is refused without that header; a log-in page is a poor place to find out. */
const desktopWithoutExtspam = (found: ReadonlyArray<Read>) =>
  found.some(({ about, text }) => about.name === "WECHAT_CLIENT" && text.trim() === "desktop") &&
  found.some(
    ({ about, text, source }) => about.name === "WECHAT_EXTSPAM" && text === "" && source === "default"
  )
    ? ["WECHAT_EXTSPAM: not set - WECHAT_CLIENT=desktop needs it"]
    : []

/** A recording is written behind what a file holds: it would spoil this one. */
const recordOverOwnFile = (texts: ReadonlyMap<string, string>) => {
  const record = texts.get("ROBOT_RECORD") ?? ""
  return record !== "" && isOwnFile(texts.get("ROBOT_DATA_DIR") ?? "", record)
    ? [`ROBOT_RECORD: ${shown(record)} - another file than those that the robot keeps in its data directory`]
    : []
}

const hasHours = (found: ReadonlyArray<Read>) =>
  found.some(({ about, text }) => about.name === "ROBOT_ACTIVE_HOURS" && text !== "")

/** Hours of the wrong zone are others than those that were set; without hours the zone is but for people to read. */
const zoneInDoubt = (found: ReadonlyArray<Read>, tz: string | undefined) =>
  found.some(({ about, source }) => about.name === "ROBOT_TIME_ZONE" && source === "default") &&
  Option.isNone(systemZone(tz))
    ? [`ROBOT_TIME_ZONE: not set, and ${whyNoZone(tz)} - a time zone such as Asia/Shanghai`]
    : []

const oddNames = (places: ReadonlyArray<Place>) =>
  [...new Set(places.flatMap(({ variables }) => Object.keys(variables)))].flatMap(warningsOf)

const incompleteOpenai = (found: ReadonlyArray<Read>) => {
  const needed = found.filter(({ about }) => openaiNeeds.includes(about.name))
  const missing = needed.filter(({ text }) => text === "")
  return missing.length === needed.length
    ? []
    : missing.map(({ about }) => `${about.name}: not set, so the OpenAI-compatible chatbot is not asked`)
}

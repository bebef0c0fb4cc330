import { basename } from "node:path"
import { FileSystem } from "@effect/platform"
import { Effect, Option } from "effect"
import { type DotEnv, parseDotEnv } from "./DotEnv.ts"
import type { Environment } from "../logs/Output.ts"
import type { About, Lookup } from "./table/Setting.ts"
import { complaintsOf, fileVariable, isOurs } from "./SettingNames.ts"
import type { SettingRow } from "./SettingsReport.ts"
import { type NoText, readText } from "./TextFile.ts"

/** Where settings are looked for: the environment, and a file of `NAME=value` lines, which may be missing. */
export interface Sources {
  readonly environment: Environment
  readonly dotEnv: string
}

/** The settings of a file alone, to see what they would do. */
export const settingsOfFile = (path: string, { environment }: Sources): Sources => ({
  dotEnv: path,
  environment: Object.fromEntries(Object.entries(environment).filter(([name]) => !isOurs(name)))
})

/** Variables from one place. Of two places the first wins. */
export interface Place {
  readonly source: "environment" | ".env"
  readonly variables: Environment
}

/** The text of a setting. Where something is in the way of reading it, the text is empty and a complaint is there. */
export interface Found {
  readonly text: string
  readonly source: SettingRow["source"]
  readonly complaint?: string
  /** of the variable that stood in for that of the setting's name */
  readonly otherName?: string
}

/** The environment, then what `.env` holds; and complaints where either cannot be read. */
export const openPlaces = ({ environment, dotEnv }: Sources) =>
  Effect.map(readDotEnv(dotEnv), ({ variables, complaints }) => {
    // Node takes its zone from the environment alone
    const { TZ: _, ...settings } = variables
    const places: ReadonlyArray<Place> = [
      { source: "environment", variables: environment },
      { source: ".env", variables: settings }
    ]
    return { places, complaints: [...Object.keys(environment).flatMap(complaintsOf), ...complaints] }
  })

const readDotEnv = (path: string): Effect.Effect<DotEnv, never, FileSystem.FileSystem> =>
  readText(path).pipe(
    Effect.map((text) => parseDotEnv(text, basename(path))),
    Effect.catchAll((error) =>
      Effect.map(isMissing(path, error), (isMissing) => ({
        variables: {},
        complaints: isMissing ? [] : [`${basename(path)}: ${unread(error, "a readable file, or none")}`]
      }))
    )
  )

/** A link that leads nowhere says that there was to be a file. */
const isMissing = (path: string, { reason }: NoText) =>
  reason === "NotFound"
    ? Effect.flatMap(FileSystem.FileSystem, (fs) => Effect.isFailure(fs.readLink(path)))
    : Effect.succeed(false)

const unread = ({ line, reason }: NoText, accepts: string) =>
  line === undefined
    ? `cannot be read (${reason}) - ${accepts}`
    : `is not UTF-8 in line ${line} (${reason}) - save the file as UTF-8`

export const lookupIn =
  (places: ReadonlyArray<Place>): Lookup =>
  (name) =>
    places.map(({ variables }) => variables[name]).find((text) => text !== undefined && text !== "")

/** The text of a setting and where it was found. */
export const findSetting = Effect.fn("findSetting")(function* (about: About, places: ReadonlyArray<Place>) {
  for (const candidate of candidates(about, places)) {
    const found = yield* candidate
    if (Option.isSome(found)) return found.value
  }
  return byDefault(about, places)
})

type Candidate = Effect.Effect<Option.Option<Found>, never, FileSystem.FileSystem>

/**
 * A credential comes first, then the environment before `.env`; a file named in one of the two before its variable. What
 * bears another name comes last.
 */
const candidates = (about: About, places: ReadonlyArray<Place>): ReadonlyArray<Candidate> => [
  ...(about.secret ? [fromCredential(about, nonEmpty(lookupIn(places)("CREDENTIALS_DIRECTORY")))] : []),
  ...places.flatMap((place) => [
    ...(about.secret ? [fromFile(about, place)] : []),
    fromVariable(about, place)
  ]),
  ...(about.otherName === undefined ? [] : places.map(fromOther(about, about.otherName)))
]

const fromOther = (about: About, otherName: string) => (place: Place) =>
  Effect.map(
    fromVariable({ ...about, name: otherName }, place),
    Option.map((found) => ({ ...found, otherName }))
  )

const nonEmpty = (text: string | undefined) => Option.filter(Option.fromNullable(text), (text) => text !== "")

const fromVariable = (about: About, { source, variables }: Place): Candidate => {
  // a mark can come along from a file that a shell put there
  const text = variables[about.name]?.replace(/^\uFEFF+/, "")
  const found = about.emptyCounts ? Option.fromNullable(text) : nonEmpty(text)
  return Effect.succeed(Option.map(found, (text) => ({ text, source })))
}

const fromFile = ({ name }: About, { variables }: Place): Candidate =>
  Option.match(nonEmpty(variables[fileVariable(name)]), {
    onNone: () => Effect.succeedNone,
    onSome: (path) =>
      Effect.match(readText(path), {
        onSuccess: (content) => held(content, "file"),
        onFailure: (error) =>
          unreadable("file", `${fileVariable(name)}: ${unread(error, "the path of a readable file")}`)
      })
  })

const fromCredential = ({ name }: About, directory: Option.Option<string>): Candidate =>
  Option.match(directory, {
    onNone: () => Effect.succeedNone,
    onSome: (directory) =>
      Effect.match(readText(`${directory}/${name.toLowerCase()}`), {
        onSuccess: (content) => held(content, "credential"),
        onFailure: (error) =>
          error.reason === "NotFound"
            ? Option.none()
            : unreadable("credential", `${name}: its credential ${unread(error, "a readable file")}`)
      })
  })

const held = (content: string, source: Found["source"]) =>
  Option.map(nonEmpty(content.replace(/[\r\n]+$/, "")), (text): Found => ({ text, source }))

/** The path is not told: who mistakes the variable puts the secret itself there. */
const unreadable = (source: Found["source"], complaint: string) =>
  Option.some<Found>({ text: "", source, complaint })

const byDefault = (about: About, places: ReadonlyArray<Place>): Found => ({
  text: typeof about.default === "string" ? about.default : about.default(lookupIn(places)),
  source: "default"
})

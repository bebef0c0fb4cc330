import { basename } from "node:path"
import { FileSystem } from "@effect/platform"
import { Effect, Option } from "effect"
import { parseDotEnv } from "./DotEnv.ts"
import type { Environment } from "./Output.ts"
import type { About, Lookup } from "./Setting.ts"
import { fileVariable, isOurs } from "./SettingNames.ts"
import type { SettingRow } from "./Settings.ts"

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
}

/** The environment, then what `.env` holds; and complaints where that cannot be read. */
export const openPlaces = ({ environment, dotEnv }: Sources) =>
  Effect.map(readDotEnv(dotEnv), ({ variables, complaints }) => {
    const places: ReadonlyArray<Place> = [
      { source: "environment", variables: environment },
      { source: ".env", variables }
    ]
    return { places, complaints }
  })

const readDotEnv = (path: string) =>
  Effect.match(readText(path), {
    onSuccess: (text) => parseDotEnv(text, basename(path)),
    onFailure: (reason) => ({
      variables: {},
      complaints:
        reason === "NotFound"
          ? []
          : [`${basename(path)}: cannot be read (${reason}) - a readable file, or none`]
    })
  })

/** The text of a file, or in a word why there is none. */
const readText = (path: string) =>
  Effect.flatMap(FileSystem.FileSystem, (fs) => fs.readFileString(path)).pipe(
    Effect.mapError((error) => (error._tag === "SystemError" ? error.reason : error._tag))
  )

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

/** A credential comes first, then the environment before `.env`; a file named in one of the two before its variable. */
const candidates = (about: About, places: ReadonlyArray<Place>): ReadonlyArray<Candidate> =>
  about.secret
    ? [
        fromCredential(about, nonEmpty(lookupIn(places)("CREDENTIALS_DIRECTORY"))),
        ...places.flatMap((place) => [fromFile(about, place), fromVariable(about, place)])
      ]
    : places.map((place) => fromVariable(about, place))

const nonEmpty = (text: string | undefined) => Option.filter(Option.fromNullable(text), (text) => text !== "")

const fromVariable = (about: About, { source, variables }: Place): Candidate => {
  const text = variables[about.name]
  const found = about.emptyCounts ? Option.fromNullable(text) : nonEmpty(text)
  return Effect.succeed(Option.map(found, (text) => ({ text, source })))
}

const fromFile = ({ name }: About, { variables }: Place): Candidate =>
  Option.match(nonEmpty(variables[fileVariable(name)]), {
    onNone: () => Effect.succeedNone,
    onSome: (path) =>
      Effect.match(readText(path), {
        onSuccess: (content) => held(content, "file"),
        onFailure: (reason) =>
          unreadable(
            "file",
            `${fileVariable(name)}: cannot be read (${reason}) - the path of a readable file`
          )
      })
  })

const fromCredential = ({ name }: About, directory: Option.Option<string>): Candidate =>
  Option.match(directory, {
    onNone: () => Effect.succeedNone,
    onSome: (directory) =>
      Effect.match(readText(`${directory}/${name.toLowerCase()}`), {
        onSuccess: (content) => held(content, "credential"),
        onFailure: (reason) =>
          reason === "NotFound"
            ? Option.none()
            : unreadable("credential", `${name}: its credential cannot be read (${reason}) - a readable file`)
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

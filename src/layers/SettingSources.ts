import { parseEnv } from "node:util"
import { type Error as PlatformError, FileSystem } from "@effect/platform"
import { Effect, Option } from "effect"
import type { Environment } from "./Output.ts"
import type { About, Lookup } from "./Setting.ts"
import type { SettingRow } from "./Settings.ts"

/** Where settings are looked for: the environment, and a file of `NAME=value` lines, which may be missing. */
export interface Sources {
  readonly environment: Environment
  readonly dotEnv: string
}

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

/** The environment, then what `.env` holds, with a complaint where that cannot be read. */
export const places = Effect.fn("places")(function* (sources: Sources) {
  const dotEnv = yield* readDotEnv(sources.dotEnv)
  const all: ReadonlyArray<Place> = [
    { source: "environment", variables: sources.environment },
    { source: ".env", variables: dotEnv.variables }
  ]
  return { places: all, complaints: dotEnv.complaints }
})

const readDotEnv = (path: string) =>
  Effect.map(
    readIfThere(path),
    Option.match({
      onNone: () => ({ variables: {}, complaints: [] }),
      onSome: (read) =>
        read.problem === undefined
          ? parseDotEnv(read.text)
          : { variables: {}, complaints: [`.env: ${read.problem} - a readable file, or none`] }
    })
  )

const VARIABLE = /^[A-Za-z_]\w*$/

/** Node takes a line that has no `=` for the begin of the next name, and so loses that setting without a word. */
const parseDotEnv = (text: string) => {
  const content = text.replace(/^\uFEFF/, "")
  const variables: Environment = parseEnv(content)
  const complaints = Object.keys(variables)
    .filter((name) => !VARIABLE.test(name))
    .map((name) => {
      const line = content.slice(0, content.indexOf(name)).split("\n").length
      return `.env: line ${line} cannot be read - NAME=value, or a comment after #`
    })
  return { variables, complaints }
}

/** Empty counts as not set. */
export const lookupIn =
  (places: ReadonlyArray<Place>): Lookup =>
  (name) =>
    places.map(({ variables }) => variables[name]).find((text) => text !== undefined && text !== "")

/** The text of one setting: for a secret from its credential, else its file; else its variable; else its default. */
export const find = Effect.fn("find")(function* (about: About, places: ReadonlyArray<Place>) {
  const lookup = lookupIn(places)
  const directory = lookup("CREDENTIALS_DIRECTORY")
  if (about.secret && directory !== undefined) {
    const name = about.name.toLowerCase()
    const read = yield* readIfThere(`${directory}/${name}`)
    if (Option.isSome(read) && isFound(read.value)) return fromFile(read.value, "credential", `credential ${name}`)
  }
  for (const { source, variables } of places) {
    const path = variables[fileVariable(about)] ?? ""
    if (about.secret && path !== "") {
      const read = Option.getOrElse(yield* readIfThere(path), () => ({ text: "", problem: "cannot be read (NotFound)" }))
    }
  }
})

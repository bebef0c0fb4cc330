import { Config, ConfigError, Either, Option } from "effect"
import { escape, quoted, shortened } from "../logs/OneLine.ts"
import { type Kind, optional, secretText } from "./SettingKinds.ts"

/** Finds the text of another variable, for a default that depends on one. Empty counts as not set. */
export type Lookup = (name: string) => string | undefined

/** What there is to know about a setting before its value is read. */
export interface About {
  /** of the environment variable */
  readonly name: string
  /** one line: what it is for */
  readonly meaning: string
  /** in words: which texts are good */
  readonly accepts: string
  /** the text that stands in where nothing is set; a function where that depends on the surroundings */
  readonly default: string | ((lookup: Lookup) => string)
  /** never shown, and may come from a file or a credential */
  readonly secret: boolean
  /** an empty variable is a value of its own, not the same as none */
  readonly emptyCounts: boolean
}

/** A setting that can be read, and the facts about it. */
export const setting = <A>(
  name: string,
  kind: Kind<A>,
  about: Pick<About, "default" | "meaning"> & Partial<Pick<About, "secret" | "emptyCounts">>
): Config.Config<A> & { readonly about: About } => {
  const read = Config.primitive(kind.accepts, (text) =>
    Either.fromOption(text.includes("\uFFFD") ? Option.none() : kind.read(text), () =>
      ConfigError.InvalidData([], complaint(text, kind))
    )
  )
  return Object.assign(Config.nested(read, name), {
    about: { name, accepts: kind.accepts, secret: false, emptyCounts: false, ...about }
  })
}

/** A key or the like: without a default, and opaque, so that no complaint ever quotes it. */
export const secret = (name: string, meaning: string) =>
  setting(name, optional(secretText), { default: "", meaning, secret: true })

const complaint = <A>(text: string, { accepts, badFrom = (text) => text, meanings }: Kind<A>) => {
  if (text === "") return `not set - ${accepts}`
  // Node puts it there, and does not tell; what it once was may be a part of a secret
  if (text.includes("\uFFFD")) return "holds U+FFFD in place of what was not UTF-8 - set it anew, in UTF-8"
  const shown = quoted(shortened(withoutPassword(badFrom(text)), 60)).replaceAll(UNSEEN, escape)
  const meant = meanings?.(text)
  return `${shown}${meant === undefined ? "" : ` may be ${meant}`} - ${accepts}`
}

/** Between two quotes they look like nothing at all. */
const UNSEEN = /[\u00AD\u180E\u200B\u200C\u2060-\u2064\uFEFF]/g

const USER_INFO = /\/\/[^/?#\s]*@/g

/** An address may carry a password, which is for no one's eyes. */
export const withoutPassword = (text: string): string => text.replace(USER_INFO, "//(hidden)@")

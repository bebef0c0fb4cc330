import { Array as Arr, Either, Option, type Redacted, Schema } from "effect"
import { readNames } from "../../../domain/NameList.ts"
import { type Persona, readPersona } from "../../../domain/Persona.ts"
import { found, kind, type Kind } from "./Kind.ts"
import { shown } from "./Shown.ts"

/** Any text, taken as it is; none is a text too. */
export const text: Kind<string> = kind("any text", Schema.String)

/** Opaque: every text is right, so that no complaint ever has to quote one. */
export const secretText: Kind<Redacted.Redacted<string>> = kind("any text", Schema.Redacted(Schema.String))

const listed = (words: ReadonlyArray<string>) =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`

/** Words that stand for themselves. */
export const word = <const A extends string>(...words: ReadonlyArray<A>): Kind<A> =>
  kind(listed(words), trimmedWord(words))

const trimmedWord = <A extends string>(words: ReadonlyArray<A>) =>
  Schema.compose(Schema.Trim, Schema.Literal(...words))

/** Words that each stand for a value. */
export const choice = <A>(choices: Readonly<Record<string, A>>): Kind<A> =>
  kind(
    listed(Object.keys(choices)),
    found(
      Schema.declare((value): value is A => Object.values(choices).some((one) => one === value)),
      (text) => Option.fromNullable(new Map(Object.entries(choices)).get(text.trim()))
    )
  )

/** Several of the words, in an order that means something. */
export const words = <const A extends string>(...known: ReadonlyArray<A>): Kind<ReadonlyArray<A>> => {
  const each = Schema.Array(trimmedWord(known)).pipe(Schema.filter((all) => new Set(all).size === all.length))
  return kind(
    `one or more of ${known.join(", ")}, each once, with commas between`,
    found(Schema.typeSchema(each), (text) => Schema.decodeOption(each)(text.split(/[,，﹐、､﹑]/)))
  )
}

const trueOrFalse = Schema.decodeOption(trimmedWord(["true", "false"]))

export const boolean: Kind<boolean> = kind(
  "true or false",
  found(Schema.Boolean, (text) => Option.map(trueOrFalse(text.toLowerCase()), (word) => word === "true"))
)

export const names: Kind<ReadonlyArray<string>> = kind(
  'names with commas between; a name with a comma or a quote in it stands whole in closed quotes, such as "Li, Lei", and a quote in it twice',
  found(Schema.Array(Schema.String), (text) => Either.getRight(readNames(text))),
  // a list may be long: from where on it cannot be read
  (text) => shown(Either.merge(Either.map(readNames(text), () => text)))
)

/** A Chinese keyboard gives the wide bar. */
const parts = (text: string): ReadonlyArray<string> =>
  text
    .split(/[|｜]/)
    .map((part) => part.trim())
    .filter((part) => part !== "")

export const lines: Kind<Arr.NonEmptyReadonlyArray<string>> = kind(
  "lines with | between, at least one",
  found(Schema.NonEmptyArray(Schema.String), (text) =>
    Option.liftPredicate(parts(text), Arr.isNonEmptyReadonlyArray)
  )
)

const Names = Schema.Array(Schema.String)

const personaSchema = Schema.Struct({
  forAll: Schema.String,
  parts: Schema.Array(Schema.Struct({ names: Names, text: Schema.String }))
})

const PERSONA =
  "a text for all chats, then maybe parts for single chats, each under a line with their names in square brackets; each chat once"

/** What is wrong is told by its line, never quoted. */
export const persona: Kind<Persona> = kind(
  PERSONA,
  found(personaSchema, (text) => Either.getRight(readPersona(text))),
  (text) => Either.match(readPersona(text), { onLeft: (wrong) => wrong, onRight: () => "" })
)

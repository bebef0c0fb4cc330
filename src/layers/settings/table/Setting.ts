import { type Option, type Schema, SchemaAST } from "effect"
import { type InBothLanguages } from "../../../domain/InBothLanguages.ts"
import { acceptedBy, type Kind, optional } from "../kinds/Kind.ts"
import { secretText } from "../kinds/TextKinds.ts"

/** Finds the text of another variable, for a default that depends on one. Empty counts as not set. */
export type Lookup = (name: string) => string | undefined

/** What there is to know about a setting before its value is read. */
export interface About {
  /** of the environment variable */
  readonly name: string
  /** what it is for, as the READMEs and `.env.example` say it */
  readonly meaning: InBothLanguages
  /** in words: which texts are good */
  readonly accepts: string
  /** the text that stands in where nothing is set; a function where that depends on the surroundings */
  readonly default: string | ((lookup: Lookup) => string)
  /** such a default as the documents say it */
  readonly defaultInWords?: InBothLanguages
  /** read and checked, but nothing uses it yet */
  readonly planned: boolean
  /** never shown, and may come from a file or a credential */
  readonly secret: boolean
  /** an empty variable is a value of its own, not the same as none */
  readonly emptyCounts: boolean
  /** a variable that stands in where that of the name is missing; only of those that other programs read as well */
  readonly otherName: string | undefined
}

const AboutId = Symbol.for("layers/settings/About")

type Rest =
  | { readonly default: string }
  | { readonly default: (lookup: Lookup) => string; readonly defaultInWords: InBothLanguages }

/** A setting is its kind, annotated with what there is to know about it. */
export const setting = <A>(
  name: string,
  kind: Kind<A>,
  about: Pick<About, "meaning"> &
    Partial<Pick<About, "planned" | "secret" | "emptyCounts" | "otherName">> &
    Rest
): Kind<A> => {
  const whole: About = {
    name,
    accepts: acceptedBy(kind),
    planned: false,
    secret: false,
    emptyCounts: false,
    otherName: undefined,
    ...about
  }
  return kind.annotations({ [AboutId]: whole })
}

type OfSecret = Pick<About, "meaning"> & Partial<Pick<About, "planned" | "otherName">>

/** What holds a key or a password: without a default, and of a kind whose complaints never quote it. */
export const secretOf = <A>(name: string, kind: Kind<A>, about: OfSecret) =>
  setting(name, optional(kind), { default: "", secret: true, ...about })

/** A key or the like: opaque. */
export const secret = (name: string, about: OfSecret) => secretOf(name, secretText, about)

export const aboutOf = ({ ast }: Schema.Schema.All): Option.Option<About> =>
  SchemaAST.getAnnotation<About>(AboutId)(ast)

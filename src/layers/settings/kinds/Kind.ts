import { Option, ParseResult, Schema, SchemaAST } from "effect"
import { shown } from "./Shown.ts"

/**
 * What the text of a setting may be. Two annotations are its words: `description` says which texts are accepted,
 * `message` is the complaint about any other.
 */
export type Kind<A> = Schema.Schema<A, string>

/** A schema with the words of a kind. `refused` shows a text that is not accepted. */
export const kind = <A>(
  accepts: string,
  schema: Schema.Schema<A, string>,
  refused: (text: string) => string = shown
): Kind<A> =>
  Schema.compose(Intact, schema).annotations({
    description: accepts,
    message: ({ actual }) => ({ message: complaint(String(actual), accepts, refused), override: true })
  })

/** Node puts U+FFFD in place of what was not UTF-8, and does not tell. */
const Intact = Schema.String.pipe(Schema.filter((text) => !text.includes("\uFFFD")))

const complaint = (text: string, accepts: string, refused: (text: string) => string) => {
  if (text === "") return `not set - ${accepts}`
  // not shown: what it once was may be a part of a secret
  if (text.includes("\uFFFD")) return "holds U+FFFD in place of what was not UTF-8 - set it anew, in UTF-8"
  return `${refused(text)} - ${accepts}`
}

/** In words: which texts a kind accepts. */
export const acceptedBy = <A>({ ast }: Kind<A>): string =>
  Option.getOrElse(SchemaAST.getDescriptionAnnotation(ast), () => "")

/** The schema of what a function finds in a text. */
export const found = <A>(to: Schema.Schema<A>, find: (text: string) => Option.Option<A>): Kind<A> =>
  Schema.transformOrFail(Schema.String, to, {
    decode: (text, _, ast) => ParseResult.fromOption(find(text), () => new ParseResult.Type(ast, text)),
    encode: (value, _, ast) =>
      ParseResult.fail(new ParseResult.Forbidden(ast, value, "settings are read, never written"))
  })

/** No text is no value; any other text is what the given kind says. */
export const optional = <A>(kind: Kind<A>): Kind<Option.Option<A>> =>
  found(Schema.OptionFromSelf(Schema.typeSchema(kind)), (text) =>
    text === "" ? Option.some(Option.none()) : Option.map(Schema.decodeOption(kind)(text), Option.some)
  ).annotations(kind.ast.annotations)

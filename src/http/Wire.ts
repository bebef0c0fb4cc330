import { Effect, ParseResult, Schema } from "effect"
import { XMLParser } from "fast-xml-parser"
import { BadAnswer } from "./Errors.ts"
import * as LenientJson from "./LenientJson.ts"

/*
 * Text to value and back. The servers label their answers wrongly (JSON as text/plain), so the text alone counts:
 * each format is a schema from string. No error holds a piece of the text, which may be a ticket or a chat.
 */

/** Decodes bytes as UTF-8, whatever the headers say. */
export const utf8 = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

/** JSON as WeChat wants it: raw UTF-8 without escapes; half a surrogate pair, which would be escaped, becomes U+FFFD. */
export const toJson = (value: unknown): string => {
  const json = JSON.stringify(value)
  // to look at each string takes longer than all the rest
  return HALF_A_PAIR.test(json) ? JSON.stringify(value, withoutHalves) : json
}

/** As JSON has it; or what somebody wrote to look like it. */
const HALF_A_PAIR = /\\ud[89a-f]/

const withoutHalves = (_key: string, part: unknown) =>
  typeof part === "string" ? part.replace(/\p{Surrogate}/gu, "\uFFFD") : part

/** Text in a format that is only ever read. */
const readOnly = (format: string, read: (text: string) => unknown) =>
  Schema.transformOrFail(Schema.String, Schema.Unknown, {
    strict: true,
    decode: (text, _, ast) =>
      ParseResult.try({
        try: () => read(text),
        catch: () => new ParseResult.Type(ast, null, `not ${format}`)
      }),
    encode: (tree, _, ast) => ParseResult.fail(new ParseResult.Forbidden(ast, tree, `${format} is only read`))
  })

/** JSON with small faults or without. */
export const Json = readOnly("JSON", LenientJson.parse)

/** Text holding JSON. */
export const json = <A, I>(schema: Schema.Schema<A, I>): Schema.Schema<A, string> =>
  Schema.compose(Json, schema, { strict: false })

const xmlParser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, processEntities: false })

/** The five that XML itself knows. */
const xmlEntities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" }

/** Decodes XML's own entities, once. */
export const decodeEntities = (text: string): string =>
  text.replace(/&(lt|gt|quot|apos|amp);/g, (whole, name: string) => xmlEntities[name] ?? whole)

/** The text of an XML element, entities decoded once; empty when the element is missing or holds elements. */
export const xmlText = Schema.optionalWith(
  Schema.transform(Schema.Unknown, Schema.String, {
    strict: true,
    decode: (raw) => (typeof raw === "string" ? decodeEntities(raw) : ""),
    encode: (text) => text
  }),
  { default: () => "" }
)

/** XML as a tree of elements; whole documents only, no DOCTYPE, attributes left out. */
const XmlTree = readOnly("XML", (text) => {
  if (/<!DOCTYPE/i.test(text)) throw new SyntaxError("DOCTYPE")
  const tree: unknown = xmlParser.parse(text, true)
  return tree
})

/** Text holding XML, as the tree that `schema` expects: one key an element, all values strings. */
export const xml = <A, I>(schema: Schema.Schema<A, I>): Schema.Schema<A, string> =>
  Schema.compose(XmlTree, schema, { strict: false })

const statement =
  /\s*window\.([\w.]{1,64})\s*=\s*(?:(-?\d{1,15})|"([^"\\\r\n]*)"|'([^'\\\r\n]*)'|\{([^{}]*)\})\s*(?:;|$)/y
const field = /\s*(\w{1,64})\s*:\s*(?:(-?\d{1,15})|"([^"\\\r\n]*)"|'([^'\\\r\n]*)')\s*(?:,|$)/y

/** Every match of a sticky pattern, one after the other; throws when there is anything else between or after them. */
const sequence = (pattern: RegExp, text: string): ReadonlyArray<RegExpExecArray> => {
  const source = text.trimEnd()
  const found: Array<RegExpExecArray> = []
  pattern.lastIndex = 0
  while (pattern.lastIndex < source.length) {
    const match = pattern.exec(source)
    if (match === null) throw new SyntaxError("not an assignment")
    found.push(match)
  }
  return found
}

const assignments = (text: string) =>
  Object.fromEntries(
    sequence(statement, text).flatMap(([, name = "", number, double, single, object]) =>
      object === undefined
        ? [[name, number ?? double ?? single ?? ""]]
        : sequence(field, object).map(([, key = "", number, double, single]) => [
            `${name}.${key}`,
            number ?? double ?? single ?? ""
          ])
    )
  )

const Assignments = readOnly("assignments", assignments)

/**
 * Text holding JavaScript assignments, read by patterns and never run: `window.a.b = 200; window.c={d:"0"};` is
 * `{ "a.b": "200", "c.d": "0" }`, all values strings.
 */
export const script = <A, I>(schema: Schema.Schema<A, I>): Schema.Schema<A, string> =>
  Schema.compose(Assignments, schema, { strict: false })

/** A field that is read when it is well-formed and counts as not sent otherwise. */
export const maybe = <A, I>(schema: Schema.Schema<A, I>) => {
  const decode = Schema.decodeUnknownOption(schema)
  return Schema.optionalWith(
    Schema.transform(Schema.Unknown, Schema.UndefinedOr(Schema.typeSchema(schema)), {
      strict: true,
      decode: (input) => {
        const read = decode(input)
        return read._tag === "Some" ? read.value : undefined
      },
      encode: (value) => value
    }),
    { default: () => undefined }
  )
}

/**
 * Where the first fault is and of what kind. The formatters of `ParseResult` are not used: they quote the value, and
 * walk through all of it, however deep.
 */
const issueOf = (issue: ParseResult.ParseIssue, path: ReadonlyArray<PropertyKey> = []): string => {
  switch (issue._tag) {
    case "Pointer":
      return issueOf(issue.issue, [...path, issue.path].flat())
    case "Composite":
      return issueOf("_tag" in issue.issues ? issue.issues : issue.issues[0], path)
    case "Refinement":
    case "Transformation":
      return issueOf(issue.issue, path)
    default: {
      const place = path.length === 0 ? "body" : path.map(String).join(".")
      return issue._tag === "Missing" ? `${place} is missing` : `${place} is not as expected`
    }
  }
}

const pageTag = /<(?:!doctype\s+html|html|head|body|meta|script)\b/i

/** Whether an answer is a page of HTML, which no endpoint read here sends by itself. */
const isPage = (input: unknown): boolean =>
  typeof input === "string" && /^\s*</.test(input) && pageTag.test(input.slice(0, 1_000))

/** Makes a decoder for what an endpoint sends. It fails with the first place that is not as `schema` has it. */
export const reader = <A, I>(endpoint: string, schema: Schema.Schema<A, I>) => {
  const decode = Schema.decodeUnknown(schema)
  return (input: unknown): Effect.Effect<A, BadAnswer> =>
    Effect.mapError(
      decode(input),
      (error) =>
        new BadAnswer({
          endpoint,
          issue: issueOf(error.issue),
          ...(isPage(input) ? { foreign: true } : {})
        })
    )
}

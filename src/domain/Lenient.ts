import { Schema } from "effect"

/*
 * Fields of WeChat's JSON that may be missing, null, or of a neighbouring type: numbers arrive as digit strings
 * and the other way round. What cannot be read becomes the empty value, because one odd field must not cost a message.
 */

const toInt = (input: unknown): number | undefined => {
  const n = typeof input === "string" && /^-?\d+$/.test(input) ? Number(input) : input
  return typeof n === "number" && Number.isSafeInteger(n) ? n : undefined
}

const toText = (input: unknown): string =>
  typeof input === "string" ? input : Number.isSafeInteger(input) ? String(input) : ""

/** An integer, 0 when missing or unreadable. */
export const int = Schema.optionalWith(
  Schema.transform(Schema.Unknown, Schema.Int, {
    strict: true,
    decode: (input) => toInt(input) ?? 0,
    encode: (n) => n
  }),
  { default: () => 0 }
)

/** An integer where "not said" differs from 0. */
export const maybeInt = Schema.optionalWith(
  Schema.transform(Schema.Unknown, Schema.UndefinedOr(Schema.Int), {
    strict: true,
    decode: toInt,
    encode: (n) => n
  }),
  { default: () => undefined }
)

/** A string, empty when missing or unreadable. */
export const text = Schema.optionalWith(
  Schema.transform(Schema.Unknown, Schema.String, { strict: true, decode: toText, encode: (s) => s }),
  { default: () => "" }
)

/** An integer that must be there, as a number or as a digit string. */
export const requiredInt = Schema.Union(Schema.Int, Schema.NumberFromString.pipe(Schema.int()))

/** An id that must be there. A number is taken while it is exact. */
export const requiredId = Schema.Union(
  Schema.NonEmptyString,
  Schema.transform(Schema.Int, Schema.NonEmptyString, {
    strict: true,
    decode: String,
    encode: Number
  })
)

const elements = (input: unknown): ReadonlyArray<unknown> => (Array.isArray(input) ? input : [])

/**
 * A list whose unreadable elements are left out, empty when missing or null: an odd contact or message
 * must not lose the others that came with it.
 */
export const list = <A, I>(element: Schema.Schema<A, I>) => {
  const decode = Schema.decodeUnknownOption(element)
  return Schema.optionalWith(
    Schema.transform(Schema.Unknown, Schema.Array(Schema.typeSchema(element)), {
      strict: true,
      decode: (input) =>
        elements(input).flatMap((one) => {
          const read = decode(one)
          return read._tag === "Some" ? [read.value] : []
        }),
      encode: (all) => all
    }),
    { default: () => [] }
  )
}

import { Schema } from "effect"

/** A field that may be missing, but is not `undefined`. */
export const optional = <A, I>(schema: Schema.Schema<A, I>) => Schema.optionalWith(schema, { exact: true })

/** Makes a misspelt field an error: else it would do nothing. */
export const strict = { parseOptions: { onExcessProperty: "error" as const } }

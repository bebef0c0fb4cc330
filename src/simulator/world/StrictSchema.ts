import { Schema } from "effect"

/** A field that may be missing, but is not `undefined`. */
export const optional = <A, I>(schema: Schema.Schema<A, I>) => Schema.optionalWith(schema, { exact: true })

/** A misspelt field is an error, not a field that does nothing. */
export const strict = { parseOptions: { onExcessProperty: "error" as const } }

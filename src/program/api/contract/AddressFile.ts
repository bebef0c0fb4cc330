import { Schema } from "effect"

/** The file in the data directory in which a running robot tells the commands how to reach its API. */
export const ADDRESS_FILE = "http.json"

/** What it holds. */
export const AddressFile = Schema.parseJson(
  Schema.Struct({
    /** With a slash at its end. */
    address: Schema.String,
    token: Schema.Redacted(Schema.String)
  })
)

import { FileSystem } from "@effect/platform"
import { Effect, Schema } from "effect"

const decodeAddress = Schema.decode(
  Schema.parseJson(Schema.Struct({ address: Schema.String, token: Schema.String }))
)

/** The address and the token that a robot left in its data directory. */
export const addressIn = Effect.fnUntraced(function* (directory: string) {
  const fs = yield* FileSystem.FileSystem
  const { address, token } = yield* Effect.flatMap(fs.readFileString(`${directory}/http.json`), decodeAddress)
  return { address, token, port: Number(new URL(address).port) }
})

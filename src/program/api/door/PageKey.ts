import { createHmac, randomBytes } from "node:crypto"
import { join } from "node:path"
import { FileSystem } from "@effect/platform"
import { Effect, Option, Redacted } from "effect"
import { badDataDirectory, DataDirectory } from "../../../layers/disk/DataDirectory.ts"
import { replacePrivateFile } from "../../../layers/disk/PrivateFile.ts"

const FILE = "page.key"

const BYTES = 32

/**
 * What the token and the cookie are made of. Kept in the data directory, so that a page that is open finds the robot again
 * after a restart; who deletes it while the robot is stopped makes all that was given away worthless.
 */
export const pageKey = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const path = join((yield* DataDirectory).path, FILE)
  const kept = yield* fs.readFile(path).pipe(
    Effect.asSome,
    Effect.catchIf(
      (error) => error._tag === "SystemError" && error.reason === "NotFound",
      () => Effect.succeedNone
    ),
    Effect.mapError(badDataDirectory(path, "the key of the page cannot be read"))
  )
  if (Option.isSome(kept) && kept.value.length === BYTES) return Redacted.make(kept.value)
  // Effect's Random is for dice, not for keys
  const key = yield* Effect.sync(() => new Uint8Array(randomBytes(BYTES)))
  yield* Effect.mapError(
    replacePrivateFile(path, key),
    badDataDirectory(path, "the key of the page cannot be written")
  )
  return Redacted.make(key)
})

/** A secret of its own for each use; in Base64 that fits into an address, 43 characters. */
export const derived = (key: Redacted.Redacted<Uint8Array>, use: string): string =>
  createHmac("sha256", Redacted.value(key)).update(use).digest("base64url")

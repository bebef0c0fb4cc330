import { createHmac, randomBytes } from "node:crypto"
import { join } from "node:path"
import { FileSystem } from "@effect/platform"
import { Context, Effect, Layer, Redacted } from "effect"
import { BadDataDirectory, DataDirectory, badDataDirectory } from "../disk/DataDirectory.ts"
import { createPrivateFile } from "../disk/PrivateFile.ts"

/**
 * Names people and chats to a chatbot without telling who they are: the same parts always give the same 32 letters
 * and digits, which nobody can turn back. Tuling takes at most 32 of them, and a UserName must not leave the robot.
 */
export class Pseudonyms extends Context.Tag("layers/Pseudonyms")<
  Pseudonyms,
  { readonly of: (parts: ReadonlyArray<string>) => string }
>() {
  /** `"u"` and 31 hexadecimal digits of an HMAC-SHA256 under a key that is made once and stays in the data directory. */
  static readonly layer: Layer.Layer<Pseudonyms, BadDataDirectory, DataDirectory | FileSystem.FileSystem> =
    Layer.effect(
      this,
      Effect.gen(function* () {
        const key = yield* readKey(join((yield* DataDirectory).path, KEY_FILE))
        const hash = (text: string) => createHmac("sha256", Redacted.value(key)).update(text).digest("hex")
        // JSON tells ["a", "b"] from ["ab"] and ["a,b"]
        return { of: (parts) => `u${hash(JSON.stringify(parts)).slice(0, 31)}` }
      })
    )
}

/** The file of the key in the data directory. */
export const KEY_FILE = "pseudonym.key"

const KEY_BYTES = 32

const readKey = Effect.fnUntraced(function* (path: string) {
  const fs = yield* FileSystem.FileSystem
  yield* createKey(path)
  const key = yield* fs
    .readFile(path)
    .pipe(Effect.mapError(badDataDirectory(path, "the key of the pseudonyms cannot be read")))
  if (key.length !== KEY_BYTES) {
    return yield* new BadDataDirectory({
      path,
      problem: `the key of the pseudonyms has ${key.length} bytes, not ${KEY_BYTES}: put it back, or delete it for new pseudonyms`,
      diskFull: false
    })
  }
  return Redacted.make(key)
})

/** Does nothing where a key is there. */
const createKey = Effect.fnUntraced(
  function* (path: string) {
    const fs = yield* FileSystem.FileSystem
    if (yield* fs.exists(path)) return
    // Effect's Random is for dice, not for keys
    const key = yield* Effect.sync(() => randomBytes(KEY_BYTES))
    yield* createPrivateFile(path, key).pipe(
      Effect.catchIf(
        (error) => error._tag === "SystemError" && error.reason === "AlreadyExists",
        () => Effect.void
      )
    )
  },
  (creating, path) =>
    Effect.mapError(creating, badDataDirectory(path, "the key of the pseudonyms cannot be made"))
)

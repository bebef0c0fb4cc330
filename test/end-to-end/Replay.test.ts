import { FileSystem } from "@effect/platform"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { RealFiles } from "../support/layers/files.ts"
import { decided, entry, live, note, receive } from "../support/layers/journalFile.ts"
import { directory, run } from "../support/end-to-end/program.ts"

/** The directory of a journal with a message that was answered. */
const journalOfOne = Effect.gen(function* () {
  const path = yield* directory
  const one = entry("1")
  yield* live(path, Effect.zipRight(receive(1, one), note("1", decided(one))))
  return path
})

/** What `replay` prints of a message that was answered, with these settings in the environment and in a file. */
const replayed = Effect.fnUntraced(function* (
  environment: Readonly<Record<string, string>>,
  settings: string | Uint8Array,
  behind: ReadonlyArray<string> = []
) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* journalOfOne
  const file = `${path}/settings`
  yield* fs.writeFile(file, typeof settings === "string" ? new TextEncoder().encode(settings) : settings)
  const { ended } = yield* run(["replay", "--env", file], { ...environment, ROBOT_DATA_DIR: path }, behind)
  return yield* ended
}, Effect.provide(RealFiles))

const same = "1 messages looked at, 0 would be decided differently"

describe("replay with a file of settings", () => {
  it.scopedLive("goes by these, whatever is set now", () =>
    Effect.gen(function* () {
      const { exitCode, stdout } = yield* replayed({ ROBOT_DENY: "somebody" }, "ROBOT_DENY=Li\n")
      expect(stdout).toContain("AskChatbot R3 → Skip denied")
      expect(exitCode).toBe(0)
    })
  )

  it.scopedLive("takes nothing from what is set now but the journal", () =>
    Effect.gen(function* () {
      const { stdout } = yield* replayed({ ROBOT_DENY: "Li" }, "ROBOT_DATA_DIR=/nowhere\n")
      expect(stdout).toContain(same)
    })
  )

  it.scopedLive("knows the journal from .env as well", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* journalOfOne
      yield* fs.writeFileString(`${path}/.env`, `ROBOT_DATA_DIR=${path}\n`)
      yield* fs.writeFileString(`${path}/settings`, "ROBOT_DENY=Li\n")
      const { stdout } = yield* Effect.flatMap(
        run(["replay", "--env", "settings"], {}, ["env", "-C", path]),
        ({ ended }) => ended
      )
      expect(stdout).toContain("AskChatbot R3 → Skip denied")
    }).pipe(Effect.provide(RealFiles))
  )

  it.scopedLive("tells what is wrong in the file by its name", () =>
    Effect.gen(function* () {
      const { exitCode, stderr } = yield* replayed({}, "ROBOT_DENY Li\n")
      expect(stderr).toContain("ROBOT_DENY: line 1 of settings cannot be read")
      expect(exitCode).toBe(78)
    })
  )

  it.scopedLive("does not take a file that is not UTF-8 for one without settings", () =>
    Effect.gen(function* () {
      const { exitCode, stderr } = yield* replayed({}, Buffer.from("ROBOT_DENY=Li\n", "utf16le"))
      expect(stderr).toContain("settings: is not UTF-8 in line 1 (it looks like UTF-16)")
      expect(exitCode).toBe(78)
    })
  )

  it.scopedLive("finds that file from a directory whose name is not UTF-8", () =>
    Effect.gen(function* () {
      // the arguments: node, the program, replay, --env, the file
      const there = `d="$(printf '\\304\\343')" && mkdir "$d" && cd "$d" && mv "$5" . && exec "$1" "$2" "$3" "$4" settings`
      const { stdout } = yield* replayed({}, "ROBOT_DENY=Li\n", ["sh", "-c", there, "sh"])
      expect(stdout).toContain("AskChatbot R3 → Skip denied")
    })
  )
})

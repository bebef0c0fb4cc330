import { FileSystem } from "@effect/platform"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { RealFiles } from "../layers/files.ts"
import { decided, entry, live, note, receive } from "../layers/journalFile.ts"
import { directory, run } from "./program.ts"

/** What `replay` prints of a message that was answered, with these settings in the environment and in a file. */
const replayed = Effect.fnUntraced(function* (
  environment: Readonly<Record<string, string>>,
  settings: string
) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* directory
  const file = `${path}/settings`
  yield* fs.writeFileString(file, settings)
  const one = entry("1")
  yield* live(path, Effect.zipRight(receive(1, one), note("1", decided(one))))
  const { ended } = yield* run(["replay", "--env", file], { ...environment, ROBOT_DATA_DIR: path })
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

  it.scopedLive("takes nothing else from what is set now but where the data are", () =>
    Effect.gen(function* () {
      const { stdout } = yield* replayed({ ROBOT_DENY: "Li" }, "ROBOT_DATA_DIR=/nowhere\n")
      expect(stdout).toContain(same)
    })
  )

  it.scopedLive("tells what is wrong in the file by its name", () =>
    Effect.gen(function* () {
      const { exitCode, stderr } = yield* replayed({}, "ROBOT_DENY Li\n")
      expect(stderr).toContain("ROBOT_DENY: line 1 of settings cannot be read")
      expect(exitCode).toBe(78)
    })
  )
})

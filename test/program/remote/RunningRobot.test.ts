import { Error as PlatformError, FileSystem } from "@effect/platform"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Exit, Layer } from "effect"
import { Settings } from "../../../src/layers/settings/Settings.ts"
import { logOut } from "../../../src/program/remote/LogOut.ts"
import { mute, pause } from "../../../src/program/remote/MoveSwitches.ts"
import { RunningRobot } from "../../../src/program/remote/RunningRobot.ts"
import { showStatus } from "../../../src/program/remote/ShowStatus.ts"
import { Unsuccessful } from "../../../src/program/Unsuccessful.ts"
import { FakeHttp } from "../../support/http/FakeHttp.ts"
import { settingsOf } from "../../support/layers/files.ts"
import { printed } from "../../support/program/printed.ts"

const TOKEN = "a-secret-token"
const found = Effect.succeed(JSON.stringify({ address: "http://127.0.0.1:8420/", token: TOKEN }))

const systemError = (reason: PlatformError.SystemErrorReason) =>
  Effect.fail(
    new PlatformError.SystemError({ reason, module: "FileSystem", method: "readFile", pathOrDescriptor: "" })
  )

type File = Effect.Effect<string, PlatformError.PlatformError>

const settings = Layer.effect(
  Settings,
  Effect.flatMap(settingsOf({ ROBOT_DATA_DIR: "/data", ROBOT_TIME_ZONE: "Asia/Shanghai" }), (report) =>
    Effect.orDie(report.settings)
  )
)

/** A robot that gives this answer to whatever it is asked, and what the commands know of it. */
const robot = (answer: () => Response, file: File = found) => {
  const http = new FakeHttp(answer)
  const files = FileSystem.layerNoop({ readFileString: () => file })
  const layer = Layer.provideMerge(RunningRobot.Default, Layer.mergeAll(settings, http.layer, files))
  return {
    http,
    run: <E>(command: Effect.Effect<void, E, RunningRobot | Settings>) =>
      printed(Effect.provide(command, layer))
  }
}

const because = (because: Unsuccessful["because"]) => Exit.fail(new Unsuccessful({ because }))

const tagged = (status: number, body: object) => () => new Response(JSON.stringify(body), { status })
const nothing = (status: number) => () => new Response("", { status })

describe("what the running robot answers", () => {
  it.effect.each([
    ["not this robot's token", tagged(401, { _tag: "Refused", why: "" }), "try-again", "take the token"],
    ["too many ask", tagged(429, { _tag: "TooMany" }), "try-again", "asked too much"],
    ["an operation it does not know", nothing(404), "settings", "not of the version of this command"],
    [
      "a chat that is not there",
      tagged(404, { _tag: "NothingThere", missing: "no\nchat" }),
      "usage",
      "no\\nchat"
    ],
    ["an input without sense", tagged(400, { _tag: "BadInput", accepted: "a name" }), "usage", "a name"],
    ["nothing to be done now", tagged(409, { _tag: "NotNow", why: "logged out" }), "try-again", "logged out"],
    ["a journal it cannot read", tagged(503, { _tag: "Unreadable", why: "disk" }), "failed", "disk"],
    ["a defect", nothing(500), "failed", "the status 500"]
  ] as const)("is told: %s", ([, answer, why, text]) =>
    Effect.gen(function* () {
      const { exit, errors, out } = yield* robot(answer).run(logOut)
      expect(exit).toEqual(because(why))
      expect(errors).toEqual([expect.stringContaining(text)])
      expect(out.concat(errors).join()).not.toContain(TOKEN)
    })
  )

  it.effect("is of another version where it cannot be understood", () =>
    Effect.gen(function* () {
      for (const answer of [tagged(200, { version: "9.9.9" }), () => new Response("<html>")]) {
        const { exit, errors } = yield* robot(answer).run(showStatus(false))
        expect(exit).toEqual(because("settings"))
        expect(errors).toEqual([expect.stringContaining("not of the version of this command")])
      }
    })
  )

  it.effect("is asked for with the token, and with a time on the owner's clock", () =>
    Effect.gen(function* () {
      const { http, run } = robot(nothing(200))
      // the clock of the test stands at 8:00 in Shanghai
      const { exit, out } = yield* run(pause(["明天", "9:30"]))
      expect(exit).toEqual(Exit.void)
      expect(out).toEqual(["Paused until 1970-01-02 09:30. What comes meanwhile is not answered."])
      const { body, headers, method, url } = http.nth(1)
      expect([method, url.href]).toEqual(["POST", "http://127.0.0.1:8420/api/pause"])
      expect(JSON.parse(body)).toEqual({ until: 25.5 * 3_600_000 })
      expect(headers).toMatchObject({ authorization: `Bearer ${TOKEN}`, "content-type": "application/json" })
    })
  )

  it.effect("is not asked for with a time that is none", () =>
    Effect.gen(function* () {
      const { http, run } = robot(nothing(200))
      for (const command of [pause(["soon"]), mute("Li", ["Lei"])]) {
        expect((yield* run(command)).exit).toEqual(because("usage"))
      }
      expect(http.asked).toEqual([])
    })
  )
})

describe("where its address", () => {
  it.effect.each([
    ["is not there", systemError("NotFound"), "try-again", "there is no /data/http.json"],
    ["is not for this user", systemError("PermissionDenied"), "settings", "for root or the robot's user"],
    ["cannot be read", systemError("Unknown"), "settings", "/data/http.json cannot be read"],
    ["is in no words that are known", Effect.succeed("{}"), "try-again", "holds no address and token"]
  ] as const)("%s, that is told", ([, file, why, text]) =>
    Effect.gen(function* () {
      const { http, run } = robot(nothing(200), file)
      const { errors, exit } = yield* run(logOut)
      expect(exit).toEqual(because(why))
      expect(errors).toEqual([expect.stringContaining(text)])
      expect(http.asked).toEqual([])
    })
  )
})

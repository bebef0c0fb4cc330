import { describe, expect, it } from "@effect/vitest"
import { HttpServerError } from "@effect/platform"
import { Cause, Exit, FiberId, Option } from "effect"
import { AccountRefused } from "../../src/http/wechat/LoginPage.ts"
import { ForeignHost } from "../../src/http/wechat/Hosts.ts"
import { BadDataDirectory } from "../../src/layers/disk/DataDirectory.ts"
import { BadSettings } from "../../src/layers/settings/SettingsReport.ts"
import { type Ending, endOfExit, endOfProgram } from "../../src/commands/EndOfProgram.ts"
import { CannotListen } from "../../src/program/api/door/CannotListen.ts"
import { ChildFailed } from "../../src/program/service/Machine.ts"
import { Unsuccessful } from "../../src/program/Unsuccessful.ts"

const directory = (diskFull: boolean) => new BadDataDirectory({ path: "/data", problem: "no", diskFull })
const serveError = (code: string) => new HttpServerError.ServeError({ cause: { code } })
const cannotListen = new CannotListen({ host: "10.8.0.2", port: 8420, code: "EADDRNOTAVAIL" })
const refused = new AccountRefused({ code: Option.some(1203), message: "not for this account" })

describe("how the program ends", () => {
  it.each<[what: string, error: Ending, exitCode: number, text: string]>([
    [
      "bad settings",
      new BadSettings({ complaints: ["A: no", "B: no"] }),
      78,
      "Bad settings:\n  A: no\n  B: no"
    ],
    ["a data directory that cannot be used", directory(false), 78, "/data: no"],
    ["a full disk", directory(true), 75, "/data: no"],
    ["a refused account", refused, 69, "not for this account"],
    ["a foreign host", new ForeignHost({ host: "example.net" }), 69, "example.net"],
    ["an address that is not there yet", cannotListen, 75, "ROBOT_HTTP_HOST 10.8.0.2"],
    ["a port that is taken", serveError("EADDRINUSE"), 75, "in use"],
    ["news that were printed already", new Unsuccessful({ because: "settings" }), 78, ""],
    ["a program of the system that failed", new ChildFailed({ exitCode: 3 }), 3, ""],
    ["a server that cannot start otherwise", serveError("EACCES"), 1, "unexpected"]
  ])("%s", (_, error, exitCode, text) => {
    const failure = endOfExit(Exit.fail(error))
    expect(failure.exitCode).toBe(exitCode)
    expect(failure.text).toContain(text)
    expect(failure.text === "").toBe(text === "")
  })

  it("a defect is unexpected", () => {
    expect(endOfExit(Exit.die(new Error("a bug")))).toEqual({
      exitCode: 1,
      text: expect.stringContaining("a bug")
    })
  })

  it("an error beside a defect still says what to do", () => {
    const both = Cause.parallel(Cause.die("a bug"), Cause.fail(refused))
    expect(endOfExit(Exit.failCause(both)).exitCode).toBe(69)
  })

  it("the end of a command and a stop by signal are successes", () => {
    expect(endOfExit(Exit.void)).toEqual({ exitCode: 0, text: "" })
    expect(endOfExit(Exit.interrupt(FiberId.none))).toEqual({ exitCode: 0, text: "" })
  })
})

describe("how the process ends", () => {
  const ofCommand = { exitCode: 78, text: "bad settings" }

  it("is as its command ended", () => {
    expect(endOfProgram(Exit.void, ofCommand)).toEqual(ofCommand)
  })

  it("is a success when it is stopped while the output of a command is still being written", () => {
    expect(endOfProgram(Exit.interrupt(FiberId.none), ofCommand)).toEqual({ exitCode: 0, text: "" })
  })

  it("says what went wrong around a command", () => {
    expect(endOfProgram(Exit.die(new Error("a bug")), undefined)).toEqual({
      exitCode: 1,
      text: expect.stringContaining("a bug")
    })
  })
})

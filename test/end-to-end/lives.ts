import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { Deferred, Effect } from "effect"
import { robotAt } from "./program.ts"

const main = fileURLToPath(new URL("../../dist/main.js", import.meta.url))

/** A robot that keeps its data in a directory and answers everybody, at once and as often as it can. */
export const tireless = (origin: string, directory: string): Readonly<Record<string, string>> => ({
  ...robotAt(origin),
  ROBOT_DATA_DIR: directory,
  ROBOT_SENDS_PER_MINUTE: "0",
  ROBOT_CHAT_REPLIES_PER_10_MINUTES: "0",
  ROBOT_QUIET_PERIOD: "0",
  ROBOT_MAX_MESSAGE_AGE: "0"
})

/** One life of the built program, behind a command such as that of a namespace; killed with the scope. */
export const life = Effect.fnUntraced(function* (
  environment: Readonly<Record<string, string>>,
  behind: ReadonlyArray<string> = []
) {
  const [command = process.execPath, ...args] = [...behind, process.execPath, main, "run"]
  const child = yield* Effect.acquireRelease(
    Effect.sync(() =>
      spawn(command, args, { cwd: "/", env: { HOME: "/", PATH: process.env["PATH"], ...environment } })
    ),
    (child) => Effect.sync(() => child.kill("SIGKILL"))
  )
  const written = { stdout: "", stderr: "" }
  child.stdout.setEncoding("utf8").on("data", (text: string) => (written.stdout += text))
  child.stderr.setEncoding("utf8").on("data", (text: string) => (written.stderr += text))
  const end = yield* Deferred.make<{ readonly exitCode: number | null } & typeof written>()
  child.on("close", (exitCode) => Deferred.unsafeDone(end, Effect.succeed({ exitCode, ...written })))
  return {
    ended: Deferred.await(end),
    /** Sends a signal and waits for the end. */
    stop: (signal: "SIGTERM" | "SIGKILL") =>
      Effect.zipRight(
        Effect.sync(() => child.kill(signal)),
        Deferred.await(end)
      )
  }
})

import { spawn } from "node:child_process"
import { mkdtempSync, readFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { fileURLToPath } from "node:url"
import { Context, Effect, Layer } from "effect"
import { lookUntil } from "./patience.ts"

/** How a command in the machine ended. */
export interface Ended {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

const PATH = "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

/** Runs a program to its end. */
const run = (command: string, args: ReadonlyArray<string>, input = "") =>
  Effect.async<Ended>((resume) => {
    const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"] })
    const written = { stdout: "", stderr: "" }
    child.stdout.setEncoding("utf8").on("data", (text: string) => (written.stdout += text))
    child.stderr.setEncoding("utf8").on("data", (text: string) => (written.stderr += text))
    child.on("close", (exitCode) => resume(Effect.succeed({ exitCode, ...written })))
    child.stdin.on("error", () => {})
    child.stdin.end(input)
    return Effect.sync(() => child.kill("SIGKILL"))
  })

/** The process that `unshare` forked: PID 1 of the machine. Looked for until it is there. */
const firstProcess = (unshare: string): Effect.Effect<string> =>
  lookUntil(
    Effect.sync(() => readFileSync(`/proc/${unshare}/task/${unshare}/children`, "utf8").trim()),
    (pid) => pid !== ""
  )

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Boots the machine; gives its PID 1 as this one sees it. It is gone, and all it left, with the scope. */
const boot = Effect.acquireRelease(
  Effect.sync(() => {
    const scratch = mkdtempSync(`${tmpdir()}/systemd-`)
    const child = spawn("bash", [here("boot.sh"), scratch, here("../../.."), process.execPath], {
      stdio: ["pipe", "pipe", "inherit"],
      // a signal to the tests must not get to it before it has tidied up
      detached: true
    })
    const ended = new Promise<void>((resolve) => child.on("close", () => resolve()))
    return { child, ended }
  }),
  ({ child, ended }) =>
    Effect.promise(() => {
      child.stdin.end()
      return ended
    })
).pipe(
  Effect.flatMap(({ child }) =>
    Effect.async<string>((resume) => {
      child.stdout.setEncoding("utf8").once("data", (unshare: string) => resume(firstProcess(unshare.trim())))
    })
  )
)

/** A machine of its own with a real systemd. This repository is seen as `/source` there. */
export class Machine extends Context.Tag("test/Machine")<
  Machine,
  {
    /** Runs a command there, as root, to its end. */
    readonly run: (...command: ReadonlyArray<string>) => Effect.Effect<Ended>
    /** The same for one that has to work: gives what it wrote. */
    readonly output: (...command: ReadonlyArray<string>) => Effect.Effect<string>
    /** The path that leads there from outside, for a path inside. */
    readonly outside: (path: string) => string
    /** Writes a file, with the directories above it. */
    readonly write: (path: string, text: string) => Effect.Effect<void>
  }
>() {}

export const MachineLive = Layer.scoped(
  Machine,
  Effect.gen(function* () {
    const pid = yield* boot
    const inside = (command: ReadonlyArray<string>, input?: string) =>
      run("nsenter", ["-t", pid, "-a", "env", "-i", `PATH=${PATH}`, "LANG=C.UTF-8", ...command], input)
    const worked = (command: ReadonlyArray<string>, input?: string) =>
      Effect.filterOrDie(
        inside(command, input),
        ({ exitCode }) => exitCode === 0,
        ({ stderr, stdout }) => new Error(`${command.join(" ")}\n${stdout}${stderr}`)
      )
    // before its PID 1 is the systemd that boot.sh ends in, "inside" are still this machine's own files and services
    yield* lookUntil(
      inside(["grep", "-qzx", "container=test", "/proc/1/environ"]),
      ({ exitCode }) => exitCode === 0
    )
    yield* lookUntil(inside(["systemctl", "is-system-running", "--wait"]), ({ stdout }) =>
      /^(running|degraded)/.test(stdout)
    )
    return {
      outside: (path) => `/proc/${pid}/root${path}`,
      run: (...command) => inside(command),
      output: (...command) => Effect.map(worked(command), ({ stdout }) => stdout.trim()),
      write: (path, text) =>
        Effect.asVoid(worked(["sh", "-c", 'mkdir -p "${0%/*}" && umask 077 && cat > "$0"', path], text))
    }
  })
)

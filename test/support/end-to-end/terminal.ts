import { spawn, spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { Effect, Option } from "effect"
import { directory, main } from "./program.ts"

/** Why there is no terminal for a test; undefined where there is. */
export const noTerminal =
  spawnSync("script", ["--version"]).status === 0 ? undefined : "util-linux (script) is not installed"

/** Tells what became of the program, also when its terminal is gone. */
const SHELL = `
  $BEFORE "$NODE" "$MAIN" run < /dev/tty &
  echo $! > pid
  trap "kill -HUP $!" HUP
  while wait $!; code=$?; kill -0 $! 2> /dev/null; do :; done
  echo $code > ended`

/**
 * The built program on a terminal of its own, with a directory of its own, where \`sh\` starts it: \`node main.js run\` with
 * what is put before it. Gone with the scope.
 */
export const runOnTerminal = Effect.fnUntraced(function* (
  environment: Readonly<Record<string, string>>,
  before = ""
) {
  const home = yield* directory
  yield* Effect.sync(() => spawnSync("mkfifo", [`${home}/ended`]))
  const terminal = yield* Effect.acquireRelease(
    Effect.sync(() =>
      spawn("script", ["--quiet", "--flush", "--command", SHELL, "/dev/null"], {
        cwd: home,
        env: {
          HOME: home,
          SHELL: "/bin/sh",
          BEFORE: before,
          NODE: process.execPath,
          MAIN: main,
          ...environment
        },
        stdio: ["pipe", "pipe", "inherit"]
      })
    ),
    (terminal) =>
      Effect.sync(() => {
        terminal.kill("SIGKILL")
        killIfAlive(Number(readFileSync(`${home}/pid`, "utf8")))
      })
  )
  let shown = ""
  terminal.stdout.setEncoding("utf8").on("data", (text: string) => (shown += text))
  return {
    home,
    shown: () => shown,
    /** Closes it under the program. */
    close: Effect.sync(() => terminal.kill("SIGKILL")),
    /** Has it take nothing any more, as Ctrl-S does. */
    stall: Effect.sync(() => terminal.kill("SIGSTOP")),
    goOn: Effect.sync(() => terminal.kill("SIGCONT")),
    signal: (signal: "SIGHUP" | "SIGTERM") =>
      Effect.sync(() => process.kill(Number(readFileSync(`${home}/pid`, "utf8")), signal)),
    /** Waits for the end of the program; gives its exit code. */
    ended: Effect.async<number>((resume) => {
      const reader = spawn("cat", [`${home}/ended`], { stdio: ["ignore", "pipe", "inherit"] })
      let text = ""
      reader.stdout.setEncoding("utf8").on("data", (more: string) => (text += more))
      reader.on("close", () => resume(Effect.succeed(Number(text))))
      return Effect.sync(() => reader.kill("SIGKILL"))
    })
  }
})

/** It is no child of this process. */
const killIfAlive = Option.liftThrowable((pid: number) => process.kill(pid, "SIGKILL"))

import { spawn } from "node:child_process"
import { mkdir, mkdtemp, rm } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { Deferred, Effect } from "effect"
import { rolldown } from "rolldown"
import type { tireless } from "../end-to-end/program.ts"

const main = fileURLToPath(new URL("./main.ts", import.meta.url))

/** Ignored by git, and what is native is found from there. */
const cache = fileURLToPath(new URL("../../../node_modules/.cache/weixin-robot", import.meta.url))

/** The deadly main as one file that Node runs, for as long as the scope lives. */
export const deadlyProgram = Effect.gen(function* () {
  const directory = yield* Effect.acquireRelease(
    // tests of other threads have one of their own, which they remove
    Effect.promise(async () => {
      await mkdir(cache, { recursive: true })
      return await mkdtemp(join(cache, "crash-"))
    }),
    (path) => Effect.promise(() => rm(path, { recursive: true }))
  )
  const file = join(directory, "main.js")
  const bundle = yield* Effect.acquireRelease(
    Effect.promise(() =>
      rolldown({ input: main, platform: "node", external: ["libsql", "koffi"], logLevel: "silent" })
    ),
    (bundle) => Effect.promise(() => bundle.close())
  )
  yield* Effect.promise(() => bundle.write({ file, format: "esm", codeSplitting: false }))
  return file
})

/** The program as its user has it. */
export const shippedProgram = fileURLToPath(new URL("../../../dist/main.js", import.meta.url))

/** One life of a robot. */
export interface Life {
  /** Waits for its end: the exit code, or the signal that killed it. */
  readonly end: Effect.Effect<number | NodeJS.Signals>
  readonly signal: (signal: "SIGTERM" | "SIGKILL") => Effect.Effect<void>
}

/** Starts a program in the directory of its data. Whoever still lives when the scope ends is killed. */
export const start = Effect.fnUntraced(function* (
  program: string,
  args: ReadonlyArray<string>,
  environment: ReturnType<typeof tireless>
) {
  const child = yield* Effect.acquireRelease(
    Effect.sync(() =>
      spawn(process.execPath, [program, ...args], {
        cwd: environment.ROBOT_DATA_DIR,
        env: { HOME: environment.ROBOT_DATA_DIR, ...environment },
        stdio: ["ignore", "ignore", "inherit"]
      })
    ),
    (child) => Effect.sync(() => child.kill("SIGKILL"))
  )
  const end = yield* Deferred.make<number | NodeJS.Signals>()
  child.on("exit", (exitCode, signal) =>
    Deferred.unsafeDone(end, Effect.succeed(signal ?? exitCode ?? "SIGKILL"))
  )
  return {
    end: Deferred.await(end),
    signal: (signal) => Effect.sync(() => child.kill(signal))
  } satisfies Life
})

import { spawn } from "node:child_process"
import { mkdir, mkdtemp, rm } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { Deferred, Effect } from "effect"
import { type OutputOptions, rolldown } from "rolldown"
import * as Simulator from "../../../src/simulator/Simulator.ts"
import { until } from "../end-to-end/inProcess.ts"
import { directory as temporary, tireless } from "../end-to-end/program.ts"

const sources = {
  start: fileURLToPath(new URL("./start.ts", import.meta.url)),
  deadly: fileURLToPath(new URL("./main.ts", import.meta.url))
}

/** Ignored by git, and what is native is found from there. */
const cache = fileURLToPath(new URL("../../../node_modules/.cache/weixin-robot", import.meta.url))

/** What rolldown makes of a file of TypeScript. */
const bundle = async (input: string, output: OutputOptions) => {
  const made = await rolldown({
    input,
    platform: "node",
    external: ["libsql", "koffi"],
    transform: { typescript: { onlyRemoveTypeImports: false } },
    logLevel: "silent"
  })
  await made.write({ ...output, codeSplitting: false })
  await made.close()
}

/**
 * The deadly main as a program that Node runs, for as long as the scope lives. It starts as the shipped one does, by what
 * V8 made of it before, since a test takes dozens of lives.
 */
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
  yield* Effect.promise(async () => {
    await bundle(sources.start, { file, format: "esm" })
    await bundle(sources.deadly, {
      file: join(directory, "deadly.cjs"),
      format: "cjs",
      comments: false,
      minify: { codegen: { removeWhitespace: false, asciiOnly: true } },
      dynamicImportInCjs: false
    })
  })
  yield* compile(file)
  return file
})

/** Has V8 keep what it makes of a robot in a whole life of it. */
const compile = Effect.fnUntraced(function* (file: string) {
  const { control, origin } = yield* Simulator.start({ pollHold: "1 second" })
  const environment = { ...tireless(origin, yield* temporary), WEIXIN_ROBOT_COMPILES: "true" }
  const { end, signal } = yield* start(file, [], environment)
  yield* until(control, ({ holding }) => holding.synccheck > 0)
  yield* control.messages([{ from: "lili", text: "在吗？" }])
  yield* control.sent({ wait: 20_000 })
  yield* signal("SIGTERM")
  yield* end
}, Effect.scoped)

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

import { NodeFileSystem } from "@effect/platform-node"
import { FileSystem } from "@effect/platform"
import { Deferred, Effect } from "effect"
import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"

export const main = fileURLToPath(new URL("../../../dist/main.js", import.meta.url))

/** How a program ended, and what it wrote. */
export interface Ended {
  /** Null when a signal killed it. */
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Has a robot end with the process that reads its log, so that none is left when the tests are killed. */
const unread = { WEIXIN_ROBOT_ENDS_UNREAD: "true" }

/** The environment of a robot that goes on without a reader, as it does for people. */
export const goesOnUnread = { WEIXIN_ROBOT_ENDS_UNREAD: "false" }

/** A directory of its own, gone with the scope. */
export const directory = Effect.flatMap(FileSystem.FileSystem, (fs) =>
  fs.makeTempDirectoryScoped({ prefix: "end-to-end-" })
).pipe(Effect.provide(NodeFileSystem.layer))

/**
 * The built program as a process, with this environment and no other, in a directory of its own, and behind a command
 * such as that of a namespace. Killed with the scope.
 */
export const run = Effect.fnUntraced(function* (
  args: ReadonlyArray<string>,
  environment: Readonly<Record<string, string>>,
  behind: ReadonlyArray<string> = [],
  { file = main, node = process.execPath }: { readonly file?: string; readonly node?: string } = {}
) {
  const home = yield* directory
  const [command = node, ...rest] = [...behind, node, file, ...args]
  const child = yield* Effect.acquireRelease(
    Effect.sync(() =>
      spawn(command, rest, {
        cwd: home,
        env: { HOME: home, ...unread, ...environment },
        stdio: ["ignore", "pipe", "pipe"]
      })
    ),
    (child) => Effect.sync(() => child.kill("SIGKILL"))
  )
  const written = { stdout: "", stderr: "" }
  const end = yield* Deferred.make<Ended>()
  const waiting = new Set<() => void>()
  const read = (name: keyof typeof written) => (text: string) => {
    written[name] += text
    waiting.forEach((look) => look())
  }
  child.stdout.setEncoding("utf8").on("data", read("stdout"))
  child.stderr.setEncoding("utf8").on("data", read("stderr"))
  child.on("close", (exitCode) => Deferred.unsafeDone(end, Effect.succeed({ exitCode, ...written })))

  return {
    home,
    /** Waits for the end. */
    ended: Deferred.await(end),
    /** What it wrote to its standard output so far. */
    written: () => written.stdout,
    /** Sends a signal and waits for the end. */
    stop: (signal: "SIGTERM" | "SIGINT" | "SIGKILL" | "SIGHUP") =>
      Effect.zipRight(
        Effect.sync(() => child.kill(signal)),
        Deferred.await(end)
      ),
    /** Sends a signal that does not end it. */
    signal: (signal: "SIGHUP") => Effect.sync(() => child.kill(signal)),
    /** Closes the pipe that its standard output goes to. */
    closeReader: Effect.sync(() => child.stdout.destroy()),
    /** Waits until what it wrote to its standard output is so. */
    until: (isSo: (stdout: string) => boolean) =>
      Effect.async<void>((resume) => {
        const look = () => {
          if (!isSo(written.stdout)) return
          waiting.delete(look)
          resume(Effect.void)
        }
        waiting.add(look)
        look()
        return Effect.sync(() => waiting.delete(look))
      })
  }
})

/** The environment of a robot at a simulator: it keeps its data where it likes, answers at once and logs in JSON. */
export const robotAt = (origin: string) => ({
  WECHAT_ORIGIN: origin,
  TULING_ORIGIN: origin,
  TULING_API_KEY: "0123456789abcdef-tuling-key",
  ROBOT_REPLY_DELAY: "0",
  ROBOT_HTTP_PORT: "0",
  ROBOT_LOG_FORMAT: "json"
})

/** The same, with its data in a directory; it answers whoever speaks to its owner, as often as it can. */
export const tireless = (origin: string, dataDirectory: string) => ({
  ...robotAt(origin),
  ROBOT_DATA_DIR: dataDirectory,
  ROBOT_SENDS_PER_MINUTE: "0",
  ROBOT_CHAT_REPLIES_PER_10_MINUTES: "0",
  ROBOT_GROUP_REPLY_PROBABILITY: "0",
  ROBOT_QUIET_PERIOD: "0",
  ROBOT_MAX_MESSAGE_AGE: "0"
})

import { spawn, spawnSync } from "node:child_process"
import { Effect } from "effect"

/** Root mounts where it likes; anybody else as the root of a namespace of users, where the machine allows these. */
const asRoot = { unshare: ["-m"], enter: ["-m"] }
const asUser = { unshare: ["-rm"], enter: ["--preserve-credentials", "-U", "-m"] }

/** What is against a mount of one's own; undefined when nothing is. */
const against = ({ unshare }: typeof asRoot) => {
  const args = [...unshare, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
  const { error, status, stderr } = spawnSync("unshare", args, { encoding: "utf8" })
  if (error !== undefined) return "util-linux (unshare) is not installed"
  return status === 0 ? undefined : stderr.trim()
}

const way = against(asRoot) === undefined ? asRoot : asUser

/** Why this machine lets nobody mount file systems of their own, which others do not see; undefined where it does. */
export const cannotMount = against(way)

/** A place where a directory is another file system than for the rest of the machine. */
export interface Namespace {
  /** What to put before a command to have it run there. */
  readonly enter: ReadonlyArray<string>
  /** The path that leads there from outside, for a path inside. */
  readonly outside: (path: string) => string
}

/** Runs a script of mounts, whose `$1` is the directory, in a namespace that is gone with the scope. */
const namespace = Effect.fnUntraced(function* (script: string, directory: string) {
  const holder = yield* Effect.acquireRelease(
    Effect.sync(() =>
      spawn(
        "unshare",
        [...way.unshare, "sh", "-c", `${script} && echo ready && exec sleep infinity`, "sh", directory],
        { stdio: ["ignore", "pipe", "inherit"] }
      )
    ),
    (holder) => Effect.sync(() => holder.kill("SIGKILL"))
  )
  yield* Effect.async<void>((resume) => {
    holder.stdout.once("data", () => resume(Effect.void))
    holder.once("exit", (status) => resume(Effect.dieMessage(`no namespace: ${status}`)))
  })
  return {
    enter: ["nsenter", ...way.enter, "-t", `${holder.pid}`, "--"],
    outside: (path) => `/proc/${holder.pid}/root${path}`
  } satisfies Namespace
})

/** A directory that is a disk of so many megabytes. */
export const smallDisk = (directory: string, megabytes: number) =>
  namespace(`mount -t tmpfs -o size=${megabytes}m tmpfs "$1"`, directory)

/** A directory that nobody can write, not even root. */
export const readOnly = (directory: string) =>
  namespace(`mount --bind "$1" "$1" && mount -o remount,ro,bind "$1"`, directory)

import { closeSync, readFileSync, readlinkSync } from "node:fs"
import { basename } from "node:path"
import { isatty } from "node:tty"
import { Option } from "effect"
import type { Environment } from "./layers/logs/Output.ts"

/** What Linux says of a file that the process has open. */
export interface OpenFile {
  readonly path: string
  /** how it was opened, as in open(2) */
  readonly flags: number
}

/**
 * nohup(1) has a program ignore SIGHUP, but Node forgets that before any of our code runs: so it is recognised by its
 * traces. A shell names it in `_`; in place of a terminal it gives an input that cannot be read and the output `nohup.out`.
 */
export const isUnderNohup = (
  environment: Environment,
  openFile: (fd: number) => Option.Option<OpenFile>
): boolean =>
  basename(environment["_"] ?? "") === "nohup" ||
  Option.exists(openFile(0), ({ flags, path }) => path === "/dev/null" && (flags & ACCESS) === WRITE_ONLY) ||
  Option.exists(openFile(1), ({ path }) => basename(path) === "nohup.out")

const ACCESS = 0o3
const WRITE_ONLY = 0o1

/** None where there is no /proc. */
const openFile = Option.liftThrowable((fd: number): OpenFile => {
  const info = readFileSync(`/proc/self/fdinfo/${fd}`, "utf8")
  return {
    path: readlinkSync(`/proc/self/fd/${fd}`),
    flags: Number.parseInt(/^flags:\s*([0-7]+)/m.exec(info)?.[1] ?? "0", 8)
  }
})

/** Stops the program in order, like SIGTERM; once it stops already this does nothing. */
export const stopInOrder = (): void => void process.emit("SIGTERM", "SIGTERM")

/** A terminal that closes is a stop in order; under nohup the program goes on. */
export const stopAtHangup = (): void => {
  const terminals = [0, 1, 2].filter((fd) => isatty(fd))
  const goesOn = isUnderNohup(process.env, openFile)
  process.on("SIGHUP", () => {
    if (!goesOn) stopInOrder()
  })
  // Node aborts at its end when it cannot reset a terminal, but leaves closed files alone
  process.on("exit", () => terminals.filter((fd) => !isatty(fd)).forEach((fd) => closeSync(fd)))
}

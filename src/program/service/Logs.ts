import { Effect } from "effect"
import { ChildFailed, endOfStep, exitCodeOf } from "./Machine.ts"
import { NAME } from "./Places.ts"

/** `service logs`: what the service wrote, from systemd's journal; ends with the exit code of `journalctl`. */
export const logs = Effect.fn("Logs.logs")(function* (options: {
  readonly follow: boolean
  readonly lines: number
}) {
  const args = ["--unit", NAME, "--lines", String(options.lines), ...(options.follow ? ["--follow"] : [])]
  const exitCode = yield* exitCodeOf("journalctl", ...args).pipe(Effect.catchAll(endOfStep))
  if (exitCode !== 0) return yield* new ChildFailed({ exitCode })
})

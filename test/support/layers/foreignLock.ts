import { spawn } from "node:child_process"
import { Effect } from "effect"

const PROGRAM = `
  import { pathToFileURL } from "node:url"
  import { createClient } from "@libsql/client"
  const [file, alone] = process.argv.slice(1)
  const client = createClient({ url: pathToFileURL(file).href, concurrency: 1, timeout: 5000 })
  if (alone) await client.execute("pragma locking_mode = exclusive")
  await client.transaction("write")
  console.log("held")
  setInterval(() => {}, 1000)`

/**
 * Another program that holds a database until the scope ends or it lets go: one that writes, as `sqlite3` does, or one
 * that wants it `alone`, which shuts out readers too.
 */
export const hold = Effect.fnUntraced(function* (file: string, alone = false) {
  const child = yield* Effect.acquireRelease(
    Effect.sync(() =>
      spawn(process.execPath, ["--input-type=module", "--eval", PROGRAM, file, ...(alone ? ["alone"] : [])], {
        stdio: ["ignore", "pipe", "inherit"]
      })
    ),
    (child) => Effect.sync(() => child.kill("SIGKILL"))
  )
  yield* Effect.async<void>((resume) => {
    child.stdout.once("data", () => resume(Effect.void))
  })
  return {
    letGo: Effect.async<void>((resume) => {
      child.once("exit", () => resume(Effect.void))
      child.kill("SIGKILL")
    })
  }
})

import { join, resolve } from "node:path"
import { FileSystem } from "@effect/platform"
import { Effect, Option, type Redacted, Schema } from "effect"
import { oneLine } from "../../layers/logs/OneLine.ts"
import { Settings } from "../../layers/settings/Settings.ts"
import { ADDRESS_FILE, AddressFile } from "../api/contract/AddressFile.ts"
import { giveUp } from "../Unsuccessful.ts"

/** Where the running robot can be asked, and what says so. */
export interface RobotAddress {
  /** With a slash at its end. */
  readonly address: string
  readonly token: Redacted.Redacted
  readonly file: string
}

const decodeFile = Schema.decode(AddressFile)

/** That of the robot of the data directory. Says why, and gives up, where there is none. */
export const robotAddress = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const { dataDir, httpPort } = yield* Settings
  const path = join(resolve(dataDir), ADDRESS_FILE)
  const file = oneLine(path)
  const missing = Option.isNone(httpPort)
    ? "ROBOT_HTTP_PORT is off, so the robot cannot be asked anything: set a port, and start it again."
    : `No robot answers: there is no ${file}. Is the robot running, with this ROBOT_DATA_DIR? One that is a service is asked by: sudo weixin-robot`
  const text = yield* Effect.catchAll(fs.readFileString(path), (error) => {
    const reason = error._tag === "SystemError" ? error.reason : undefined
    if (reason === "NotFound") return giveUp("try-again", missing)
    const hint = reason === "PermissionDenied" ? ": this command is for root or the robot's user" : ""
    return giveUp("settings", `${file} cannot be read (${error.description ?? error._tag})${hint}`)
  })
  const { address, token } = yield* Effect.orElse(decodeFile(text), () =>
    giveUp("try-again", `${file} holds no address and token: start the robot again, it writes that file anew`)
  )
  return { address, token, file } satisfies RobotAddress
})

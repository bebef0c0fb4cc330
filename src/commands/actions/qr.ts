import { resolve } from "node:path"
import { Effect } from "effect"
import { drawnOnStdout } from "../../DrawnOnStdout.ts"
import { waitingCode } from "../../layers/login/LoginImage.ts"
import { Settings } from "../../layers/settings/Settings.ts"
import { showCode } from "../../program/tools/ShowCode.ts"
import { withColours } from "../Printing.ts"
import { settings } from "../ThisProcess.ts"

export const qr = Settings.pipe(
  Effect.flatMap(({ dataDir, qr }) => showCode(waitingCode(resolve(dataDir), drawnOnStdout(qr)))),
  withColours,
  Effect.provide(settings)
)

import { Effect } from "effect"
import { showStatus } from "../../program/remote/ShowStatus.ts"
import { robotToAsk } from "./RobotToAsk.ts"

export const status = (json: boolean) => Effect.provide(showStatus(json), robotToAsk)

import { Effect } from "effect"
import { pause as pauseRobot } from "../../program/remote/MoveSwitches.ts"
import { robotToAsk } from "./RobotToAsk.ts"

export const pause = (time: ReadonlyArray<string>) => Effect.provide(pauseRobot(time), robotToAsk)

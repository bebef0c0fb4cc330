import { Effect } from "effect"
import { resume as resumeRobot } from "../../program/remote/MoveSwitches.ts"
import { robotToAsk } from "./RobotToAsk.ts"

export const resume = (sends: boolean) => Effect.provide(resumeRobot(sends), robotToAsk)

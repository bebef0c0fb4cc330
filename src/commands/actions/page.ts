import { Effect } from "effect"
import { showPage } from "../../program/remote/ShowPage.ts"
import { robotToAsk } from "./RobotToAsk.ts"

export const page = Effect.provide(showPage, robotToAsk)

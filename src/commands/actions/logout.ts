import { Effect } from "effect"
import { logOut } from "../../program/remote/LogOut.ts"
import { robotToAsk } from "./RobotToAsk.ts"

export const logout = Effect.provide(logOut, robotToAsk)

import { Effect } from "effect"
import { unmute as unmuteChat } from "../../program/remote/MoveSwitches.ts"
import { robotToAsk } from "./RobotToAsk.ts"

export const unmute = (name: string) => Effect.provide(unmuteChat(name), robotToAsk)

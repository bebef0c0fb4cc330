import { Effect } from "effect"
import { mute as muteChat } from "../../program/remote/MoveSwitches.ts"
import { robotToAsk } from "./RobotToAsk.ts"

export const mute = (name: string, time: ReadonlyArray<string>) =>
  Effect.provide(muteChat(name, time), robotToAsk)

import { Layer } from "effect"
import * as NodeHttpExchange from "../../http/NodeHttpExchange.ts"
import { RunningRobot } from "../../program/remote/RunningRobot.ts"
import { settings } from "../ThisProcess.ts"

/** The robot that runs on the data directory of the settings of now. */
export const robotToAsk = Layer.provideMerge(
  RunningRobot.Default,
  Layer.merge(settings, NodeHttpExchange.layer)
)

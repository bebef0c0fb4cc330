import { Effect, Layer } from "effect"
import * as RobotServices from "../../../src/program/RobotServices.ts"

/** As after a restart: with nothing in memory, on the journal of before. */
export const restarted = Effect.provide(Layer.fresh(RobotServices.layer))

import { NodeContext, NodeRuntime } from "@effect/platform-node"
import { Duration, Effect, Layer } from "effect"
import { Timing } from "../../../src/domain/Timing.ts"
import { DEFAULT_ACCOUNT } from "../../../src/layers/Account.ts"
import { Checkpoint } from "../../../src/layers/Checkpoint.ts"
import { type End, endOfExit } from "../../../src/commands/EndOfProgram.ts"
import { exitCodes } from "../../../src/commands/ExitCodes.ts"
import { robot } from "../../../src/program/Robot.ts"
import { accountLayers } from "../../../src/AccountLayers.ts"
import { processLayers } from "../../../src/ProcessLayers.ts"

/*
 * The robot with an end that is told: `main.js STEP NTH` kills its own process when it comes to a step for the n-th
 * time; without arguments it lives.
 */

const [deadlyStep, nth] = process.argv.slice(2)

const deadly = Effect.sync(() => {
  let left = Number(nth)
  return {
    reached: (step: string) =>
      Effect.sync(() => {
        if (step !== deadlyStep) return
        left -= 1
        // what is not on disk by now never will be: not even the end of this line is reached
        if (left === 0) process.kill(process.pid, "SIGKILL")
      })
  }
})

/** No ceiling and no waits, so that a burst takes seconds. */
const quick = Effect.map(Timing, (usual) => ({
  ...usual,
  requestsPerSecond: 100_000,
  loginPollGap: Duration.millis(10),
  contactGathering: Duration.millis(5)
}))

const world = accountLayers(DEFAULT_ACCOUNT).pipe(
  Layer.provideMerge(processLayers({ environment: process.env, dotEnv: "no such file" })),
  Layer.provideMerge(
    Layer.mergeAll(Layer.effect(Checkpoint, deadly), Layer.effect(Timing, quick), NodeContext.layer)
  )
)

let end: End = { exitCode: exitCodes.unexpected.code, text: "" }

robot.pipe(
  Effect.provide(world),
  Effect.onExit((exit) => Effect.sync(() => (end = endOfExit(exit)))),
  NodeRuntime.runMain({
    disableErrorReporting: true,
    disablePrettyLogger: true,
    teardown: (_, done) => {
      const { exitCode, text } = end
      if (text !== "") process.stderr.write(`${text}\n`)
      done(exitCode)
    }
  })
)

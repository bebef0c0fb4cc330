import { NodeHttpClient } from "@effect/platform-node"
import { Effect, Layer, Schedule } from "effect"
import * as ControlClient from "../../../src/simulator/control/ControlClient.ts"
import { Machine } from "./machine.ts"

const PORT = 8765

/** Where the robot of the machine finds the simulator. */
export const ORIGIN = `http://127.0.0.1:${PORT}`

const SOCKET = "/run/simulator.sock"

/** A simulator in the machine, fresh, for as long as the scope lasts; gives its control. */
export const simulator = (...options: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const { outside, output } = yield* Machine
    const unit = ["--quiet", "--collect", "--service-type=exec", "--unit=simulator"]
    const way = `rm -f ${SOCKET}; node /source/test/support/systemd/way.mjs ${SOCKET} ${PORT} & exec "$@"`
    const program = ["node", "/source/dist/main.js", "simulator", "--port", `${PORT}`, ...options]
    const command = ["sh", "-c", way, "sh", ...program]
    yield* Effect.acquireRelease(output("systemd-run", ...unit, ...command), () =>
      Effect.orDie(output("systemctl", "stop", "simulator"))
    )
    const agent = { keepAlive: false, socketPath: outside(SOCKET) }
    const http = Layer.provide(NodeHttpClient.layerWithoutAgent, NodeHttpClient.makeAgentLayer(agent))
    const control = yield* Effect.provide(ControlClient.make(ORIGIN), yield* Layer.build(http))
    // not before it listens
    const { state } = control
    yield* Effect.retry(state(), Schedule.spaced("50 millis"))
    return {
      ...control,
      // -1, "from the beginning", is nothing that HTTP knows
      state: ({ after = -1, ...ask }: Parameters<typeof state>[0] = {}) =>
        Effect.orDie(state(after < 0 ? ask : { ...ask, after }))
    }
  })

import { createServer } from "node:net"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { start } from "../../src/simulator/Simulator.ts"
import { clientIn, online } from "../support/end-to-end/apiClient.ts"
import { untilSyncing } from "../support/end-to-end/inProcess.ts"
import { directory, robotAt, run } from "../support/end-to-end/program.ts"

/** Has a port until the scope ends, unless another program has it already. 0 is any. */
const taken = (port: number) =>
  Effect.acquireRelease(
    Effect.async<{ readonly port: number; readonly close: () => void }>((resume) => {
      const server = createServer()
      const done = () => {
        const address = server.address()
        const bound = address !== null && typeof address === "object" ? address.port : port
        resume(Effect.succeed({ port: bound, close: () => server.close() }))
      }
      server.once("error", done).listen(port, "127.0.0.1", done)
    }),
    ({ close }) => Effect.sync(close)
  )

describe("a port that another program has", () => {
  it.scopedLive("ends the built robot with 75 when its owner set it", () =>
    Effect.gen(function* () {
      const { origin } = yield* start()
      const { port } = yield* taken(0)
      const data = yield* directory
      const robot = yield* run([], { ...robotAt(origin), ROBOT_DATA_DIR: data, ROBOT_HTTP_PORT: `${port}` })
      const { exitCode, stderr } = yield* robot.ended
      expect([exitCode, stderr.trim()]).toEqual([
        75,
        expect.stringContaining(`ROBOT_HTTP_PORT: port ${port} is in use by another program`)
      ])
    })
  )

  it.scopedLive("is changed for a free one when it is the default, and the log says so", () =>
    Effect.gen(function* () {
      const { control, origin } = yield* start()
      yield* taken(8420)
      const data = yield* directory
      const { ROBOT_HTTP_PORT: _, ...rest } = robotAt(origin)
      const robot = yield* run([], { ...rest, ROBOT_DATA_DIR: data })
      yield* untilSyncing(control)
      const { address, api } = yield* clientIn(data)
      expect(address).not.toContain(":8420/")
      expect(yield* api.health()).toMatchObject({ ok: true })
      const { exitCode, stdout } = yield* robot.stop("SIGTERM")
      expect(exitCode).toBe(0)
      expect(stdout).toContain("the port of the page is taken, another one is used")
    }).pipe(Effect.provide(online))
  )
})

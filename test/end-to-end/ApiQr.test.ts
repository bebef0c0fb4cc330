import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { start } from "../../src/simulator/Simulator.ts"
import { clientIn, online } from "../support/end-to-end/apiClient.ts"
import { until, untilSyncing } from "../support/end-to-end/inProcess.ts"
import { directory, robotAt, run } from "../support/end-to-end/program.ts"

it.scopedLive("the API of the built robot gives the log-in code, and a new one at the owner's wish", () =>
  Effect.gen(function* () {
    const { control, origin } = yield* start({ autoScan: false })
    const data = yield* directory
    yield* run([], { ...robotAt(origin), ROBOT_DATA_DIR: data })
    yield* until(control, ({ holding }) => holding.login > 0)
    const { api } = yield* clientIn(data)
    const first = yield* api.qr()
    expect(Buffer.from(first.png, "base64").subarray(1, 4).toString()).toBe("PNG")
    yield* api.newQr()
    const second = yield* Effect.repeat(api.qr(), { until: ({ text }) => text !== first.text })
    expect(second.png).not.toBe(first.png)
    expect((yield* control.state()).scans).toHaveLength(2)

    yield* control.login({ action: "scan" })
    yield* control.login({ action: "confirm" })
    yield* untilSyncing(control)
    yield* Effect.repeat(api.status(), { until: ({ connection }) => connection.state === "syncing" })
    expect(yield* Effect.flip(api.newQr())).toMatchObject({ _tag: "NotNow" })
    expect(yield* Effect.flip(api.qr())).toMatchObject({ _tag: "NothingThere" })
  }).pipe(Effect.provide(online))
)

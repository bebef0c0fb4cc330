import { expect, it } from "@effect/vitest"
import { Array as Arr, Effect } from "effect"
import * as Simulator from "../../src/simulator/Simulator.ts"
import { directory, tireless } from "../support/end-to-end/program.ts"
import { until } from "../support/end-to-end/inProcess.ts"
import { complaints, say, untilAllEnded, untilReady } from "../support/crash/burst.ts"
import { rowsIn } from "../support/crash/journal.ts"
import { shippedProgram, start } from "../support/crash/lives.ts"

const friends = ["lili", "sun", "tom", "star", "wang"]

it.scopedLive(
  "stopped in a burst, the robot ends in order within 5 s, and answers the rest when it starts again",
  () =>
    Effect.gen(function* () {
      const home = yield* directory
      const { control, origin } = yield* Simulator.start({ pollHold: "1 second" })
      const live = start(shippedProgram, [], tireless(origin, home))
      const first = yield* live
      yield* untilReady(control)
      const said = yield* say(
        control,
        Arr.makeBy(60, (n) => ({ from: friends[n % friends.length] ?? "lili" })),
        1
      )
      yield* control.sent({ after: 9, wait: 20_000 })
      // its answer takes a second, so that the signal meets a send under way
      yield* control.faults([{ endpoint: "webwxsendmsg", kind: "drip", pause: 300, pieces: 4, times: 1 }])
      yield* until(control, ({ faults }) => faults.some(({ hits }) => hits > 0))
      yield* first.signal("SIGTERM")
      expect(yield* Effect.timeout(first.end, "5 seconds")).toBe(0)
      const left = yield* rowsIn(home)
      // it knows what became of each send, and has not answered all in those seconds
      expect(left.filter(({ state }) => state === "sending" || state === "uncertain")).toEqual([])
      expect(left.filter(({ state }) => state === "sent").length).toBeLessThan(said.length)

      const second = yield* live
      yield* untilAllEnded(control, home, said)
      yield* second.signal("SIGTERM")
      expect(yield* Effect.timeout(second.end, "5 seconds")).toBe(0)
      expect(complaints(said, yield* rowsIn(home), yield* control.sent(), new Set())).toEqual([])
      expect((yield* control.state()).requests["jslogin"]).toBe(1)
    })
)

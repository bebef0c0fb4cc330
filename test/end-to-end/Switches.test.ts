import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import type { MessageInput } from "../../src/simulator/control/ControlInput.ts"
import * as Simulator from "../../src/simulator/Simulator.ts"
import { untilSyncing } from "../support/end-to-end/inProcess.ts"
import { directory, robotAt, run } from "../support/end-to-end/program.ts"

/** The built robot at a simulator, with its data in a directory; and what it says to whom. */
const living = Effect.gen(function* () {
  const home = yield* directory
  const { control, origin } = yield* Simulator.start({ pollHold: "1 second" })
  const live = Effect.gen(function* () {
    const robot = yield* run([], { ...robotAt(origin), ROBOT_DATA_DIR: home, ROBOT_QUIET_PERIOD: "0" })
    yield* untilSyncing(control)
    return robot
  })
  const why = (MsgId: string) =>
    Effect.flatMap(run(["why", MsgId], { ROBOT_DATA_DIR: home }), ({ ended }) =>
      Effect.map(ended, ({ stdout }) => stdout)
    )
  /** Says something and waits until the robot tells of its end in the log. */
  const say = Effect.fnUntraced(function* (
    robot: Effect.Effect.Success<typeof live>,
    message: MessageInput,
    end: string
  ) {
    const [MsgId = ""] = yield* control.messages([message])
    yield* robot.until((log) =>
      log.split("\n").some((line) => line.includes(MsgId) && line.includes(`"${end}"`))
    )
    return MsgId
  })
  const said = Effect.map(control.sent(), (sends) => sends.map(({ text, to }) => [to, text]))
  return { control, live, say, said, why }
})

const tell = (text: string): MessageInput => ({ from: "me", to: "filehelper", text })

describe("the owner's commands by chat, to the built robot", () => {
  it.scopedLive(
    "pause it over a restart, and resume it: what came meanwhile stays unanswered",
    () =>
      Effect.gen(function* () {
        const { live, said, say, why } = yield* living
        const first = yield* live
        yield* say(first, tell("/pause"), "sent")
        const old = yield* say(first, { from: "lili", text: "在吗？" }, "paused")
        yield* first.stop("SIGTERM")
        const second = yield* live
        yield* say(second, { from: "lili", text: "还在吗？" }, "paused")
        const resumed = yield* say(second, tell("/恢复"), "sent")
        yield* say(second, { from: "lili", text: "你好" }, "sent")
        yield* say(second, tell("/why"), "sent")
        yield* second.stop("SIGTERM")
        expect(yield* said).toEqual([
          ["filehelper", "Paused until you write /resume. What comes meanwhile is not answered."],
          ["filehelper", "已恢复。暂停期间来的消息不回复。"],
          ["lili", expect.any(String)],
          ["filehelper", expect.stringMatching(/^李莉（同事）, [-\d]+ [:\d]+: answered \(R3\)$/)]
        ])
        expect(yield* why(old)).toContain("the owner had paused the robot when it came")
        expect(yield* why(resumed)).toContain("Command resume")
      }),
    60_000
  )

  it.scopedLive(
    "mute a chat, which stays so under the names of a new log-in",
    () =>
      Effect.gen(function* () {
        const { control, live, said, say } = yield* living
        const robot = yield* live
        yield* say(robot, tell("/静音 李莉（同事）"), "sent")
        yield* say(robot, { from: "lili", text: "在吗？" }, "muted")
        yield* control.session({ retcode: 1101 })
        yield* robot.until((log) => log.split('"syncing"').length > 2)
        yield* say(robot, { from: "lili", text: "还在吗？" }, "muted")
        yield* say(robot, { from: "sun", text: "你好" }, "sent")
        yield* robot.stop("SIGTERM")
        expect((yield* said).map(([to]) => to)).toEqual(["filehelper", "sun"])
      }),
    60_000
  )
})

import { Array as Arr } from "effect"
import { withoutTuling } from "./ChatbotScenes.ts"
import { type Act, answered, say, type Scene, Step, unsent } from "./Scene.ts"

const outage: Scene = {
  title: "An outage of WeChat",
  steps: [
    Step.Incident({
      where: "network",
      what: "WeChat cannot be reached",
      cause: ({ faults }) => faults([{ endpoint: "wechat", kind: "reset" }])
    }),
    say(answered({ from: "lili", text: "还在吗？" }, "R3", { reply: "还在吗？" })),
    Step.Wait({ state: "reconnecting" }),
    Step.Incident({
      where: "network",
      what: "WeChat can be reached again",
      cause: ({ clearFaults }) => clearFaults()
    }),
    Step.Wait({ state: "syncing" }),
    say(answered({ from: "lili", text: "早上好" }, "R3", { reply: "早上好" }))
  ],
  states: ["reconnecting", "syncing"]
}

/** The log-in is confirmed by a button on the phone, which the simulator taps: nobody has to scan. */
const lostSession: Scene = {
  title: "The session is lost",
  steps: [
    Step.Incident({
      where: "WeChat",
      what: "ends the session (1101)",
      cause: ({ session }) => session({ retcode: 1101 })
    }),
    Step.Wait({ state: "syncing" }),
    say(answered({ from: "lili", text: "你好" }, "R3", { reply: "你好呀" }))
  ],
  states: ["logged-out", "waiting-for-confirmation", "logging-in", "syncing"],
  calls: { webwxpushloginurl: 1, jslogin: 0 }
}

/** The pause is longer than a message may wait for its answer. */
const tooFrequent: Scene = {
  title: "Sends too frequent",
  steps: [
    Step.Incident({
      where: "WeChat",
      what: "finds the sends too frequent (1205)",
      cause: ({ faults }) => faults([{ endpoint: "webwxsendmsg", kind: "ret", ret: 1205 }])
    }),
    say(unsent({ from: "lili", text: "晚安" }, "R3", "stale")),
    say(unsent({ from: "sun", text: "谢谢" }, "R3", "stale"))
  ],
  calls: { webwxsendmsg: 1 }
}

/** Who writes when the robot is killed. */
const crowd = Arr.make(
  [{ from: "lili" }, "R3"] as const,
  [{ from: "sun" }, "R3"] as const,
  [{ from: "wang" }, "R3"] as const,
  [{ from: "lili", group: "family", mention: true }, "R2"] as const
)

/** Killed when all have the first reply and the second waits: then that is known to the disk only. */
const killed: Scene = {
  title: "Killed in a burst",
  steps: [
    say(
      ...Arr.flatMap(Arr.make("在吗？", "晚上一起吃饭？"), (text) =>
        Arr.map(crowd, ([who, reason]) => answered({ ...who, text }, reason, { reply: text }))
      )
    ),
    Step.Kill({ answered: crowd.length }),
    Step.Start()
  ],
  calls: { webwxsendmsg: 2 * crowd.length, webwxinit: 1, jslogin: 0 }
}

/** The play's last acts: what goes wrong around the robot. The last two keep it silent for long after. */
export const faultActs: ReadonlyArray<Act> = [
  {
    title: "WeChat fails, and the robot goes on: nobody has to scan.",
    settings: {},
    scenes: [outage, lostSession]
  },
  {
    title: "The robot is killed, and what it knew is on disk.",
    // longer than a kill takes, so that no send is running when it is killed
    settings: { ROBOT_REPLY_DELAY: "2 seconds" },
    scenes: [killed]
  },
  withoutTuling,
  { title: "WeChat wants a pause, for all chats together.", settings: {}, scenes: [tooFrequent] }
]

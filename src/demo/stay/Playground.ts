import { Effect } from "effect"
import { type Control } from "../../simulator/control/Control.ts"
import { type Conversations } from "./Conversations.ts"
import { type LoginInput } from "./DemoView.ts"
import { modelOutIn, outageIn, spentDayIn, viewOf } from "./WorldView.ts"

/** A day: nobody leaves the network broken for longer, in milliseconds. */
const OUTAGE = 86_400_000

/** Tuling's code for a day that is used up. */
const DAY_USED_UP = 4003

/** All that people can do around the robot, and see of it. `startAgain` starts the robot again. */
export const make = (control: Control, conversations: Conversations, startAgain: Effect.Effect<unknown>) => {
  /** Clears a fault; none is fine. */
  const clear = (fault: { readonly order: number } | undefined) =>
    fault === undefined ? Effect.void : control.clearFaults({ order: fault.order })

  return {
    say: conversations.say,
    takeBack: conversations.takeBack,
    view: Effect.zipWith(control.state(), conversations.lines, viewOf),
    openChat: (chat: string) => control.phone({ action: "open", chat }),
    /** Breaks the network, so that nothing of WeChat and the chatbots can be reached, or mends it. */
    setNetwork: Effect.fnUntraced(function* (broken: boolean) {
      const outage = outageIn(yield* control.state())
      if (!broken) return yield* clear(outage)
      if (outage !== undefined) return
      yield* control.faults([{ kind: "refused", endpoint: "*", lasts: OUTAGE }])
    }),
    /** A robot that was told that the day is used up asks no more before midnight in Shanghai, or its next start. */
    setDay: Effect.fnUntraced(function* (spent: boolean) {
      const spentDay = spentDayIn(yield* control.state())
      if (spent && spentDay === undefined) {
        yield* control.faults([{ kind: "ret", endpoint: "tuling", ret: DAY_USED_UP }])
      }
      if (!spent && spentDay !== undefined) yield* Effect.zipRight(clear(spentDay), startAgain)
    }),
    /** Has the model fail, or answer again. */
    setModel: Effect.fnUntraced(function* (out: boolean) {
      const modelOut = modelOutIn(yield* control.state())
      if (!out) return yield* clear(modelOut)
      if (modelOut !== undefined) return
      yield* control.faults([{ kind: "status", endpoint: "openai", status: 503 }])
    }),
    setLogin: (action: (typeof LoginInput.Type)["action"]) =>
      action === "end" ? control.session({ retcode: 1101 }) : control.login({ action })
  }
}

export type Playground = ReturnType<typeof make>

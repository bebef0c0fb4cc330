import { Effect } from "effect"
import type { Control } from "../../../src/simulator/control/Control.ts"
import type { MessageInput } from "../../../src/simulator/control/ControlInput.ts"
import { until } from "../end-to-end/inProcess.ts"
import { isThrough, rowsIn } from "./journal.ts"
import type { Life } from "./lives.ts"

/** The friend whose chat is muted in these tests, and what the owner calls her. */
export const MUTED = "lili"
export const MUTED_NAME = "李莉（同事）"

/** What the owner tells the robot. */
export const told = (text: string): MessageInput => ({ from: "me", to: "filehelper", text })

/** Says something to a robot that lives, and waits until all it knows of has come to its end. Gives the MsgId. */
export const sayAndWait = Effect.fnUntraced(function* (
  { messages }: Control,
  home: string,
  message: MessageInput
) {
  const [MsgId = ""] = yield* messages([message])
  const through = yield* isThrough(home, MsgId)
  yield* Effect.repeat(Effect.delay(through, "20 millis"), { until: (isSo) => isSo })
  return MsgId
})

/**
 * Says something to one who lives on after a crash: in the chat that is muted, if one is, and in another. Then stops it.
 * Gives the state that each of the two messages came to, and that of those which were said before.
 */
export const statesWith = Effect.fnUntraced(function* (
  control: Control,
  home: string,
  survivor: Life,
  before: ReadonlyArray<string>
) {
  yield* until(control, ({ holding, pending }) => holding.synccheck > 0 && pending === 0)
  const MsgIds = yield* Effect.forEach([MUTED, "sun"], (from) =>
    sayAndWait(control, home, { from, text: "在吗？" })
  )
  yield* survivor.signal("SIGTERM")
  yield* survivor.end
  const states = new Map((yield* rowsIn(home)).map(({ MsgId, state }) => [MsgId, state]))
  return [...MsgIds, ...before].map((MsgId) => states.get(MsgId))
})

import { Effect } from "effect"
import { NothingThere } from "./ControlApi.ts"
import type { LoginInput } from "./ControlInput.ts"
import { type Scan, type State, withScan } from "../world/State.ts"

/** The stage of a scan after each action. */
const stages = {
  scan: "scanned",
  countdown: "countdown",
  confirm: "confirmed",
  cancel: "cancelled",
  expire: "expired",
  fail: "failed"
} as const

const isOpen = ({ stage }: Scan) => stage === "waiting" || stage === "scanned" || stage === "countdown"

/** Plays the owner, or the service, in a log-in. Gives the result, which may be an error, and the next state. */
export const playLogin = (
  state: State,
  { action, autoScan, passTicket, pushLogin, refusal }: LoginInput
): readonly [Effect.Effect<void, NothingThere>, State] => {
  const set = {
    ...state,
    autoScan: autoScan ?? state.autoScan,
    pushLogin: pushLogin ?? state.pushLogin,
    refusal: refusal ?? state.refusal,
    passTicket: passTicket ?? state.passTicket
  }
  if (action === undefined) return [Effect.void, set]
  if (action === "refuse" || action === "allow") {
    return [Effect.void, { ...set, barred: action === "refuse" }]
  }
  const scan = state.scans.findLast(isOpen)
  if (scan === undefined) return [new NothingThere({ missing: "an open QR code" }), state]
  return [Effect.void, withScan(set, { ...scan, stage: stages[action] })]
}

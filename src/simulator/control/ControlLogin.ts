import { Effect } from "effect"
import { NothingThere } from "./ControlApi.ts"
import type { LoginInput } from "./ControlInput.ts"
import { type Scan, type State, withScan } from "../world/State.ts"
import type { Transition, World } from "../world/World.ts"

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

/** Whether a phone scans by itself from now on; one that does not leaves it to the one that does. */
const autoScanOf = (state: State, account: string, autoScan: boolean | undefined): State["autoScan"] => {
  if (autoScan === undefined) return state.autoScan
  if (autoScan) return account
  return state.autoScan === account ? null : state.autoScan
}

/** What the owner's phone does with a code: one that it has scanned, or nobody yet. */
const playScan =
  (account: string, { action, autoScan, uuid }: LoginInput): Transition<Effect.Effect<void, NothingThere>> =>
  (state) => {
    const set = { ...state, autoScan: autoScanOf(state, account, autoScan) }
    if (action === undefined || action === "refuse" || action === "allow") return [Effect.void, set]
    const scan = state.scans.findLast(
      (scan) =>
        isOpen(scan) &&
        (scan.account === null || scan.account === account) &&
        (uuid === undefined || scan.uuid === uuid)
    )
    if (scan === undefined) return [new NothingThere({ missing: "an open QR code" }), state]
    return [Effect.void, withScan(set, { ...scan, stage: stages[action], account })]
  }

/** Plays the owner, or the service, in a log-in. */
export const playLogin = (world: World, input: LoginInput): Effect.Effect<void, NothingThere> =>
  Effect.gen(function* () {
    yield* yield* world.common.modify(playScan(world.account.name, input))
    const { action, passTicket, pushLogin, refusal } = input
    yield* world.modify((state) => [
      undefined,
      {
        ...state,
        pushLogin: pushLogin ?? state.pushLogin,
        refusal: refusal ?? state.refusal,
        passTicket: passTicket ?? state.passTicket,
        barred: action === "refuse" || (action !== "allow" && state.barred)
      }
    ])
  })

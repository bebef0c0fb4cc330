import { Effect } from "effect"

/**
 * One sender at a time for the account. It keeps its turn while sends pause, and the others wait behind it.
 */
export class SendTurn extends Effect.Service<SendTurn>()("program/SendTurn", {
  effect: Effect.map(Effect.makeSemaphore(1), (turn) => ({ inTurn: turn.withPermits(1) }) as const)
}) {}

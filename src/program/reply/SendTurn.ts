import { Effect } from "effect"
import { Settings } from "../../layers/settings/Settings.ts"
import * as Turns from "../../layers/Turns.ts"

/** Sends under way without a pace. As many may be `uncertain` after a crash. */
const AT_ONCE = 16

/**
 * The senders of the account. With a pace there is one at a time: it keeps its turn while it waits for room and while
 * sends pause, and the others wait behind it. Without one some chats may send side by side.
 */
export class SendTurn extends Effect.Service<SendTurn>()("program/SendTurn", {
  effect: Effect.map(Settings, ({ sendsPerMinute }) => Turns.make(sendsPerMinute === 0 ? AT_ONCE : 1))
}) {}

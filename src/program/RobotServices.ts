import { Layer } from "effect"
import { AddressBooks } from "./contacts/AddressBooks.ts"
import { Asking } from "./reply/Asking.ts"
import { SendPause } from "./reply/SendPause.ts"
import { SendTurn } from "./reply/SendTurn.ts"
import { CurrentSession } from "./session/CurrentSession.ts"
import { Relogin } from "./session/Relogin.ts"

/** What the parts of one robot share while it runs: its log-ins and session, and what is counted over all its chats. */
export const layer = Layer.mergeAll(
  AddressBooks.Default,
  Asking.Default,
  CurrentSession.Default,
  SendPause.Default,
  SendTurn.Default,
  Relogin.Default
)

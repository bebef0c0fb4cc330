import { Layer } from "effect"
import { AddressBooks } from "./contacts/AddressBooks.ts"
import { OwnersPhone } from "./inbox/OwnersPhone.ts"
import { ClientMsgIds } from "./reply/ClientMsgIds.ts"
import { Background } from "./chatbots/Background.ts"
import { Memory } from "./chatbots/Memory.ts"
import { OncePerChat } from "./reply/OncePerChat.ts"
import { SendPause } from "./connection/SendPause.ts"
import { SendTurn } from "./reply/SendTurn.ts"
import { CurrentSession } from "./session/CurrentSession.ts"
import { NewCode } from "./session/NewCode.ts"
import { OwnersLogout } from "./session/OwnersLogout.ts"
import * as MutesFollow from "./owner/MutesFollow.ts"
import { Switches } from "./owner/Switches.ts"
import { PhoneAsked } from "./session/PhoneAsked.ts"
import { Relogin } from "./session/Relogin.ts"

/** What the parts of one robot share while it runs: its log-ins and session, and what is counted over all its chats. */
export const layer = Layer.mergeAll(
  Layer.provide(AddressBooks.Default, MutesFollow.layer),
  ClientMsgIds.Default,
  Layer.provideMerge(Background.Default, Memory.Default),
  OncePerChat.Default,
  OwnersPhone.Default,
  CurrentSession.Default,
  SendPause.Default,
  SendTurn.Default,
  PhoneAsked.Default,
  NewCode.Default,
  Relogin.Default
).pipe(Layer.provideMerge(Layer.merge(OwnersLogout.Default, Switches.Default)))

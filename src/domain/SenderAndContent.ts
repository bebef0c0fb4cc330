import { FILE_HELPER } from "./Contact.ts"
import { type Facts } from "./Facts.ts"
import { isMedia, textOf } from "./Message.ts"

/* What the rules ask about a message: who wrote it, where, and what it holds. */

export const fromMe = ({ me, message }: Facts) => message.from === me
export const toSelf = (facts: Facts) =>
  fromMe(facts) && (facts.message.chat === facts.me || facts.message.chat === FILE_HELPER)
export const fromFriend = (facts: Facts) => facts.kind === "friend" && !fromMe(facts)
export const fromGroup = (facts: Facts) => facts.kind === "group" && !fromMe(facts)
export const fromFriendOrGroup = (facts: Facts) => fromFriend(facts) || fromGroup(facts)

export const isAppMessage = ({ message }: Facts) => message.body._tag === "App"
export const isMediaMessage = ({ message }: Facts) => isMedia(message.body)
export const question = ({ message }: Facts) => textOf(message).trim()
export const hasText = (facts: Facts) => question(facts) !== ""

/* Sender and content in words, for the trace. */
export const messageType = ({ message }: Facts) => message.body._tag
export const sender = (facts: Facts) =>
  toSelf(facts) ? "to oneself" : `from ${fromMe(facts) ? "the owner" : facts.kind}`
export const typeAndSender = (facts: Facts) => `${messageType(facts)} ${sender(facts)}`
export const whoIsMentioned = ({ mention }: Facts) =>
  ({ Personal: "names the owner", Everyone: "names everyone", None: "names nobody" })[mention._tag]

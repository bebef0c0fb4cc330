import { FILE_HELPER } from "./Contact.ts"
import { type Facts } from "./Facts.ts"
import { isMedia, textOf } from "./Message.ts"

/** Who wrote a message, where, and what it holds, as the rules ask for it. */

export const fromMe = ({ me, message }: Facts) => message.from === me
export const toSelf = (facts: Facts) =>
  fromMe(facts) && (facts.message.chat === facts.me || facts.message.chat === FILE_HELPER)
export const friend = (facts: Facts) => facts.kind === "friend" && !fromMe(facts)
export const group = (facts: Facts) => facts.kind === "group" && !fromMe(facts)
export const friendOrGroup = (facts: Facts) => friend(facts) || group(facts)

export const app = ({ message }: Facts) => message.body._tag === "App"
export const media = ({ message }: Facts) => isMedia(message.body)
export const question = ({ message }: Facts) => textOf(message).trim()
export const hasText = (facts: Facts) => question(facts) !== ""

/** The same in words, for the trace. */
export const kind = ({ message }: Facts) => message.body._tag
export const sender = (facts: Facts) =>
  toSelf(facts) ? "to oneself" : `from ${fromMe(facts) ? "the owner" : facts.kind}`
export const what = (facts: Facts) => `${kind(facts)} ${sender(facts)}`
export const named = ({ mention }: Facts) =>
  ({ Personal: "names the owner", Everyone: "names everyone", None: "names nobody" })[mention._tag]

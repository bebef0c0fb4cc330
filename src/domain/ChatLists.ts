import { type Facts, type ReplyPolicy } from "./Facts.ts"
import { couldBe, isSameName } from "./Name.ts"

/** Whether the owner has set a list, and the chat has no known name to look up in it: it might be denied. */
export const isNamelessForLists = ({ names }: Facts, { allow, deny }: ReplyPolicy) =>
  allow.length + deny.length > 0 && names.length === 0

export const isDenied = ({ names }: Facts, { deny }: ReplyPolicy) =>
  names.some((name) => deny.some((one) => couldBe(name, one)))

export const isAllowed = ({ ownNames }: Facts, { allow }: ReplyPolicy) =>
  ownNames.some((name) => allow.some((one) => isSameName(name, one)))

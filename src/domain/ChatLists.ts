import { type Facts, type ReplyPolicy } from "./Facts.ts"
import { couldBe, isSameName } from "./Name.ts"

/** With a list set, a chat whose name is not known must not slip past it. */
export const cannotBeListed = ({ names }: Facts, { allow, deny }: ReplyPolicy) =>
  allow.length + deny.length > 0 && names.length === 0

export const isDenied = ({ names }: Facts, { deny }: ReplyPolicy) =>
  names.some((name) => deny.some((one) => couldBe(name, one)))

export const isAllowed = ({ ownNames }: Facts, { allow }: ReplyPolicy) =>
  ownNames.some((name) => allow.some((one) => isSameName(name, one)))

import { createHash } from "node:crypto"

/*
 * Inside XML the service names people and groups by ids that stay, unlike the `UserName`s. Here they come from the name
 * in the simulator.
 */

/** Hex digits that are always the same for the same text. */
export const digits = (text: string, length: number): string =>
  createHash("sha256").update(`stable/${text}`).digest("hex").slice(0, length)

/** The id of a contact whose `UserName` is known: that itself if it stays. */
export const stableId = (name: string, userName: string): string => {
  if (userName.startsWith("@@")) return `${Number.parseInt(digits(name, 8), 16)}@chatroom`
  if (userName.endsWith("@openim")) return `${Number.parseInt(digits(name, 8), 16)}@openim`
  return userName.startsWith("@") ? `wxid_${digits(name, 14)}` : userName
}

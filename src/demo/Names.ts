import type { MessageInput } from "../simulator/control/ControlInput.ts"
import type { StateView } from "../simulator/control/ControlView.ts"
import { ME } from "../simulator/world/People.ts"

/** The people and groups of the simulator, from which names are read. */
export type People = Pick<StateView, "people" | "groups">

/** The chat that a message is said in, by its name in the simulator: the one its reply goes to. */
export const chatOf = ({ from = ME, group, to = ME }: MessageInput): string =>
  group ?? (from === ME ? to : from)

/** What the owner reads on the phone as the name of a person or group. */
export const nameOf = ({ groups, people }: People, name: string): string => {
  const person = people.find((one) => one.name === name)
  return person?.remarkName || person?.nickName || groups.find((one) => one.name === name)?.nickName || name
}

/** What a member is called in a group. */
export const memberName = (people: People, group: string, name: string): string => {
  const members = people.groups.find((one) => one.name === group)?.members
  return members?.find((member) => member.name === name)?.displayName || nameOf(people, name)
}

/** Who says a message, and where. */
export const speakerOf = (people: People, { from, group, to }: MessageInput): string => {
  if (group !== undefined) {
    const chat = nameOf(people, group)
    return from === undefined ? chat : `${memberName(people, group, from)} in ${chat}`
  }
  if (from === ME) return `${nameOf(people, ME)} to ${to === undefined ? "oneself" : nameOf(people, to)}`
  return nameOf(people, from ?? ME)
}

/** What a message says: text as it is, everything else by its kind. */
export const contentOf = (
  people: People,
  { group = "", kind = "text", mention, text = "" }: MessageInput
): string => {
  if (kind !== "text") return `[${kind}] ${text}`.trimEnd()
  if (mention === "all") return `@所有人 ${text}`
  return mention === true ? `@${memberName(people, group, ME)} ${text}` : text
}

import { escape, quoted, shortened } from "../../logs/OneLine.ts"

/** The text of a setting in a complaint: on one short line, in quotes, without a password. */
export const shown = (text: string): string =>
  quoted(shortened(withoutPassword(text), 60)).replaceAll(UNSEEN, escape)

/** Between two quotes they look like nothing at all. */
const UNSEEN = /[\u00AD\u180E\u200B\u200C\u2060-\u2064\uFEFF]/g

const USER_INFO = /\/\/[^/?#\s]*@/g

/** An address may carry a password, which is for no one's eyes. */
export const withoutPassword = (text: string): string => text.replace(USER_INFO, "//(hidden)@")

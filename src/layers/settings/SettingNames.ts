import { oneLine } from "../logs/OneLine.ts"
import { allSettings } from "./SettingsTable.ts"

/** `NAME_FILE`: the variable with the path of the file that holds the secret `NAME`. */
export const fileVariable = (name: string): string => `${name}_FILE`

const withFile = (name: string, secret: boolean) => (secret ? [name, fileVariable(name)] : [name])

/** Names that only the robot's settings are like. */
const known = allSettings.flatMap(({ name, otherName, secret }) =>
  otherName === undefined ? withFile(name, secret) : []
)

/** Those of other programs as well, which have more that are spelt much the same, such as FTP_PROXY. */
const shared = new Set(
  allSettings.flatMap(({ name, otherName, secret }) =>
    otherName === undefined ? [] : [...withFile(name, secret), otherName]
  )
)

const isSetting = (name: string) => known.includes(name) || shared.has(name)

/** What begins so is the robot's alone; names with `OPENAI_` belong to other programs as well. */
const OWN = /^(?:ROBOT|WECHAT|TULING)_/

/** Whether a variable is a setting, or was meant to be one. */
export const isOurs = (name: string): boolean => isSetting(name) || OWN.test(name) || meantBy(name).length > 0

const UNSEEN = /[\p{C}\p{Z}]/gu

/** A name without the characters that nobody sees. */
export const asSeen = (name: string): string => name.replaceAll(UNSEEN, "")

/** The first character of a text that nobody sees, by its number, but for plain spaces. */
export const unseenIn = (text: string): string | undefined =>
  Array.from(text.replaceAll(" ", "").matchAll(UNSEEN), ([unseen]) => codePoint(unseen)).at(0)

const codePoint = (character: string) =>
  `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}`

/** What is wrong with a variable whose name only looks like that of a setting. */
export const complaintsOf = (name: string): ReadonlyArray<string> =>
  asSeen(name) === name || !isOurs(asSeen(name))
    ? []
    : [
        `${asSeen(name)}: the unseen character ${unseenIn(name) ?? codePoint(" ")} is in its name - the name typed anew`
      ]

/** Anything else may hold more than a name, where Node read a line of `.env` wrongly: a secret even. */
const isName = (text: string) => /^[\w.-]+$/.test(text.normalize("NFKC"))

/** What is to say of a variable that was meant to be a setting and is none. */
export const warningsOf = (name: string): ReadonlyArray<string> => {
  if (isSetting(name) || !isName(name) || !isOurs(name)) return []
  const meant = meantBy(name)
  const hint = meant.length === 0 ? "" : `; did you mean ${meant.join(" or ")}?`
  return [`${oneLine(name)}: no setting has this name${hint}`]
}

/** The settings whose names are nearest: the same in capital letters, or one or two slips of the pen away. */
const meantBy = (name: string): ReadonlyArray<string> => {
  const spelt = name.normalize("NFKC").toUpperCase()
  const near = [0, 1, 2].map((slips) => known.filter((other) => isWithin(slips, spelt, other)))
  return near.find((names) => names.length > 0) ?? []
}

/** Whether so many letters put in, left out, changed, or swapped with the next one make the one text of the other. */
const isWithin = (slips: number, one: string, other: string): boolean => {
  if (one === other) return true
  if (one[0] === other[0]) return isWithin(slips, one.slice(1), other.slice(1))
  if (slips === 0) return false
  const isSwapped = one[0] === other[1] && one[1] === other[0]
  return (
    isWithin(slips - 1, one.slice(1), other) ||
    isWithin(slips - 1, one, other.slice(1)) ||
    isWithin(slips - 1, one.slice(1), other.slice(1)) ||
    (isSwapped && isWithin(slips - 1, one.slice(2), other.slice(2)))
  )
}

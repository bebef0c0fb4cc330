import { meantBy, unreadable, withoutEmoji } from "./Emoji.ts"

/*
 * Compares names. The same name comes with or without U+FE0F after an emoji, composed or decomposed, with no-break
 * spaces or invisible characters, and with the emoji that the web service swaps.
 */

/** Joiners, variation selectors, direction marks, fillers, tags, control characters. */
const invisible = /^[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}]$/u

/** U+2800 is a blank of braille. */
const blank = /^[\p{White_Space}\u2800]$/u

/** What one character becomes in a canonical name, decomposed: white space a plain space, invisible ones nothing. */
export const canonicalPart = (character: string): string => {
  if (blank.test(character)) return " "
  return invisible.test(character) ? "" : meantBy(character).normalize("NFD")
}

const plain = /^[!-~]+(?: [!-~]+)*$/

/**
 * The form by which names are compared: in lists, mentions and searches, and as the key of a chat. `name` is decoded, as
 * people see it. Empty for a name of invisible characters only.
 */
export const canonical = (name: string): string =>
  plain.test(name)
    ? name
    : Array.from(name, canonicalPart).join("").replaceAll(/ +/g, " ").trim().normalize("NFC")

/** Whether both are one name, however they are spelt. */
export const isSameName = (one: string, other: string): boolean => canonical(one) === canonical(other)

/**
 * Whether `name` may be `other`: they are the same, or differ in emoji only and `name` holds one that could not be read.
 * For the deny list, which must not miss anybody.
 */
export const couldBe = (name: string, other: string): boolean =>
  isSameName(name, other) ||
  (name.includes(unreadable) && isSameName(withoutEmoji(name), withoutEmoji(other)))

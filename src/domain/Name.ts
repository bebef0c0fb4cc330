import { meantBy, unreadable, withoutEmoji } from "./Emoji.ts"

/*
 * When two spellings are one name. The same name comes with or without U+FE0F behind an emoji, composed or decomposed,
 * with no-break spaces or characters that nobody sees, and with the emoji that the web service swaps.
 */

/** Nobody sees them: joiners, variation selectors, direction marks, fillers, tags, control characters. */
const unseen = /^[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}]$/u

/** U+2800 is a blank of braille. */
const blank = /^[\p{White_Space}\u2800]$/u

/**
 * What one character adds to a name's canonical form, decomposed: a plain space for white space, nothing for what nobody
 * sees.
 */
export const canonicalPart = (character: string): string => {
  if (blank.test(character)) return " "
  return unseen.test(character) ? "" : meantBy(character).normalize("NFD")
}

const plain = /^[!-~]+(?: [!-~]+)*$/

/**
 * The form by which names are compared: in lists, mentions and searches, and as the key of a chat. `name` is decoded, as
 * people see it. Empty for a name of which nobody sees anything.
 */
export const canonical = (name: string): string =>
  plain.test(name)
    ? name
    : Array.from(name, canonicalPart).join("").replaceAll(/ +/g, " ").trim().normalize("NFC")

/** Whether both are one name, however they are spelt. */
export const isSameName = (one: string, other: string): boolean => canonical(one) === canonical(other)

/**
 * Whether a name could be the other one: they are the same, or differ in emoji only and `name` holds one that WeChat
 * sent in a way that could not be read. For what must not be missed.
 */
export const couldBe = (name: string, other: string): boolean =>
  isSameName(name, other) ||
  (name.includes(unreadable) && isSameName(withoutEmoji(name), withoutEmoji(other)))

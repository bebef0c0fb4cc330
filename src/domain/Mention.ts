import { Data } from "effect"
import { withoutEmoji } from "./Emoji.ts"

/**
 * Whom a group text addresses: the owner (`rest` is what is left to answer, maybe nothing), everyone, or
 * nobody in particular. WeChat marks mentions in the text alone.
 */
export type Mention = Data.TaggedEnum<{
  Personal: { readonly rest: string }
  Everyone: {}
  None: {}
}>
export const Mention = Data.taggedEnum<Mention>()

/** What phones put after a mention; desktops put a space, the web any white space. */
const mentionSpace = "\u2005"

const everyone = ["所有人", "All"]

/** The text without `@name` and the white space or end that must follow it. The same text: no mention. */
const withoutMention = (text: string, name: string): string => {
  const mention = `@${name}`
  let rest = ""
  let done = 0
  let at = text.indexOf(mention)
  while (at !== -1) {
    const end = at + mention.length
    if (/^\s?$/.test(text.charAt(end))) {
      rest += text.slice(done, at)
      done = end + 1
      at = text.indexOf(mention, done)
    } else {
      at = text.indexOf(mention, at + 1)
    }
  }
  return rest + text.slice(done)
}

/**
 * The same for a name with emoji, which text and address book may spell differently: compared without emoji,
 * but then only the phones' own space ends a mention.
 */
const withoutLooseMention = (text: string, name: string): string => {
  const bareName = withoutEmoji(name)
  // a name of nothing but emoji would be found in every other such name
  if (bareName === name || bareName.trim() === "") return text
  const mention = `@${bareName}`
  // emoji hold no `@`: as many as in the mention, from the end, are where it starts
  const ats = mention.split("@").length - 1
  const pieces = text.split(mentionSpace)
  return pieces
    .map((piece, index) => {
      if (index === pieces.length - 1) return piece
      if (!withoutEmoji(piece).endsWith(mention)) return piece + mentionSpace
      return piece.split("@").slice(0, -ats).join("@")
    })
    .join("")
}

/**
 * Finds the mention in a group text. `text` and `names` are decoded; `names` are the owner's names in that
 * group, the display name and the nick name, and blank ones are ignored. A mention of the owner counts before
 * one of everyone. Not for the owner's own messages.
 */
export const mentionOf = (text: string, names: ReadonlyArray<string>): Mention => {
  const longestFirst = names.filter((name) => name.trim() !== "").toSorted((a, b) => b.length - a.length)
  for (const without of [withoutMention, withoutLooseMention]) {
    for (const name of longestFirst) {
      const rest = without(text, name)
      if (rest !== text) return Mention.Personal({ rest: rest.trim() })
    }
  }
  return everyone.some((name) => withoutMention(text, name) !== text) ? Mention.Everyone() : Mention.None()
}

import { Data, Schema } from "effect"
import { withoutEmoji } from "./Emoji.ts"
import { beginsWithEverybody, isEverybody } from "./MentionAll.ts"
import { canonical, canonicalPart } from "./Name.ts"

/**
 * Whom a group text addresses: the owner (`rest` is what is left to answer, maybe nothing), everyone, or
 * nobody in particular. WeChat marks mentions in the text alone.
 */
export const Mention = Schema.Union(
  Schema.TaggedStruct("Personal", { rest: Schema.String }),
  Schema.TaggedStruct("Everyone", {}),
  Schema.TaggedStruct("None", {})
)
export type Mention = typeof Mention.Type
export const { Everyone, None, Personal } = Data.taggedEnum<Mention>()

/** The names in a group, decoded: the display name there and the nick name of each. Blank ones are ignored. */
export interface GroupNames {
  readonly owner: ReadonlyArray<string>
  readonly others: ReadonlyArray<string>
}

/** Phones put it after a mention, and it always ends a name. Desktops put a plain space, the web any white space. */
const mentionSpace = "\u2005"

/** In UTF-16 units. Far more than WeChat allows; keeps short how long any text takes to search. */
const LONGEST_NAME = 200

/** How many `@` of one text are looked at: no person writes more. */
const MENTIONS_AT_MOST = 100

/** An `@` of a text: whom it names, and where in the text the mention begins and ends, its white space included. */
interface Found {
  readonly who: "owner" | "other" | "everyone" | "nobody"
  readonly start: number
  readonly end: number
}

/**
 * Where the name that begins at `start` ends in the text, however it is spelt there; undefined when it does not stand
 * there. `name` is canonical and decomposed, to be compared one character after the other.
 */
const endOfName = (text: string, start: number, name: string): number | undefined => {
  let left = name
  let end = start
  let last = ""
  for (const character of text.slice(start, start + LONGEST_NAME)) {
    const part = character === mentionSpace ? undefined : canonicalPart(character)
    const isMoreSpace = part === " " && last === " "
    if (part === undefined || (left === "" && part !== "")) break
    if (!isMoreSpace) {
      if (!left.startsWith(part)) return undefined
      left = left.slice(part.length)
      last = part || last
    }
    end += character.length
  }
  return left === "" ? end : undefined
}

/**
 * Where the mention ends whose name ends at `end`: after a phone's space, after other white space, or with the text.
 * Undefined when the name goes on: a phone puts its space after the whole name, so when one follows before the next
 * `@`, the name reaches up to it.
 */
const endOfMention = (text: string, end: number): number | undefined => {
  const rest = text.slice(end, end + LONGEST_NAME)
  const [upToSpace] = /^\s*?\u2005/.exec(rest) ?? []
  if (upToSpace !== undefined) return end + upToSpace.length
  if (isInsideName(text, end)) return undefined
  if (rest === "") return end
  return /^\s/.test(rest) ? end + 1 : undefined
}

const isInsideName = (text: string, at: number): boolean =>
  /^[^\u2005@\n]*\u2005/.test(text.slice(at, at + LONGEST_NAME))

interface Named {
  readonly who: "owner" | "other"
  /** In the form by which names are compared. */
  readonly name: string
}

const decomposed = (name: string): string => canonical(name).normalize("NFD")

const namedIn = ({ others, owner }: GroupNames, form: (name: string) => string): ReadonlyArray<Named> =>
  [
    ...owner.map((name) => ({ who: "owner", name: form(name) }) as const),
    ...others.map((name) => ({ who: "other", name: form(name) }) as const)
  ].filter(({ name }) => name !== "")

const longestFirst = (all: ReadonlyArray<Named>): ReadonlyArray<Named> =>
  // stable: of names of one length the owner's stay first
  all.toSorted((a, b) => b.name.length - a.name.length)

/** In a mail address the `@` names nobody. */
const isInAddress = (text: string, start: number): boolean =>
  /[\w.+-]/.test(text.charAt(start - 1)) &&
  /^@[a-z\d-]+(?:\.[a-z\d-]+)+/i.test(text.slice(start, start + LONGEST_NAME))

/** Whether an `@` means everybody. Where a phone's space ends the name, the whole name must be the words for it. */
const namesEverybody = (text: string, from: number): boolean => {
  const [name] = /^[^\u2005@\n]*(?=\u2005)/.exec(text.slice(from, from + LONGEST_NAME)) ?? []
  return name === undefined ? beginsWithEverybody(text.slice(from, from + LONGEST_NAME)) : isEverybody(name)
}

const foundAt = (text: string, start: number, names: ReadonlyArray<Named>): Found | undefined => {
  const from = start + 1
  for (const { name, who } of names) {
    const nameEnd = endOfName(text, from, name)
    const end = nameEnd === undefined ? undefined : endOfMention(text, nameEnd)
    if (end !== undefined) return { who, start, end }
  }
  if (!isInAddress(text, start) && namesEverybody(text, from)) return { who: "everyone", start, end: from }
  return /[^\s@]/.test(text.charAt(from)) ? { who: "nobody", start, end: from } : undefined
}

/** Every mention of a text, in order. */
const mentionsIn = (text: string, names: GroupNames): ReadonlyArray<Found> => {
  const all = longestFirst(namedIn(names, decomposed))
  const found: Array<Found> = []
  let at = text.indexOf("@")
  for (let looked = 0; at !== -1 && looked < MENTIONS_AT_MOST; looked++) {
    const one = foundAt(text, at, all)
    if (one !== undefined) found.push(one)
    at = text.indexOf("@", one === undefined ? at + 1 : Math.max(one.end, at + 1))
  }
  return found
}

const withoutAll = (text: string, mentions: ReadonlyArray<Found>): string => {
  let rest = ""
  let done = 0
  for (const { end, start } of mentions) {
    rest += text.slice(done, start)
    done = end
  }
  return (rest + text.slice(done)).trim()
}

const bare = (name: string): string => canonical(withoutEmoji(name))

/** Of these names those with emoji. Not those of emoji alone: without the emoji they would all be the same. */
const withEmoji = (names: ReadonlyArray<string>): ReadonlyArray<string> =>
  names.filter((name) => bare(name) !== canonical(name) && bare(name) !== "")

/**
 * Of the mentions that named nobody, those that name a member when emoji are left out: text and address book may hold
 * different emoji for one name. Then only a phone's space ends the name.
 */
const looseMentions = (
  text: string,
  mentions: ReadonlyArray<Found>,
  names: GroupNames
): ReadonlyArray<Found> => {
  const named = namedIn({ owner: withEmoji(names.owner), others: withEmoji(names.others) }, bare)
  return mentions.flatMap((mention) => {
    const start = mention.start + 1
    const length = text.slice(start, start + LONGEST_NAME).indexOf(mentionSpace)
    if (mention.who !== "nobody" || length === -1) return []
    const written = bare(text.slice(start, start + length))
    const whose = named.find(({ name }) => name === written)
    return whose === undefined ? [] : [{ who: whose.who, start: mention.start, end: start + length + 1 }]
  })
}

/**
 * Finds the mention in a group text; `text` is decoded and only what its sender wrote. At each `@` the longest name of
 * all members wins, of equal ones the owner's. A mention of the owner counts before one of everyone. Not for the owner's
 * own messages.
 */
export const mentionOf = (text: string, names: GroupNames): Mention => {
  const mentions = mentionsIn(text, names)
  const ofOwner = mentions.filter(({ who }) => who === "owner")
  const loose = ofOwner.length > 0 ? ofOwner : looseMentions(text, mentions, names)
  const personal = loose.filter(({ who }) => who === "owner")
  if (personal.length > 0) return Personal({ rest: withoutAll(text, personal) })
  return mentions.some(({ who }) => who === "everyone") ? Everyone() : None()
}

/**
 * Whether some `@` of a group text names nobody: it may be a member whose name is not known yet. A name that fits only
 * without its emoji may be another member's, so it counts as nobody's here.
 */
export const namesNobody = (text: string, names: GroupNames): boolean =>
  mentionsIn(text, names).some(({ start, who }) => who === "nobody" && !isInAddress(text, start))

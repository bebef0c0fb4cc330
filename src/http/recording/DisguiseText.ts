import { specialAccounts } from "../../domain/Contact.ts"
import { wordsForEverybody } from "../../domain/MentionAll.ts"
import { type Letter, letterOf } from "./Alphabets.ts"
import { spelt, spellings } from "./Spellings.ts"
import { type StandIns } from "./StandIns.ts"

/*
 * Replaces every word of a text, a name, an id or a key by its stand-in. What is between the words stays, and so do the
 * marks that WeChat puts into texts and ids: so a mention still names whom it named, and a group is still told from a
 * friend. A word is what stands between two of those, wherever it stands.
 */

/** Gives a text with stand-ins in place of its words. */
export type Disguise = (text: string) => string

const start = "(?<![A-Za-z0-9_])"
const end = "(?![A-Za-z0-9_])"
const afterAt = "(?<=@|%40|%2540)"

/** What stays although it has letters. */
const kept = [
  // the line breaks and links that WeChat adds to a text
  String.raw`</?(?:br|a|img|span)(?=[\s/>])`,
  "&(?:amp;)*(?:lt|gt|quot|apos|amp|nbsp);",
  String.raw`\\[\\"/bfnrt]`,
  // accounts that are the same for everybody, and what tells kinds of ids apart
  `${start}(?:${[...specialAccounts].join("|")})${end}`,
  `${start}(?:wxid|gh)(?=_)`,
  `${afterAt}(?:im\\.chatroom|chatroom|openim|qqim|lbsroom|talkroom)${end}`,
  `${afterAt}(?:crypt|qrticket)(?=_)`,
  `${start}https?(?=://|%3A%2F%2F)`
].join("|")

const spelling = [spellings.emoji, spellings.entity, spellings.percent, spellings.unicode].join("|")

const pieces = new RegExp(
  `(?<at>@)|${spellings.emoji}|(?<kept>${kept})|${spelling}|[A-Za-z0-9]+|[^A-Za-z0-9@&<\\\\%]+|[^]`,
  "gu"
)

/** The words for everybody after an `@`: they are WeChat's own, and mean something. */
const everybodyAt = (text: string, from: number): string => {
  const words = wordsForEverybody(text.slice(from, from + 64)) ?? ""
  const there = text.slice(from, from + words.length)
  return there.toLowerCase() === words ? there : ""
}

interface Piece {
  readonly spell: (characters: ReadonlyArray<string>) => string
  readonly characters: Array<string>
}

const asIs = (text: string): Piece => ({ spell: () => text, characters: [] })

const piecesOf = (text: string): ReadonlyArray<Piece> => {
  const found: Array<Piece> = []
  pieces.lastIndex = 0
  for (let match = pieces.exec(text); match !== null; match = pieces.exec(text)) {
    const [piece] = match
    if (match.groups?.["at"] !== undefined) {
      const words = everybodyAt(text, pieces.lastIndex)
      pieces.lastIndex += words.length
      found.push(asIs(piece + words))
    } else if (match.groups?.["kept"] !== undefined) found.push(asIs(piece))
    else {
      const { characters, spell } = spelt(piece)
      found.push(characters.length === 0 ? asIs(piece) : { spell, characters: [...characters] })
    }
  }
  return found
}

/** The text of words and what is between them; words have their letters in one piece or in several. */
export const disguiseText =
  (standIns: StandIns): Disguise =>
  (text) => {
    const all = piecesOf(text)
    let word: Array<{ readonly letter: Letter; readonly put: (standIn: string) => void }> = []
    const endWord = () => {
      if (word.length === 0) return
      const letters = standIns(word.map(({ letter }) => letter))
      word.forEach(({ put }, at) => put(letters[at] ?? ""))
      word = []
    }
    for (const { characters } of all) {
      if (characters.length === 0) endWord()
      characters.forEach((character, at) => {
        const letter = letterOf(character)
        const group = word[0]?.letter.group
        if (letter === undefined || group === "emoji" || group !== letter.group) endWord()
        if (letter !== undefined) word.push({ letter, put: (standIn) => (characters[at] = standIn) })
      })
    }
    endWord()
    return all.map(({ characters, spell }) => spell(characters)).join("")
  }

import { createHash } from "node:crypto"
import { type Alphabet, hex, leading, type Letter, zero } from "./Alphabets.ts"

/*
 * Gives a word its stand-in: another word of the same length and of letters of the same kinds. It is made from the word
 * and a secret key alone, so it is the same wherever and whenever the word stands, also after a restart. Two
 * words never share one. Without the key nobody gets back to the word.
 */

/** The stand-in of a word, letter by letter. */
export type StandIns = (word: ReadonlyArray<Letter>) => ReadonlyArray<string>

/** Ids and keys; shorter ones may be words, and a letter before a number is a `DeviceID`. */
const HEXADECIMAL = /^(?!.\d+$)[\da-f]{16,}$/

const inAlphabet = (alphabet: Alphabet, letter: string): Letter => ({
  alphabet,
  index: alphabet.letters.indexOf(letter),
  group: "ascii"
})

const spelled = (word: ReadonlyArray<Letter>) =>
  word.map(({ alphabet, index }) => alphabet.letters[index] ?? "").join("")

/** The word in the alphabets of what it is as a whole: a number, an id in hexadecimal digits, or just letters. */
const asItIs = (word: ReadonlyArray<Letter>): ReadonlyArray<Letter> => {
  if (word[0]?.group !== "ascii") return word
  const text = spelled(word)
  if (/^\d+$/.test(text)) {
    return word.with(0, inAlphabet(text.startsWith("0") ? zero : leading, text.charAt(0)))
  }
  return HEXADECIMAL.test(text) ? [...text].map((digit) => inAlphabet(hex, digit)) : word
}

const ROUNDS = 4
const BYTES = 4

/** Numbers that nobody can tell without the key. */
const numbers = (key: string, about: string, count: number): ReadonlyArray<number> => {
  const bytes = createHash("shake256", { outputLength: count * BYTES })
    .update(`${key} ${about}`)
    .digest()
  return Array.from({ length: count }, (_, at) => bytes.readUInt32LE(at * BYTES))
}

const moved = (
  half: ReadonlyArray<number>,
  alphabets: ReadonlyArray<Alphabet>,
  by: ReadonlyArray<number>
): ReadonlyArray<number> =>
  half.map((index, at) => (index + (by[at] ?? 0)) % (alphabets[at]?.letters.length ?? 1))

/** A Feistel network: each half moves the other in turn, so it could be undone, and two words never become one. */
const mixed = (key: string, word: ReadonlyArray<Letter>): ReadonlyArray<string> => {
  const middle = word.length >> 1
  const alphabets = word.map(({ alphabet }) => alphabet)
  const kinds = alphabets.map(({ name }) => name).join()
  const indexes = word.map(({ index }) => index)
  let [first, second]: [ReadonlyArray<number>, ReadonlyArray<number>] = [
    indexes.slice(0, middle),
    indexes.slice(middle)
  ]
  for (let round = 0; round < ROUNDS; round += 2) {
    second = moved(
      second,
      alphabets.slice(middle),
      numbers(key, `${round} ${kinds} ${first.join()}`, second.length)
    )
    first = moved(first, alphabets, numbers(key, `${round + 1} ${kinds} ${second.join()}`, first.length))
  }
  return [...first, ...second].map((index, at) => alphabets[at]?.letters[index] ?? "")
}

/** The letters of an alphabet in another order: a network of one letter would only move them all by the same number. */
const shuffled = (key: string, { letters, name }: Alphabet): ReadonlyArray<string> => {
  const ranks = numbers(key, `letters of ${name}`, letters.length)
  const order = letters.map((letter, at) => ({ letter, rank: ranks[at] ?? 0 }))
  return order.toSorted((a, b) => a.rank - b.rank).map(({ letter }) => letter)
}

const REMEMBERED = 50_000

/** Longer ones come once, and would fill the memory. */
const MEMORABLE = 256

/** Stand-ins under a key. */
export const make = (key: string): StandIns => {
  const orders = new Map<string, ReadonlyArray<string>>()
  const orderOf = (alphabet: Alphabet) => {
    const order = orders.get(alphabet.name) ?? shuffled(key, alphabet)
    orders.set(alphabet.name, order)
    return order
  }
  const standIn = (word: ReadonlyArray<Letter>) => {
    const letters = asItIs(word)
    const [only] = letters
    if (letters.length === 1 && only !== undefined) return [orderOf(only.alphabet)[only.index] ?? ""]
    return mixed(key, letters)
  }
  // the same names and ids come again and again
  const lately = new Map<string, ReadonlyArray<string>>()
  return (word) => {
    if (word.length > MEMORABLE) return standIn(word)
    const text = spelled(word)
    const known = lately.get(text)
    if (known !== undefined) return known
    if (lately.size >= REMEMBERED) lately.clear()
    const letters = standIn(word)
    lately.set(text, letters)
    return letters
  }
}

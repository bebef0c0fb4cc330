/*
 * The letters that a recording replaces, each by one of its own alphabet: so a name in Chinese stays one in Chinese. What
 * is in no alphabet, such as spaces and punctuation, stays.
 */

/** Letters that stand in for each other. */
export interface Alphabet {
  readonly name: string
  readonly letters: ReadonlyArray<string>
}

/** Letters of one group that stand side by side are one word. An emoji is always a word of its own. */
export type Group = "ascii" | "other" | "emoji"

/** A letter by its place in its alphabet. */
export interface Letter {
  readonly alphabet: Alphabet
  readonly index: number
  readonly group: Group
}

const between = (first: number, last: number): ReadonlyArray<string> =>
  Array.from({ length: last - first + 1 }, (_, at) => String.fromCodePoint(first + at))

const alphabet = (name: string, letters: ReadonlyArray<string>): Alphabet => ({ name, letters })

const range = (first: number, last: number) => alphabet(first.toString(16), between(first, last))

const digits = range(0x30, 0x39)

/** A number begins with one of these: so it stays one, in JSON, too. */
export const leading = alphabet("leading", digits.letters.slice(1))

/** Its zero at the beginning stays. */
export const zero = alphabet("zero", digits.letters.slice(0, 1))

/** Of the ids of a log-in, keys and hashes. */
export const hex = alphabet("hex", [..."0123456789abcdef"])

const ascii = [digits, range(0x41, 0x5a), range(0x61, 0x7a)]

/** Combining marks, also for those of scripts that are not here. */
const marks = range(0x300, 0x36f)
/** Latin with accents, also for letters of scripts that are not here. */
const accented = range(0x100, 0x17f)
/** Rare Chinese ones, also for all other letters beyond 16 bits. */
const rare = range(0x2_00_00, 0x2_a6_df)

const other = [
  range(0xc0, 0xd6),
  range(0xd8, 0xf6),
  range(0xf8, 0xff),
  accented,
  marks,
  range(0x391, 0x3a1),
  range(0x3b1, 0x3c9),
  range(0x410, 0x42f),
  range(0x430, 0x44f),
  range(0x5d0, 0x5ea),
  range(0x621, 0x63a),
  range(0xe01, 0xe30),
  range(0x905, 0x939),
  range(0x3041, 0x3096),
  range(0x30a1, 0x30fa),
  range(0x3131, 0x318e),
  range(0x3400, 0x4dbf),
  range(0x4e00, 0x9fff),
  range(0xac00, 0xd7a3),
  range(0xff10, 0xff19),
  range(0xff21, 0xff3a),
  range(0xff41, 0xff5a),
  range(0xff66, 0xff9d),
  rare
]

const only = (name: string, letters: ReadonlyArray<string>, pattern: RegExp) =>
  alphabet(
    name,
    letters.filter((letter) => pattern.test(letter))
  )

const emoji = [
  only("signs", between(0x2300, 0x27bf), /\p{Extended_Pictographic}/u),
  // without skin tones, which change the emoji before them
  only("emoji", between(0x1_f3_00, 0x1_fa_ff), /(?!\p{Emoji_Modifier})\p{Emoji}/u),
  range(0x1_f1_e6, 0x1_f1_ff)
]

const groups: ReadonlyArray<readonly [Group, ReadonlyArray<Alphabet>]> = [
  ["ascii", ascii],
  ["other", other],
  ["emoji", emoji]
]

const places: ReadonlyMap<string, Letter> = new Map(
  groups.flatMap(([group, alphabets]) =>
    alphabets.flatMap((alphabet) =>
      alphabet.letters.map((letter, index) => [letter, { alphabet, index, group }] as const)
    )
  )
)

/** Anything that may be part of a word; a picture's style and a keycap's frame are not. */
const isLetter = /(?![\u{FE00}-\u{FE0F}\u{20E3}])[\p{L}\p{N}\p{M}]/u
const isMark = /\p{M}/u

const standInFor = (character: string): Alphabet => {
  if (isMark.test(character)) return marks
  return character.length > 1 ? rare : accented
}

/** What a character is replaced as; undefined when it stays. */
export const letterOf = (character: string): Letter | undefined => {
  const place = places.get(character)
  if (place !== undefined || !isLetter.test(character)) return place
  const alphabet = standInFor(character)
  return {
    alphabet,
    index: (character.codePointAt(0) ?? 0) % alphabet.letters.length,
    group: "other"
  }
}

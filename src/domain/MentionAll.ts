/** The words that WeChat's clients write after an `@` that means everybody, one for each language, in lower case. */
const words: ReadonlyArray<string> = [
  "所有人",
  "全体成员",
  "全员",
  "所有成员",
  "全部成员",
  "所有成員",
  "全體成員",
  "全員",
  "すべてのメンバー",
  "全てのメンバー",
  "みんな",
  "모두",
  "모든 사람",
  "모든사람",
  "전원",
  "전체",
  "ทุกคน",
  "ທຸກຄົນ",
  "အားလုံး",
  "all",
  "everyone",
  "everybody",
  "all members",
  "semua",
  "semua orang",
  "todos",
  "tutti",
  "tous",
  "tout le monde",
  "alle",
  "wszyscy",
  "все",
  "tất cả",
  "mọi người",
  "herkes",
  "सभी",
  "الكل",
  "الجميع",
  "כולם",
  "ཚང་མ"
]

const longestFirst = words.map((word) => word.normalize("NFKC")).toSorted((a, b) => b.length - a.length)

/** Scripts that put no space between words: there another word may follow at once. */
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Myanmar}]/u

/** Matches where a word has ended: at the end, or before such a script or what is no part of a word. */
const wordEnds = new RegExp(`^(?:$|${unspaced.source}|[^\\p{L}\\p{M}\\p{N}_])`, "u")

const normal = (text: string): string => text.normalize("NFKC").toLowerCase()

/** The words for everybody that a text begins with, as they stand in the list above; undefined where it does not. */
export const wordsForEverybody = (text: string): string | undefined => {
  const start = normal(text.slice(0, 64))
  return longestFirst.find(
    (word) => start.startsWith(word) && (unspaced.test(word) || wordEnds.test(start.slice(word.length)))
  )
}

/**
 * Whether a text begins with the words for everybody. Something may follow at once (`@所有人开会`), but not the rest of a
 * longer word (`@Allan`).
 */
export const beginsWithEverybody = (text: string): boolean => wordsForEverybody(text) !== undefined

/** Whether a name is the words for everybody and nothing else. */
export const isEverybody = (name: string): boolean => longestFirst.includes(normal(name).trim())

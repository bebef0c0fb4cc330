/** What the clients of WeChat's languages write behind an `@` that means everybody, in lower case. */
const words: ReadonlyArray<string> = [
  "所有人",
  "全体成员",
  "全体",
  "全员",
  "大家",
  "全體成員",
  "全體",
  "全員",
  "すべてのメンバー",
  "全てのメンバー",
  "みんな",
  "모두",
  "모든 사람",
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

const longestFirst = words.toSorted((a, b) => b.length - a.length)

/** Scripts that put no space between words: there another word may follow at once. */
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Myanmar}]/u

/** Letters of such a script, or anything that is no part of a word. */
const wordEnds = new RegExp(`^(?:$|${unspaced.source}|[^\\p{L}\\p{M}\\p{N}_])`, "u")

/**
 * The length of the words for everybody at the start of a text, 0 when there are none. Something may follow at once
 * (`@所有人开会`), but not the rest of a longer word (`@Allan`).
 */
export const everybodyLength = (text: string): number => {
  const lower = text.slice(0, 32).toLowerCase()
  const word = longestFirst.find(
    (one) => lower.startsWith(one) && (unspaced.test(one) || wordEnds.test(lower.slice(one.length)))
  )
  return word?.length ?? 0
}

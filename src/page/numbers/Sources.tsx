import { type InBothLanguages } from "../../domain/InBothLanguages.ts"
import { say } from "../words/language.ts"
import { type Figures } from "./figures.ts"
import { type ShareRow, ShareTable } from "./ShareTable.tsx"

const words = {
  title: { en: "Where the words of the answers were from", zh: "回复的话从哪里来" },
  head: { en: "From", zh: "来源" }
} as const

/** All others are chatbots, by their names. */
const sources: Readonly<Record<string, InBothLanguages>> = {
  canned: { en: "a canned line (ROBOT_CANNED_REPLIES)", zh: "现成的话（ROBOT_CANNED_REPLIES）" },
  fallback: {
    en: "the fallback line: the chatbot had no words",
    zh: "备用的一句：聊天机器人没有话说"
  },
  "outage-fallback": {
    en: "the fallback line: the chatbot failed",
    zh: "备用的一句：聊天机器人出错"
  },
  "spent-fallback": {
    en: "the fallback line: the day’s questions were used up",
    zh: "备用的一句：当天的提问次数用完了"
  },
  away: { en: "the away line (ROBOT_AWAY_REPLY)", zh: "离开时的一句（ROBOT_AWAY_REPLY）" },
  command: { en: "the answer to your command", zh: "对你的命令的回答" }
}

const wordsOf = (source: string) =>
  say(sources[source] ?? { en: `the chatbot ${source}`, zh: `聊天机器人 ${source}` })

const rowsOf = ({ days, hours }: Figures): ReadonlyArray<ShareRow> => {
  const ofDay = new Map(hours.sources.map(({ count, source }) => [source, count]))
  return days.sources.map(({ count, source }) => ({
    key: source,
    kind: wordsOf(source),
    day: ofDay.get(source) ?? 0,
    days: count
  }))
}

/** Who spoke for the owner: a chatbot, or a line that the owner set. */
export const Sources = ({ figures }: { readonly figures: Figures }) => (
  <section class="card" aria-labelledby="sources-title">
    <h3 id="sources-title">{say(words.title)}</h3>
    <ShareTable title={say(words.title)} head={say(words.head)} rows={rowsOf(figures)} />
  </section>
)

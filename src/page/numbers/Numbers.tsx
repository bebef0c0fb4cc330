import { useEffect } from "preact/hooks"
import { type InBothLanguages } from "../../domain/InBothLanguages.ts"
import { keepFresh } from "../server/fresh.ts"
import { say } from "../words/language.ts"
import { clock, day } from "../words/times.ts"
import { BarPicture } from "./BarPicture.tsx"
import { ChatbotTimes } from "./ChatbotTimes.tsx"
import {
  complaint,
  everyDay,
  everyHour,
  figures,
  type Figures,
  type Piece,
  refresh,
  type Sums,
  totalOf
} from "./figures.ts"
import { rowsOfReasons } from "./reasons.ts"
import { ShareTable } from "./ShareTable.tsx"
import { Sources } from "./Sources.tsx"

const words = {
  asking: { en: "Counting …", zh: "正在统计……" },
  unreadable: { en: "The robot cannot count now:", zh: "机器人暂时无法统计：" },
  empty: {
    en: "No message yet. When the first ones come, this part shows how many there are by hour and by day, how many are answered, and why.",
    zh: "还没有消息。有了消息，这里会按小时、按天显示来了多少、回复了多少，以及为什么。"
  },
  hours: { en: "The last 24 hours", zh: "最近 24 小时" },
  hour: { en: "Hour from", zh: "小时" },
  days: { en: "The last 30 days", zh: "最近 30 天" },
  day: { en: "Day", zh: "日期" },
  messages: { en: "Messages", zh: "消息" },
  answered: { en: "Answered", zh: "已回复" },
  reasons: { en: "What became of the messages, and why", zh: "消息的结果和原因" },
  reason: { en: "Why", zh: "原因" }
} as const

/** To count thirty days of a busy account takes the robot a second. */
const COUNTED_EVERY = 60_000

const HALF_A_DAY = 43_200_000

/** The robot's day, named right where the browser is in another time zone, too. */
const dayOf = (from: number) => day(from + HALF_A_DAY)

const sumsInWords = ({ answered, messages, wouldBe }: Sums): InBothLanguages => ({
  en: `${messages} ${messages === 1 ? "message" : "messages"}, ${answered} answered${wouldBe === 0 ? "" : `, ${wouldBe} more were it not a dry run`}`,
  zh: `${messages} 条消息，回复了 ${answered} 条${wouldBe === 0 ? "" : `，不是试运行还会回复 ${wouldBe} 条`}`
})

const busiest = (pieces: ReadonlyArray<Piece>): Piece | undefined =>
  pieces.toSorted((one, other) => other.messages - one.messages)[0]

interface PiecesShown {
  readonly id: string
  readonly title: InBothLanguages
  readonly head: InBothLanguages
  readonly pieces: ReadonlyArray<Piece>
  readonly labelOf: (from: number) => string
}

const Pieces = ({ head, id, labelOf, pieces, title }: PiecesShown) => {
  const total = totalOf(pieces)
  const sums = sumsInWords(total)
  const most = busiest(pieces)
  const when = most === undefined || total.messages === 0 ? undefined : labelOf(most.from)
  return (
    <section class="card" aria-labelledby={id}>
      <h3 id={id}>{say(title)}</h3>
      <p>
        {say({
          en: `${sums.en}.${when === undefined ? "" : ` Busiest: ${when}.`}`,
          zh: `${sums.zh}。${when === undefined ? "" : `最忙：${when}。`}`
        })}
      </p>
      <BarPicture
        title={say(title)}
        head={say(head)}
        columns={[say(words.messages), say(words.answered)]}
        bars={pieces.map(({ answered, from, messages }) => ({
          label: labelOf(from),
          values: [messages, answered]
        }))}
      />
    </section>
  )
}

const Shown = ({ figures }: { readonly figures: Figures }) => {
  const days = everyDay(figures.days)
  const today = sumsInWords(days.at(-1) ?? totalOf([]))
  if (totalOf(days).messages === 0) return <p class="card">{say(words.empty)}</p>
  return (
    <>
      <p class="today">{say({ en: `Today ${today.en}.`, zh: `今天 ${today.zh}。` })}</p>
      <div class="pictures">
        <Pieces
          id="hours-title"
          title={words.hours}
          head={words.hour}
          pieces={everyHour(figures.hours)}
          labelOf={clock}
        />
        <Pieces id="days-title" title={words.days} head={words.day} pieces={days} labelOf={dayOf} />
      </div>
      <section class="card" aria-labelledby="reasons-title">
        <h3 id="reasons-title">{say(words.reasons)}</h3>
        <ShareTable
          title={say(words.reasons)}
          head={say(words.reason)}
          rows={rowsOfReasons(figures.hours, figures.days)}
        />
      </section>
      {figures.days.sources.length === 0 ? null : <Sources figures={figures} />}
    </>
  )
}

/** How many messages came and were answered, why, and how fast chatbots were. */
export const Numbers = () => {
  useEffect(() => keepFresh(refresh, COUNTED_EVERY), [])
  const shown = figures.value
  return (
    <>
      {complaint.value === undefined ? null : (
        <p class="card" role="alert">
          {say(words.unreadable)} <bdi>{complaint.value}</bdi>
        </p>
      )}
      {shown === undefined ? <p class="quiet">{say(words.asking)}</p> : <Shown figures={shown} />}
      {shown === undefined ? null : <ChatbotTimes {...shown.chatbots} />}
    </>
  )
}

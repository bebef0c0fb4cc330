import { useSignal } from "@preact/signals"
import { say } from "../words/language.ts"

const words = {
  day: { en: "24 h", zh: "24 小时" },
  days: { en: "30 days", zh: "30 天" },
  share: { en: "Share", zh: "占比" },
  less: { en: "Show fewer", zh: "少显示一些" }
} as const

const moreOf = (count: number) => ({ en: `Show all ${count}`, zh: `全部显示（${count}）` })

export interface ShareRow {
  readonly key: string
  /** What it is, in short; and more of it. */
  readonly kind: string
  readonly words?: string
  readonly day: number
  readonly days: number
}

const FIRST = 8

const percent = (part: number) => (part > 0 && part < 0.01 ? "<1%" : `${Math.round(part * 100)}%`)

const Row = ({ row, total }: { readonly row: ShareRow; readonly total: number }) => {
  const share = total === 0 ? 0 : row.days / total
  return (
    <tr>
      <th scope="row">
        <strong>{row.kind}</strong>
        {row.words === undefined ? null : <span dir="auto"> {row.words}</span>}
        <svg class="share" aria-hidden="true">
          <rect class="whole" width="100%" height="100%" />
          <rect class="part" width={percent(share).replace("<", "")} height="100%" />
        </svg>
      </th>
      <td class="number">{row.day}</td>
      <td class="number">{row.days}</td>
      <td class="number">{percent(share)}</td>
    </tr>
  )
}

/** Who has which share of the last thirty days, the greatest first; the share is drawn, too. */
export const ShareTable = ({
  head,
  rows,
  title
}: {
  readonly title: string
  readonly head: string
  readonly rows: ReadonlyArray<ShareRow>
}) => {
  const isAll = useSignal(false)
  const total = rows.reduce((sum, { days }) => sum + days, 0)
  const sorted = rows.toSorted((one, other) => other.days - one.days)
  return (
    <>
      <table class="shares">
        <caption class="hidden">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            <th scope="col" class="number">
              {say(words.day)}
            </th>
            <th scope="col" class="number">
              {say(words.days)}
            </th>
            <th scope="col" class="number">
              {say(words.share)}
            </th>
          </tr>
        </thead>
        <tbody>
          {(isAll.value ? sorted : sorted.slice(0, FIRST)).map((row) => (
            <Row key={row.key} row={row} total={total} />
          ))}
        </tbody>
      </table>
      {sorted.length <= FIRST ? null : (
        <button type="button" aria-expanded={isAll.value} onClick={() => (isAll.value = !isAll.value)}>
          {say(isAll.value ? words.less : moreOf(sorted.length))}
        </button>
      )}
    </>
  )
}

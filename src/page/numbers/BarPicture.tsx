import { say } from "../words/language.ts"

const words = {
  table: { en: "As a table", zh: "看表格" },
  highest: { en: "highest", zh: "最高" }
} as const

export interface Bar {
  readonly label: string
  /** For each column of the table; the second is a part of the first. */
  readonly values: readonly [number] | readonly [number, number]
}

interface Shown {
  /** What it shows, for those who read the table. */
  readonly title: string
  /** What the bars are: hours, days. */
  readonly head: string
  readonly columns: ReadonlyArray<string>
  readonly bars: ReadonlyArray<Bar>
}

const HEIGHT = 100
const WIDTH = 10
const GAP = 2

/** Numbers that are no whole for others are drawn like a part. */
const partOf = (column: number, columns: number) => (column === 0 && columns > 1 ? "whole" : "part")

/** Something is seen, however little it is. */
const heightOf = (value: number, highest: number) =>
  value === 0 ? 0 : Math.max(2, (HEIGHT * value) / highest)

const Bars = ({ bars, highest }: { readonly bars: ReadonlyArray<Bar>; readonly highest: number }) => (
  <svg viewBox={`0 0 ${bars.length * WIDTH} ${HEIGHT}`} preserveAspectRatio="none">
    {bars.map(({ label, values }, at) => (
      <g key={at}>
        <title>{`${label}: ${values.join(" / ")}`}</title>
        {values.map((value, column) => (
          <rect
            key={column}
            class={partOf(column, values.length)}
            x={at * WIDTH + GAP / 2}
            width={WIDTH - GAP}
            y={HEIGHT - heightOf(value, highest)}
            height={heightOf(value, highest)}
          />
        ))}
      </g>
    ))}
  </svg>
)

const Legend = ({
  columns,
  highest
}: {
  readonly columns: ReadonlyArray<string>
  readonly highest: number
}) => (
  <p class="legend">
    {columns.map((column, at) => (
      <span key={column} class={`of-${partOf(at, columns.length)}`}>
        {column}
      </span>
    ))}
    <span>
      {say(words.highest)} {highest}
    </span>
  </p>
)

const Table = ({ bars, columns, head, title }: Shown) => (
  <table>
    <caption class="hidden">{title}</caption>
    <thead>
      <tr>
        <th scope="col">{head}</th>
        {columns.map((column) => (
          <th key={column} scope="col" class="number">
            {column}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {bars.map(({ label, values }, at) => (
        <tr key={at}>
          <th scope="row">{label}</th>
          {values.map((value, column) => (
            <td key={column} class="number">
              {value}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
)

/** Bars for the eye, and the same numbers as a table. */
export const BarPicture = (shown: Shown) => {
  const { bars, columns } = shown
  const highest = Math.max(1, ...bars.map(({ values }) => values[0]))
  const ends = [bars.at(0), bars.at(Math.floor(bars.length / 2)), bars.at(-1)]
  return (
    <div class="picture">
      <div aria-hidden="true">
        <Legend columns={columns} highest={highest} />
        <Bars bars={bars} highest={highest} />
        <p class="axis">
          {ends.map((bar, at) => (
            <span key={at}>{bar?.label}</span>
          ))}
        </p>
      </div>
      <details>
        <summary>{say(words.table)}</summary>
        <Table {...shown} />
      </details>
    </div>
  )
}

import { type FigureId, figureIds, figures, isSpeed, type Summaries, type Summary } from "./Figures.ts"

/* The table, and what it is measured by: the targets, the limit client, and the results that are kept. */

/** What is kept of the last time; of `results` it may hold what is no figure any more. */
export interface Results {
  readonly form: string
  readonly measuredAt: string
  readonly machine: string
  readonly robot: Summaries
  readonly limitClient: Summaries
}

const number = (value: number | undefined) => {
  if (value === undefined || Number.isNaN(value)) return ""
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2
  return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

/** What 100,000 messages may leave in memory beyond what 10,000 do. */
const GROWTH_AT_MOST = 10

/** Of its messages a second the robot keeps so many while its event streams are read. */
const KEPT_WITH_STREAMS = 0.9

/** So many times what Tuling costs may the model cost, with its ten turns. */
const MODEL_AT_MOST = 1.15

/** Where the server may bind, the target is nine tenths of what the limit client has. */
const targetOf = (id: FigureId, { limitClient, robot }: Results) => {
  const { target } = figures[id]
  const limit = limitClient[id]
  if (id === "memoryLong") return (robot.memoryUsed?.median ?? Number.NaN) + GROWTH_AT_MOST
  if (id === "apiStreams") return KEPT_WITH_STREAMS * (robot.apiLoop?.median ?? Number.NaN)
  if (id === "modelLoop") return (robot.tulingLoop?.median ?? Number.NaN) / MODEL_AT_MOST
  if (id === "modelLoopCpu") return (robot.tulingLoopCpu?.median ?? Number.NaN) * MODEL_AT_MOST
  return target !== undefined && isSpeed(id) && limit !== undefined
    ? Math.min(target, 0.9 * limit.median)
    : target
}

const targetInWords = (id: FigureId, robot: Summary, results: Results) => {
  const { target99 } = figures[id]
  const target = targetOf(id, results)
  const isMet = (value: number, bound: number) => (isSpeed(id) ? value >= bound : value <= bound)
  const sign = isSpeed(id) ? "≥" : "≤"
  const parts = [
    ...(target === undefined
      ? []
      : [{ words: `${sign} ${number(target)}`, met: isMet(robot.median, target) }]),
    ...(target99 === undefined
      ? []
      : [{ words: `p99 ${sign} ${number(target99)}`, met: isMet(robot.p99 ?? Number.NaN, target99) }])
  ]
  return parts.map(({ met, words }) => `${words} ${met ? "met" : "missed"}`).join(", ")
}

const spread = ({ least, most, runs }: Summary) => (runs === 1 ? "" : `${number(least)} … ${number(most)}`)

const change = (now: Summary, before: Summary | undefined) => {
  if (before === undefined) return ""
  const percent = Math.round(100 * (now.median / before.median - 1))
  return `${percent < 0 ? "" : "+"}${percent} %`
}

const columns = [
  { title: "", width: 30 },
  { title: "robot", width: 9 },
  { title: "p99", width: 9 },
  { title: "of the runs", width: 20 },
  { title: "limit", width: 9 },
  { title: "p99", width: 9 },
  { title: "change", width: 9 },
  { title: "target", width: 0 }
]

const line = (cells: ReadonlyArray<string>) =>
  cells
    .map((cell, index) => {
      const width = columns[index]?.width ?? 0
      if (width === 0) return `   ${cell}`
      return index === 0 ? cell.padEnd(width) : cell.padStart(width)
    })
    .join("")
    .trimEnd()

/** A row a figure. */
export const tableOf = (results: Results, before: Results | undefined): ReadonlyArray<string> => [
  line(columns.map(({ title }) => title)),
  ...figureIds.flatMap((id) => {
    const ours = results.robot[id]
    if (ours === undefined) return []
    const limit = results.limitClient[id]
    return line([
      `${figures[id].name}, ${figures[id].unit}`,
      number(ours.median),
      number(ours.p99),
      spread(ours),
      number(limit?.median),
      number(limit?.p99),
      change(ours, before?.robot[id]),
      targetInWords(id, ours, results)
    ])
  })
]

/** How many times the limit client is better: the machine matters less in it than in the figures themselves. */
const distance = (id: FigureId, { limitClient, robot }: Results) => {
  const [ours, limit] = [robot[id]?.median, limitClient[id]?.median]
  if (ours === undefined || limit === undefined || ours === 0 || limit === 0) return undefined
  return isSpeed(id) ? limit / ours : ours / limit
}

/** The figures that are so much further from the limit client than those that are kept that it is no chance. */
export const losses = (now: Results, before: Results): ReadonlyArray<string> =>
  figureIds.flatMap((id) => {
    const { name, worseAtMost } = figures[id]
    const [is, was] = [distance(id, now), distance(id, before)]
    if (worseAtMost === undefined || is === undefined || was === undefined || is <= was * worseAtMost)
      return []
    return `${name.trim()}: ${number(is)} times the limit client's, and ${number(was)} times in the results that are kept`
  })

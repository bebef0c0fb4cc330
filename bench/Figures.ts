/** What is measured, in the order of the table. */

export interface Figure {
  readonly name: string
  readonly unit: "ms" | "s" | "/ s" | "MB"
  /** What must hold: of the median, and of the 99th percentile where that is told. */
  readonly target?: number
  readonly target99?: number
  /** How many times worse than in the results that are kept it may be, in terms of the limit client, in the short form. */
  readonly worseAtMost?: number
}

export type FigureId = keyof typeof figures

const all = <Id extends string>(table: Record<Id, Figure>): Readonly<Record<Id, Figure>> => table

export const figures = all({
  start: { name: "start to first synccheck", unit: "ms", target: 330 },
  startStored: { name: "  with a stored session", unit: "ms", target: 260, worseAtMost: 3 },
  idle: { name: "reply at idle", unit: "ms", target: 5, target99: 12, worseAtMost: 4 },
  burstWide: { name: "burst over as many chats", unit: "s", target: 2.5, worseAtMost: 4 },
  burstDeep: { name: "burst over a tenth as many", unit: "s", target: 3.45 },
  loop: { name: "closed loop of 100", unit: "/ s", target: 900, worseAtMost: 4 },
  loopCpu: { name: "  CPU a message", unit: "ms", target: 1, worseAtMost: 4 },
  loopReply: { name: "  reply", unit: "ms" },
  skipped: { name: "skipped in a busy group", unit: "/ s", target: 3_000, worseAtMost: 4 },
  skippedCpu: { name: "  CPU a message", unit: "ms", target: 0.3, worseAtMost: 4 },
  steady: { name: "answered of 200 a second", unit: "/ s" },
  lag: { name: "  lag of the event loop", unit: "ms", target99: 20 },
  memory: { name: "memory idle", unit: "MB", target: 100, worseAtMost: 2 },
  memoryUsed: { name: "  after the closed loop", unit: "MB", target: 150, worseAtMost: 2 },
  memoryLong: { name: "  after 100,000", unit: "MB" },
  memoryGroups: { name: "  10,000 friends, 300 groups", unit: "MB", target: 140 },
  apiStart: { name: "API: start", unit: "ms" },
  apiStartStored: { name: "  with a stored session", unit: "ms" },
  apiMemory: { name: "  memory idle", unit: "MB" },
  apiLoop: { name: "  closed loop of 100", unit: "/ s" },
  apiLoopCpu: { name: "    CPU a message", unit: "ms" },
  apiStreams: { name: "  with 50 event streams", unit: "/ s" },
  apiStreamsCpu: { name: "    CPU a message", unit: "ms" },
  tulingLoop: { name: "Tuling: closed loop of 100", unit: "/ s" },
  tulingLoopCpu: { name: "  CPU a message", unit: "ms" },
  modelLoop: { name: "model: closed loop of 100", unit: "/ s" },
  modelLoopCpu: { name: "  CPU a message", unit: "ms" },
  tlsStart: { name: "TLS: start", unit: "ms" },
  tlsStartStored: { name: "  with a stored session", unit: "ms" },
  tlsIdle: { name: "  reply at idle", unit: "ms" },
  tlsLoop: { name: "  closed loop of 100", unit: "/ s" },
  tlsLoopCpu: { name: "    CPU a message", unit: "ms" }
})

const ids = Object.keys(figures)
export const isFigure = (id: string): id is FigureId => ids.includes(id)
export const figureIds: ReadonlyArray<FigureId> = ids.filter(isFigure)

/** More of it is better. */
export const isSpeed = (id: FigureId) => figures[id].unit === "/ s"

/** What one run of one client gave. */
export interface Measured {
  readonly value: number
  readonly p99?: number
}
export type Run = Partial<Record<FigureId, Measured | undefined>>

/** Of all runs of one client. */
export interface Summary {
  readonly median: number
  readonly p99?: number
  readonly least: number
  readonly most: number
  readonly runs: number
}
export type Summaries = Partial<Record<FigureId, Summary>>

export const quantile = (values: ReadonlyArray<number>, q: number) => {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN
}

export const median = (values: ReadonlyArray<number>) => quantile(values, 0.5)

/** Many times of one run. */
export const measuredOf = (values: ReadonlyArray<number>): Measured => ({
  value: median(values),
  p99: quantile(values, 0.99)
})

export const summarise = (runs: ReadonlyArray<Run>): Summaries =>
  Object.fromEntries(
    figureIds.flatMap((id) => {
      const measured = runs.flatMap((run) => run[id] ?? [])
      if (measured.length === 0) return []
      const values = measured.map(({ value }) => value)
      const p99s = measured.flatMap(({ p99 }) => p99 ?? [])
      const summary: Summary = {
        median: median(values),
        ...(p99s.length === 0 ? {} : { p99: median(p99s) }),
        least: Math.min(...values),
        most: Math.max(...values),
        runs: values.length
      }
      return [[id, summary]]
    })
  )

/* Plain numbers, because they are counted with every message. */

/** Counts by label; a label is one of few, never what people chose. */
export class Counter {
  readonly counts = new Map<string, number>()

  add(label: string, count = 1): void {
    this.counts.set(label, (this.counts.get(label) ?? 0) + count)
  }
}

/** How often a duration in seconds was at most so long. */
export class Histogram {
  readonly bounds: ReadonlyArray<number>
  /** For each bound, and for all that was longer. */
  readonly counts: Array<number>
  sum = 0

  constructor(bounds: ReadonlyArray<number>) {
    this.bounds = bounds
    this.counts = [...bounds, Infinity].map(() => 0)
  }

  add(seconds: number): void {
    const place = this.bounds.findIndex((bound) => seconds <= bound)
    const index = place < 0 ? this.bounds.length : place
    this.counts[index] = (this.counts[index] ?? 0) + 1
    this.sum += seconds
  }
}

/** One for each label, which is one of few. */
export class Histograms {
  readonly bounds: ReadonlyArray<number>
  readonly byLabel = new Map<string, Histogram>()

  constructor(bounds: ReadonlyArray<number>) {
    this.bounds = bounds
  }

  add(label: string, seconds: number): void {
    const histogram = this.byLabel.get(label) ?? new Histogram(this.bounds)
    this.byLabel.set(label, histogram)
    histogram.add(seconds)
  }
}

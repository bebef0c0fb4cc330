import { Chunk } from "effect"

/*
 * A simulator may run for days, so it keeps the newest entries of its lists only. They go a fifth at a time: to drop one
 * with each that comes would cost more than all the rest.
 */

/** So many entries of each list stay. */
const AT_MOST = 20_000

/** So many characters stay, for a few huge texts weigh as much as thousands of usual ones. */
const CHARACTERS_AT_MOST = 8 * 1024 * 1024

const SLACK = 1.25

/** After so many the entries are put side by side: one added to another weighs as much as they do. */
const PORTION = 500

/** The newest entries of a list. */
export interface Recent<A> {
  /** How many came before them. */
  readonly gone: number
  readonly kept: Chunk.Chunk<A>
  /** Characters of the texts in them. */
  readonly length: number
}

/** Nothing came yet. */
export const none: Recent<never> = { gone: 0, kept: Chunk.empty(), length: 0 }

/** How many came in all. The next one's `order` is one more. */
export const countOf = ({ gone, kept }: Recent<unknown>): number => gone + Chunk.size(kept)

/** What came after the first `after`, of what is kept. */
export const after = <A>({ gone, kept }: Recent<A>, after: number): Chunk.Chunk<A> =>
  Chunk.drop(kept, after - gone)

const total = <A>(entries: Iterable<A>, lengthOf: (entry: A) => number) => {
  let length = 0
  for (const entry of entries) length += lengthOf(entry)
  return length
}

/** How many of the oldest have to go so that what is left is short enough; never the newest. */
const excessOf = <A>({ kept, length }: Recent<A>, lengthOf: (entry: A) => number): number => {
  let left = length
  let excess = 0
  for (const entry of kept) {
    if (left <= CHARACTERS_AT_MOST || excess === Chunk.size(kept) - 1) break
    left -= lengthOf(entry)
    excess += 1
  }
  return Math.max(excess, Chunk.size(kept) - AT_MOST)
}

const sideBySide = <A>(chunk: Chunk.Chunk<A>, from: number): Chunk.Chunk<A> =>
  Chunk.unsafeFromArray(Chunk.toReadonlyArray(chunk).slice(from))

/** With more, which may push out the oldest. `lengthOf` gives the characters of an entry's texts. */
export const withMore = <A>(
  recent: Recent<A>,
  more: ReadonlyArray<A>,
  lengthOf: (entry: A) => number = () => 0
): Recent<A> => {
  const all: Recent<A> = {
    gone: recent.gone,
    kept: Chunk.appendAll(recent.kept, Chunk.unsafeFromArray(more)),
    length: recent.length + total(more, lengthOf)
  }
  if (Chunk.size(all.kept) <= AT_MOST * SLACK && all.length <= CHARACTERS_AT_MOST * SLACK) {
    return countOf(all) % PORTION < more.length ? { ...all, kept: sideBySide(all.kept, 0) } : all
  }
  const excess = excessOf(all, lengthOf)
  const kept = sideBySide(all.kept, excess)
  return { gone: all.gone + excess, kept, length: total(kept, lengthOf) }
}

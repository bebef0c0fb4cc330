/** What an answer tells of a server's clock: at some moment from the question to the answer it showed this second. */
export interface Reading {
  /** Since 1970. */
  readonly second: number
  /** When the question went and when the answer was there, in milliseconds of a clock that nobody sets. */
  readonly askedAt: number
  readonly answeredAt: number
}

/** The clocks of a service's hosts may be apart by as much, in milliseconds. */
export const PLAY = 2_000

/**
 * How far the server's clock is ahead of the one that measured, in milliseconds: what was thought so far where the reading
 * allows it, else the nearest that it does.
 */
export const aheadBy = (thought: number, { answeredAt, askedAt, second }: Reading): number => {
  const least = second * 1000 - answeredAt - PLAY
  const most = (second + 1) * 1000 - askedAt + PLAY
  return Math.min(most, Math.max(least, thought))
}

/** From the year 2001 to 2099: another second is no reading. */
export const isSecond = (second: number): boolean => second > 1_000_000_000 && second < 4_100_000_000

/** What a response tells about a server's clock: some time between request and response it showed this second. */
export interface Reading {
  /** Since 1970. */
  readonly second: number
  /** When the request was sent and when the response was there, in milliseconds of a steady clock. */
  readonly askedAt: number
  readonly answeredAt: number
}

/** How far the clocks of one service's hosts may be apart, in milliseconds. */
export const CLOCKS_APART_AT_MOST = 2_000

/**
 * How far the server's clock is ahead of the steady clock, in milliseconds, after a new reading: what was thought so far
 * if the reading allows it, else the nearest value that it allows.
 */
export const aheadBy = (thought: number, { answeredAt, askedAt, second }: Reading): number => {
  const least = second * 1000 - answeredAt - CLOCKS_APART_AT_MOST
  const most = (second + 1) * 1000 - askedAt + CLOCKS_APART_AT_MOST
  return Math.min(most, Math.max(least, thought))
}

/** Whether a second lies in the years 2001 to 2099; any other is no reading. */
export const isSecond = (second: number): boolean => second > 1_000_000_000 && second < 4_100_000_000

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** China has one time zone and no summer time. */
const SHANGHAI_AHEAD = 8 * HOUR

/** When Tuling's next day begins, in epoch milliseconds: midnight in Shanghai. */
export const nextMidnightInShanghai = (now: number): number =>
  (Math.floor((now + SHANGHAI_AHEAD) / DAY) + 1) * DAY - SHANGHAI_AHEAD

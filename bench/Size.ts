/** How much is measured: the full form, and one of under two minutes for continuous integration. */

export interface Loop {
  /** So many friends, each of whom writes again when the reply is there. */
  readonly friends: number
  readonly messages: number
  /** It ends after this, however few messages there were. */
  readonly seconds: number
}

export interface Size {
  readonly form: "full" | "short"
  readonly runs: number
  readonly friends: number
  /** Until everything of a start has happened, and its garbage was collected. */
  readonly settlingMillis: number
  /** With and without a stored session, each. */
  readonly starts: number
  /** One by one, at idle. */
  readonly replies: number
  readonly burst: number
  readonly warmUp: Loop
  readonly loop: Loop
  /** Goes on after the closed loop, until there were so many messages in all; undefined: it does not. */
  readonly long?: Loop | undefined
  readonly skipped: number
  readonly steady: { readonly perSecond: number; readonly seconds: number }
  /** With 300 members each, beside 10,000 friends; 0: not measured. */
  readonly groups: number
  /** Of events, read during a closed loop; 0: nothing of the API is measured. */
  readonly streams: number
  /** The closed loop with the model in Tuling's place. */
  readonly model: boolean
  readonly tls: boolean
}

export const full: Size = {
  form: "full",
  runs: 3,
  friends: 1_000,
  settlingMillis: 3_000,
  starts: 5,
  replies: 500,
  burst: 1_000,
  warmUp: { friends: 100, messages: 1_000, seconds: 10 },
  loop: { friends: 100, messages: 9_000, seconds: 30 },
  skipped: 20_000,
  steady: { perSecond: 200, seconds: 10 },
  groups: 300,
  streams: 50,
  model: true,
  tls: true
}

export const short: Size = {
  form: "short",
  runs: 1,
  friends: 1_000,
  settlingMillis: 1_000,
  starts: 3,
  replies: 60,
  burst: 100,
  warmUp: { friends: 100, messages: 500, seconds: 2 },
  loop: { friends: 100, messages: 5_000, seconds: 4 },
  skipped: 5_000,
  steady: { perSecond: 200, seconds: 3 },
  groups: 0,
  streams: 0,
  model: false,
  tls: false
}

/** What the full form goes on to when it is told to take long. */
export const hundredThousand: Loop = { friends: 100, messages: 100_000, seconds: 1_200 }

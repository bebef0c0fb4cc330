/** What was ordered of a chatbot by the control API. */
export interface Orders<Answer> {
  /** What it answers next, first come first served; then its own answers again. */
  readonly answers: ReadonlyArray<Answer>
  /** The only keys that it accepts; null for any. */
  readonly keys: ReadonlyArray<string> | null
}

/** Own answers only, and any key. */
export const noOrders: Orders<never> = { answers: [], keys: null }

/** The orders with more answers after the ones there are, and with other keys if any are given. */
export const withOrders = <Answer>(
  orders: Orders<Answer>,
  { answers = [], keys = orders.keys }: Partial<Orders<Answer>>
): Orders<Answer> => ({ answers: [...orders.answers, ...answers], keys })

/** Whether a key is accepted. */
export const accepts = ({ keys }: Orders<unknown>, key: string): boolean =>
  keys === null || keys.includes(key)

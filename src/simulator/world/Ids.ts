import { Effect, type Random } from "effect"

const pick = (random: Random.Random, alphabet: string, length: number) =>
  Effect.map(Effect.replicateEffect(random.nextIntBetween(0, alphabet.length), length), (indexes) =>
    indexes.map((index) => alphabet.charAt(index)).join("")
  )

/** Makes the ids of the simulated servers, all from one source of randomness. */
export interface Ids {
  /** 19 digits between 2^53 and 2^63, as `MsgId` and `NewMsgId` have. */
  readonly msgId: Effect.Effect<string>
  /** Letters and digits: keys, tickets, session ids. */
  readonly token: (length: number) => Effect.Effect<string>
}

/** Ids from a random source; a seeded one gives the same ids at each run. */
export const make = (random: Random.Random): Ids => ({
  msgId: Effect.map(pick(random, "0123456789", 18), (digits) => `7${digits}`),
  token: (length) => pick(random, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", length)
})

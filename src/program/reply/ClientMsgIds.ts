import { Clock, Effect, Random, Schema } from "effect"
import { KeptValues } from "../../layers/journal/KeptValues.ts"

/** Until when, in epoch milliseconds, ClientMsgIds may have been given. */
export const ClientMsgIdsGiven = Schema.Struct({ until: Schema.Number })

/** So much is written down ahead: a write a minute at most, and a restart goes on no further than this ahead of time. */
const RESERVED = 60_000

/** Of one millisecond. */
const IDS = 10_000n

/**
 * ClientMsgIds as Tencent's own client makes them, 17 digits: milliseconds, and four random ones. But each is greater than
 * all before it, so that none comes twice in the life of an account: by them WeChat knows a repetition, and would drop
 * another reply with the same one. What a crash may have left behind is not given again, wherever the clock stands.
 */
export class ClientMsgIds extends Effect.Service<ClientMsgIds>()("program/ClientMsgIds", {
  effect: Effect.gen(function* () {
    const { value } = yield* KeptValues
    const given = yield* value({ name: "client-msg-ids", schema: ClientMsgIdsGiven, none: { until: 0 } })
    let last = BigInt((yield* given.get).until) * IDS

    return {
      /** One that was never given. That it was is on disk with the next write that is waited for. */
      next: Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        const byTime = BigInt(Math.floor(now)) * IDS + BigInt(yield* Random.nextIntBetween(0, Number(IDS)))
        last = byTime > last ? byTime : last + 1n
        const id = last
        const millis = Number(id / IDS)
        if (millis >= (yield* given.get).until) yield* given.update(() => ({ until: millis + RESERVED }))
        return String(id).padStart(17, "0")
      })
    } as const
  })
}) {}

import { type HttpApp, HttpServerRequest } from "@effect/platform"
import { Effect } from "effect"
import { type Damage, damage } from "./Damage.ts"
import { endpointOf } from "../world/Endpoints.ts"
import type { KeptFault } from "../world/Fault.ts"
import { World } from "../world/World.ts"

/** Whether a fault hits a call: it may hit once more, and the die falls below its probability. */
const hits = (kept: KeptFault, die: number): boolean =>
  kept.fault.kind === "refused" ||
  (kept.hits < (kept.fault.times ?? Infinity) && die < (kept.fault.probability ?? 1))

/** Picks the oldest fault that hits a call and counts the hit. Gives its damage, null when no fault hits. */
const pickDamage = (endpoint: string): Effect.Effect<Damage | null, never, World> =>
  Effect.gen(function* () {
    const { modify, random, state } = yield* World
    const concerned = (yield* state).faults.filter((kept) => damage(kept, endpoint) !== null)
    const dice = new Map<number, number>()
    for (const { order } of concerned) dice.set(order, yield* random.next)
    return yield* modify((state) => {
      // a fault without a die was added after the dice were thrown: it does not hit this call
      const struck = state.faults.find((kept) => hits(kept, dice.get(kept.order) ?? 1))
      if (struck === undefined) return [null, state]
      const counted = { ...struck, hits: struck.hits + 1 }
      const faults = state.faults.map((kept) => (kept === struck ? counted : kept))
      return [damage(struck, endpoint), { ...state, faults }]
    })
  })

/** The services, their calls damaged by the faults that hit them. */
export const withFaults = <E, R>(services: HttpApp.Default<E, R>): HttpApp.Default<E, R | World> =>
  Effect.gen(function* () {
    const { url } = yield* HttpServerRequest.HttpServerRequest
    const picked = yield* pickDamage(endpointOf(url))
    return yield* picked === null ? services : picked(services)
  })

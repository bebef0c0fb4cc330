import { type HttpApp, HttpServerRequest } from "@effect/platform"
import { Effect } from "effect"
import { type Damage, damage } from "./Damage.ts"
import { endpointOf } from "../world/Endpoints.ts"
import type { KeptFault } from "../world/Fault.ts"
import { World } from "../world/World.ts"

/** Whether a fault is in force, and the die falls for it. */
const hits = (made: KeptFault, die: number): boolean =>
  made.fault.kind === "refused" ||
  (made.hits < (made.fault.times ?? Infinity) && die < (made.fault.probability ?? 1))

/** The damage that the oldest fault does which hits a call, if one does. The hit is counted. */
const strike = (endpoint: string): Effect.Effect<Damage | null, never, World> =>
  Effect.gen(function* () {
    const { modify, random, state } = yield* World
    const concerned = (yield* state).faults.filter((made) => damage(made, endpoint) !== null)
    const dice = new Map<number, number>()
    for (const { order } of concerned) dice.set(order, yield* random.next)
    return yield* modify((state) => {
      // without a die it came after this call
      const struck = state.faults.find((made) => hits(made, dice.get(made.order) ?? 1))
      if (struck === undefined) return [null, state]
      const counted = { ...struck, hits: struck.hits + 1 }
      const faults = state.faults.map((made) => (made === struck ? counted : made))
      return [damage(struck, endpoint), { ...state, faults }]
    })
  })

/** Lets the faults loose on the calls of the services. */
export const faulty = <E, R>(services: HttpApp.Default<E, R>): HttpApp.Default<E, R | World> =>
  Effect.gen(function* () {
    const { url } = yield* HttpServerRequest.HttpServerRequest
    const harm = yield* strike(endpointOf(url))
    return yield* harm === null ? services : harm(services)
  })

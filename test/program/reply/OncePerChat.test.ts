import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { KeptValues } from "../../../src/layers/journal/KeptValues.ts"
import { OncePerChat } from "../../../src/program/reply/OncePerChat.ts"
import { fakes } from "../../support/program/fakes.ts"
import { restarted } from "../../support/program/restarted.ts"
import { chat } from "../../support/program/wire.ts"

const nameless = chat("@li")
const named = chat("@li", "friend:Li")
const afterLogin = chat("@li-again", "friend:Li")

const isToldTo = (...line: Parameters<OncePerChat["isTold"]>) =>
  Effect.flatMap(OncePerChat, ({ isTold }) => isTold(...line))

describe("a line that was told in a chat", () => {
  it.effect.each([
    ["whose name a restart learns", nameless, named],
    ["that has new UserNames after a log-in", named, afterLogin]
  ] as const)("counts as told in one %s", ([, before, after]) =>
    Effect.gen(function* () {
      const { isTold, tell } = yield* OncePerChat
      yield* tell("away", before)
      expect(yield* isTold("away", after)).toBe(true)
      expect(yield* restarted(isToldTo("away", after))).toBe(true)
      expect(yield* isTold("away", chat("@wang", "friend:Wang"))).toBe(false)
      expect(yield* isTold("outage-fallback", after)).toBe(false)
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("is forgotten under all that the chat goes by", () =>
    Effect.gen(function* () {
      const { isTold, tell, untell } = yield* OncePerChat
      yield* tell("away", named)
      yield* untell("away", named)
      expect(yield* Effect.forEach([nameless, named, afterLogin], (one) => isTold("away", one))).toEqual([
        false,
        false,
        false
      ])
      expect(yield* restarted(isToldTo("away", named))).toBe(false)
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("is of one account", () =>
    Effect.gen(function* () {
      const { isTold, tell } = yield* OncePerChat
      yield* tell("away", named)
      yield* Effect.flatMap(KeptValues, ({ forgetAll }) => forgetAll)
      expect(yield* isTold("away", named)).toBe(false)
      expect(yield* restarted(isToldTo("away", named))).toBe(false)
    }).pipe(Effect.provide(fakes()))
  )
})

import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import * as ChatKeys from "../../../src/program/contacts/ChatKeys.ts"
import { chat } from "../../support/program/wire.ts"

describe("the key of a chat", () => {
  it.effect("stays the one with which it was first seen, each chat's by itself", () =>
    Effect.gen(function* () {
      const { keep } = ChatKeys.make()
      expect(yield* keep(chat("@li"))).toEqual(chat("@li"))
      expect(yield* keep(chat("@wang", "friend:Wang"))).toEqual(chat("@wang", "friend:Wang"))
      expect(yield* keep(chat("@li", "friend:Li"))).toEqual({ ...chat("@li"), lastingName: "friend:Li" })
      expect((yield* keep(chat("@wang"))).key).toBe("friend:Wang")
    })
  )

  it.effect("is another one where the chat was not seen", () =>
    Effect.gen(function* () {
      yield* ChatKeys.make().keep(chat("@li"))
      expect((yield* ChatKeys.make().keep(chat("@li", "friend:Li"))).key).toBe("friend:Li")
    })
  )
})

import { describe, expect, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import { SavedSessions } from "../../../src/layers/journal/SavedSessions.ts"
import { makers } from "../../support/layers/journals.ts"
import { contact, cursor, session } from "../../support/program/wire.ts"

describe.each(makers)("the last session of a journal %s", (_, layer) => {
  it.effect("is none before the first log-in, whatever is noted of it", () =>
    Effect.gen(function* () {
      const { end, last, moveTo } = yield* SavedSessions
      expect(yield* last).toEqual(Option.none())
      yield* moveTo(cursor(1))
      yield* end(1101)
      expect(yield* last).toEqual(Option.none())
    }).pipe(Effect.provide(layer))
  )

  it.effect("goes on from its cursor until it ends, and the next log-in voids both", () =>
    Effect.gen(function* () {
      const { begin, end, last, moveTo } = yield* SavedSessions
      yield* begin({ ...session, contacts: [contact("@li")] }, [])
      // who is known has a place of its own
      expect(yield* last).toEqual(Option.some({ session, cookies: [], endedBy: undefined }))
      yield* moveTo(cursor(7))
      yield* end(1101)
      const ended = { session: { ...session, ...cursor(7) }, cookies: [], endedBy: 1101 }
      expect(yield* last).toEqual(Option.some(ended))
      yield* begin(session, [])
      expect(yield* last).toEqual(Option.some({ session, cookies: [], endedBy: undefined }))
    }).pipe(Effect.provide(layer))
  )
})

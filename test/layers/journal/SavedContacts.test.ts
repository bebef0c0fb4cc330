import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { SavedContacts } from "../../../src/layers/journal/SavedContacts.ts"
import { RealFiles, temporaryDirectory } from "../../support/layers/files.ts"
import { entry, live, note, receive } from "../../support/layers/journalFile.ts"
import { contact } from "../../support/program/wire.ts"

const known = (me: string) => Effect.flatMap(SavedContacts, (contacts) => contacts.knownIn(me))

const nobody = { contacts: [], complete: false }

describe("who is known of a session, on disk", () => {
  it.scoped("is who was learnt in it, as was said last, without those who were unlearnt", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const li = contact("@li", { NickName: "Li" })
      const first = Effect.gen(function* () {
        const { learn, learntAll, unlearn } = yield* SavedContacts
        yield* learn("@me", [])
        yield* learn("@me", [contact("@li"), contact("@wang")])
        yield* learn("@me", [li])
        yield* learn("@before", [contact("@han")])
        yield* unlearn("@me", [])
        yield* unlearn("@me", ["@wang", "@han"])
        yield* learntAll("@me")
        yield* learntAll("@me")
      })
      yield* live(path, first)
      expect(yield* live(path, Effect.all([known("@me"), known("@before"), known("@nobody")]))).toEqual([
        { contacts: [li], complete: true },
        { contacts: [contact("@han")], complete: false },
        nobody
      ])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("stays of other sessions only where messages of them are on their way", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const first = Effect.gen(function* () {
        const { forgetOthers, learn, learntAll } = yield* SavedContacts
        yield* receive(1, { ...entry("1"), me: "@waiting" }, { ...entry("2"), me: "@through" })
        yield* note("2", { _tag: "skipped", reason: "stale" })
        for (const me of ["@waiting", "@through", "@me"]) {
          yield* learn(me, [contact("@li")])
          yield* learntAll(me)
        }
        yield* forgetOthers("@me")
      })
      yield* live(path, first)
      const all = { contacts: [contact("@li")], complete: true }
      expect(yield* live(path, Effect.forEach(["@waiting", "@through", "@me"], known))).toEqual([
        all,
        nobody,
        all
      ])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("is nobody when all are forgotten", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const first = Effect.gen(function* () {
        const { forgetAll, learn, learntAll } = yield* SavedContacts
        yield* learn("@me", [contact("@li")])
        yield* learntAll("@me")
        yield* forgetAll
      })
      yield* live(path, first)
      expect(yield* live(path, known("@me"))).toEqual(nobody)
    }).pipe(Effect.provide(RealFiles))
  )
})

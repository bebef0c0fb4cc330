import { describe, expect, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { LinesTold } from "../../../src/domain/LinesTold.ts"
import * as PhoneActivity from "../../../src/domain/PhoneActivity.ts"
import { SendPauseState } from "../../../src/domain/SendPauseState.ts"
import { JournalFailed } from "../../../src/layers/journal/Journal.ts"
import { type Kept, KeptValues } from "../../../src/layers/journal/KeptValues.ts"
import { RealFiles, temporaryDirectory } from "../../support/layers/files.ts"
import { live, tamper } from "../../support/layers/journalFile.ts"
import { makers } from "../../support/layers/journals.ts"

const times = (name: string): Kept<number | null, number | null> => ({
  name,
  schema: Schema.NullOr(Schema.Number),
  none: null
})

const phone = { name: "phone", schema: PhoneActivity.PhoneActivity, none: PhoneActivity.none }
const pause = { name: "send-pause", schema: SendPauseState, none: { until: 0, inARow: 0 } }
const told = { name: "lines-told", schema: LinesTold, none: {} }

const valueOf = <A, I>(kept: Kept<A, I>) => Effect.flatMap(KeptValues, ({ value }) => value(kept))

const get = <A, I>(kept: Kept<A, I>) => Effect.flatMap(valueOf(kept), ({ get }) => get)

const set = <A, I>(kept: Kept<A, I>, after: A) =>
  Effect.flatMap(valueOf(kept), ({ update }) => update(() => after))

describe.each(makers)("the values of a journal %s", (_, layer) => {
  it.effect("are changed from what they were, at first from what counts as none", () =>
    Effect.gen(function* () {
      const kept = yield* valueOf(phone)
      expect(yield* kept.get).toEqual(PhoneActivity.none)
      yield* kept.update((activity) => PhoneActivity.wrote(activity, "@li", 5, 1_000))
      yield* kept.update((activity) => PhoneActivity.used(activity, 7))
      expect(yield* kept.get).toEqual({ lastUse: 7, lastWrote: new Map([["@li", 5]]) })
    }).pipe(Effect.provide(layer))
  )

  it.effect("are apart under their names, and the same for who asks again under one", () =>
    Effect.gen(function* () {
      yield* set(times("one"), 1)
      expect(yield* get(times("another"))).toBe(null)
      yield* set(times("another"), 2)
      expect(yield* get(times("one"))).toBe(1)
      expect(yield* get(times("another"))).toBe(2)
    }).pipe(Effect.provide(layer))
  )

  it.effect(
    "are as if nobody had changed them when all are forgotten, for who has one and who asks then",
    () =>
      Effect.gen(function* () {
        const { forgetAll } = yield* KeptValues
        const kept = yield* valueOf(pause)
        yield* kept.update(() => ({ until: 9, inARow: 1 }))
        yield* set(times("one"), 1)
        yield* forgetAll
        expect(yield* kept.get).toEqual(pause.none)
        expect(yield* get(pause)).toEqual(pause.none)
        expect(yield* get(times("one"))).toBe(null)
        yield* kept.update(({ inARow }) => ({ until: 8, inARow: inARow + 1 }))
        expect(yield* get(pause)).toEqual({ until: 8, inARow: 1 })
      }).pipe(Effect.provide(layer))
  )
})

describe("the values of a journal on disk, opened again", () => {
  it.scoped("are those of the last run", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const activity = PhoneActivity.wrote(PhoneActivity.none, "@li", 5, 1_000)
      const first = Effect.gen(function* () {
        yield* set(phone, activity)
        yield* set(pause, { until: null, inARow: 3 })
        yield* set(times("phone-asked-at"), 3)
        yield* set(times("phone-asked-at"), 4)
        yield* set(told, { away: { "@li": 3 } })
      })
      yield* live(path, first)
      const again = Effect.all([get(phone), get(pause), get(times("phone-asked-at")), get(told)])
      expect(yield* live(path, again)).toEqual([
        activity,
        { until: null, inARow: 3 },
        4,
        { away: { "@li": 3 } }
      ])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("are none when all were forgotten, but for those that came then", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const first = Effect.gen(function* () {
        yield* set(times("one"), 1)
        yield* set(times("another"), 1)
        yield* Effect.flatMap(KeptValues, ({ forgetAll }) => forgetAll)
        yield* set(times("another"), 2)
      })
      yield* live(path, first)
      expect(yield* live(path, Effect.all([get(times("one")), get(times("another"))]))).toEqual([null, 2])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped.each([
    ["no JSON", "a secret"],
    ["of another shape", `"a secret"`]
  ])("fail where one is %s, with no word of what it holds; the others are read", ([, value]) =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      yield* live(path, Effect.zipRight(set(times("one"), 1), set(times("another"), 2)))
      yield* tamper(path, `update kept set value = '${value}' where name = 'one'`)
      const again = Effect.all([Effect.flip(valueOf(times("one"))), get(times("another"))])
      const [failed, another] = yield* live(path, again)
      expect(failed).toBeInstanceOf(JournalFailed)
      expect(failed.kind).toBe("corrupt")
      expect(failed.message).toContain(`${path}/journal.db`)
      expect(failed.message).not.toContain("secret")
      expect(another).toBe(2)
    }).pipe(Effect.provide(RealFiles))
  )
})

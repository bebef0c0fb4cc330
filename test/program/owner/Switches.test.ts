import { describe, expect, it } from "@effect/vitest"
import { Chunk, Effect, Fiber, Option, Stream, TestClock } from "effect"
import { KeptValues } from "../../../src/layers/journal/KeptValues.ts"
import { AddressBooks } from "../../../src/program/contacts/AddressBooks.ts"
import { Switches } from "../../../src/program/owner/Switches.ts"
import { fakes } from "../../support/program/fakes.ts"
import { restarted } from "../../support/program/restarted.ts"
import { chat, contact, session } from "../../support/program/wire.ts"

const li = chat("@li", "friend:Li")
const afterLogin = chat("@li-again", "friend:Li")
const wang = chat("@wang", "friend:Wang")

const state = Effect.flatMap(Switches, (switches) => switches.state)
const silencedIn = (of: typeof li) => Effect.flatMap(Switches, (switches) => switches.silenced(of, undefined))

describe("the switches", () => {
  it.effect("outlast a restart, with new UserNames after a log-in, and are of one account", () =>
    Effect.gen(function* () {
      const { mute, pause } = yield* Switches
      yield* TestClock.adjust("1 second")
      yield* pause(Option.some(60_000))
      yield* mute(li, Option.none())
      const on = {
        paused: { since: 1_000, until: 60_000 },
        mutes: [{ userName: "@li", lastingName: "friend:Li", since: 1_000, until: null }]
      }
      expect(yield* state).toEqual(on)
      expect(yield* restarted(state)).toEqual(on)
      yield* TestClock.adjust("59 seconds")
      expect(yield* restarted(silencedIn(afterLogin))).toEqual({ paused: false, muted: true })
      expect(yield* restarted(silencedIn(wang))).toEqual({ paused: false, muted: false })
      yield* Effect.flatMap(KeptValues, ({ forgetAll }) => forgetAll)
      expect(yield* state).toEqual({ paused: undefined, mutes: [] })
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("are told as they are, and again after each change", () =>
    Effect.gen(function* () {
      const { changes, mute, pause, resume, unmute } = yield* Switches
      const { forgetAll } = yield* KeptValues
      const seen = yield* Effect.fork(Stream.runCollect(Stream.take(changes, 7)))
      yield* TestClock.adjust(0)
      for (const change of [
        pause(Option.none()),
        mute(li, Option.none()),
        resume,
        unmute(afterLogin),
        mute(li, Option.none()),
        // another account logs in
        forgetAll
      ]) {
        yield* change
        yield* TestClock.adjust(0)
      }
      const told = Chunk.toReadonlyArray(yield* Fiber.join(seen))
      expect(told.map(({ mutes, paused }) => [paused !== undefined, mutes.length])).toEqual([
        [false, 0],
        [true, 0],
        [true, 1],
        [false, 1],
        [false, 0],
        [false, 1],
        [false, 0]
      ])
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("a mute learns the new name of its chat", () =>
    Effect.gen(function* () {
      const { mute, silenced } = yield* Switches
      yield* mute(li, Option.none())
      yield* silenced(chat("@li", "friend:Li Lei"), undefined)
      expect(yield* restarted(silencedIn(chat("@later", "friend:Li Lei")))).toEqual({
        paused: false,
        muted: true
      })
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped.each([
    ["in the session in which it was muted", "@li"],
    ["after a log-in", "@li-before"]
  ] as const)(
    "a mute goes with its chat to a new name that only the address book learns, %s",
    ([, mutedAs]) =>
      Effect.gen(function* () {
        yield* (yield* Switches).mute(chat(mutedAs, "friend:Li"), Option.none())
        const book = yield* (yield* AddressBooks).of(session)
        yield* book.enlist([contact("@li", { NickName: "Li" }), contact("@wang", { NickName: "Wang" })])
        yield* book.learn([contact("@li", { NickName: "Li Lei" }), contact("@wang", { NickName: "Wang Wu" })])
        const later = (name: string) => restarted(silencedIn(chat(`@later ${name}`, name)))
        expect(yield* later("friend:Li Lei")).toEqual({ paused: false, muted: true })
        expect(yield* later("friend:Wang Wu")).toEqual({ paused: false, muted: false })
      }).pipe(Effect.provide(fakes()))
  )
})

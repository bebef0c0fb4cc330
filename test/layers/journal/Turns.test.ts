import { describe, expect, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import { type Entry } from "../../../src/domain/Entry.ts"
import { type Progress } from "../../../src/domain/Progress.ts"
import { Messages, type TurnsOf } from "../../../src/layers/journal/Messages.ts"
import { message, text } from "../../support/domain/facts.ts"
import { RealFiles, temporaryDirectory } from "../../support/layers/files.ts"
import {
  answered,
  decided,
  entry,
  live,
  note,
  receive,
  revoke,
  sending,
  sent
} from "../../support/layers/journalFile.ts"

/** The steps of a message that a chatbot answered with its id behind "re: ". */
const stepsOf = (of: Entry, ownLastingName?: string, end: Progress = sent(`reply to ${of.message.MsgId}`)) =>
  [
    decided(of, "friend:Li"),
    { ...answered("1", `re: ${of.message.MsgId}`), ownLastingName },
    sending,
    end
  ] as const

/** A message comes, and is answered. */
const turn = (
  MsgId: string,
  rest: {
    readonly at?: number
    readonly chat?: string
    readonly ownLastingName?: string
    readonly end?: Progress
  } = {}
) =>
  Effect.gen(function* () {
    const { at = 0, chat = "@li", end, ownLastingName } = rest
    const of = entry(MsgId, text(`text of ${MsgId}`), at, chat)
    yield* receive(1, of)
    yield* note(MsgId, ...stepsOf(of, ownLastingName, end))
  })

const ofLi: TurnsOf = { userName: "@li", me: "@me", lastingName: undefined, since: 0, atMost: 10 }

const answersOf = (of: Partial<TurnsOf> = {}) =>
  Effect.flatMap(Messages, ({ turns }) =>
    Effect.map(turns({ ...ofLi, ...of }), (all) => all.map(({ answer }) => answer))
  )

const inOneLife = <A, E>(life: Parameters<typeof live<A, E>>[1]) =>
  Effect.flatMap(temporaryDirectory, (path) => live(path, life)).pipe(Effect.provide(RealFiles))

describe("what chatbots answered in a chat", () => {
  it.scoped("is found as soon as it is sent, the oldest first, with what was asked", () =>
    inOneLife(
      Effect.gen(function* () {
        yield* turn("1")
        yield* turn("2")
        expect(yield* Effect.flatMap(Messages, ({ turns }) => turns(ofLi))).toEqual([
          { chat: "@li", speaker: null, question: "hello", answer: "re: 1" },
          { chat: "@li", speaker: null, question: "hello", answer: "re: 2" }
        ])
      })
    )
  )

  it.scoped("is that of the last ones, and of those that are not too old", () =>
    inOneLife(
      Effect.gen(function* () {
        for (const at of [1, 2, 3, 4]) yield* turn(`${at}`, { at })
        expect(yield* answersOf({ atMost: 2 })).toEqual(["re: 3", "re: 4"])
        expect(yield* answersOf({ since: 3 })).toEqual(["re: 3", "re: 4"])
      })
    )
  )

  it.scoped("is nothing that was not sent, nothing of an owner's line, and nothing of another chat", () =>
    inOneLife(
      Effect.gen(function* () {
        yield* turn("1", { end: { _tag: "would-send" } })
        yield* turn("2", { end: { _tag: "skipped", reason: "paused" } })
        yield* turn("3", { end: { _tag: "uncertain", reason: "stopped" } })
        yield* turn("4", { chat: "@sun" })
        const fallback = entry("5")
        yield* receive(1, fallback)
        yield* note(
          "5",
          decided(fallback),
          { ...answered("1", "what?"), source: "fallback" },
          sending,
          sent("9")
        )
        expect(yield* answersOf()).toEqual(["re: 3"])
      })
    )
  )

  it.scoped("is nothing of a message that was taken back, nor an answer that the owner took back", () =>
    inOneLife(
      Effect.gen(function* () {
        for (const MsgId of ["1", "2", "3"]) yield* turn(MsgId)
        yield* revoke("1", "reply to 2")
        expect(yield* answersOf()).toEqual(["re: 3"])
      })
    )
  )

  it.scoped("outlasts a restart, and a log-in where the chat alone is called so", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      yield* live(path, turn("1", { chat: "@li", ownLastingName: "friend:Li" }))
      yield* live(path, turn("2", { chat: "@li", ownLastingName: "friend:Li" }))
      yield* live(path, turn("3", { chat: "@li who was not alone" }))
      const later = Effect.all([
        answersOf(),
        answersOf({ userName: "@li of a new log-in", me: "@me of it", lastingName: "friend:Li" }),
        answersOf({ userName: "@li of a new log-in", me: "@me of it" }),
        // within a log-in the UserName tells who it was
        answersOf({ userName: "@another who is called Li", lastingName: "friend:Li" })
      ])
      expect(yield* live(path, later)).toEqual([["re: 1", "re: 2"], ["re: 1", "re: 2"], [], []])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("tells who spoke in a group, and nothing of what was quoted, which may be taken back since", () =>
    inOneLife(
      Effect.gen(function* () {
        const plain = entry(
          "1",
          { _tag: "Text", text: "and this?", quote: { name: "Aunt", text: "a poem" } },
          0,
          "@@family"
        )
        const of = { ...plain, message: message({ ...plain.message, speaker: Option.some("@aunt") }) }
        yield* receive(1, of)
        yield* note("1", ...stepsOf(of))
        expect(
          yield* Effect.flatMap(Messages, ({ turns }) => turns({ ...ofLi, userName: "@@family" }))
        ).toEqual([{ chat: "@@family", speaker: "@aunt", question: "hello", answer: "re: 1" }])
      })
    )
  )
})

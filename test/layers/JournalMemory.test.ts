import { describe, expect, it } from "@effect/vitest"
import { Effect, FastCheck as fc, TestClock } from "effect"
import { type Decision } from "../../src/domain/Decision.ts"
import * as PhoneActivity from "../../src/domain/PhoneActivity.ts"
import { Journal, type Progress } from "../../src/layers/Journal.ts"
import { layer } from "../../src/layers/JournalMemory.ts"

const dice = { group: 0.5, media: 0.5, line: 0.5 }
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** Messages of a chat that come now; gives those that are new. */
const receive = (MsgIds: ReadonlyArray<string>, chat = "@li") =>
  Effect.gen(function* () {
    const journal = yield* Journal
    const receivedAt = yield* TestClock.currentTimeMillis
    return [...(yield* journal.receive(MsgIds.map((MsgId) => ({ MsgId, chat, receivedAt, dice }))))]
  })

const note = (MsgId: string, ...progress: ReadonlyArray<Progress>) =>
  Effect.flatMap(Journal, (journal) => Effect.forEach(progress, (one) => journal.note(MsgId, one)))

const historyOf = (chat: string) => Effect.flatMap(Journal, (journal) => journal.history(chat))

const answer: Decision = { _tag: "AskChatbot", reason: "R3", question: "?", trace: [] }
const skip: Decision = { _tag: "Skip", reason: "stale", trace: [] }
const decided = { _tag: "decided", decision: answer } as const
const answered = { _tag: "answered", text: "hi", source: "tuling" } as const
const sending = { _tag: "sending", ClientMsgId: "1" } as const

describe("receiving", () => {
  it.effect("tells what is new, each message once", () =>
    Effect.gen(function* () {
      expect(yield* receive(["1", "2", "1"])).toEqual(["1", "2"])
      expect(yield* receive(["2", "3"])).toEqual(["3"])
      expect(yield* receive(["3"], "@another chat")).toEqual([])
      expect(yield* receive([])).toEqual([])
    }).pipe(Effect.provide(layer))
  )

  it.effect.prop(
    "remembers a message for a day from when it first came, and no longer",
    {
      arrivals: fc.array(
        fc.record({ MsgId: fc.integer({ min: 0, max: 9 }), wait: fc.integer({ min: 0, max: DAY }) })
      )
    },
    ({ arrivals }) =>
      Effect.gen(function* () {
        const first = new Map<string, number>()
        for (const { MsgId, wait } of arrivals) {
          yield* TestClock.adjust(wait)
          const now = yield* TestClock.currentTimeMillis
          const id = String(MsgId)
          const known = first.get(id)
          const isNew = known === undefined || now - known > DAY
          if (isNew) first.set(id, now)
          expect(yield* receive([id])).toEqual(isNew ? [id] : [])
        }
      }).pipe(Effect.provide(layer)),
    { fastCheck: { numRuns: 30 } }
  )
})

describe("the history of a chat", () => {
  it.effect("holds what was sent in it in ten minutes, from when it was being sent", () =>
    Effect.gen(function* () {
      yield* receive(["1"])
      yield* receive(["2"], "@wang")
      yield* TestClock.adjust("1 minute")
      yield* note("1", decided, answered, sending, { _tag: "sent", MsgID: "out" })
      expect((yield* historyOf("@li")).sent).toEqual([{ text: "hi", at: MINUTE }])
      expect((yield* historyOf("@wang")).sent).toEqual([])
      yield* TestClock.adjust("599 seconds")
      expect((yield* historyOf("@li")).sent).toHaveLength(1)
      yield* TestClock.adjust("1 seconds")
      expect((yield* historyOf("@li")).sent).toEqual([])
    }).pipe(Effect.provide(layer))
  )

  it.effect.each([
    ["decided", [decided], true],
    ["answered", [decided, answered], true],
    ["sending", [decided, answered, sending], true],
    ["sent", [decided, answered, sending, { _tag: "sent", MsgID: "out" }], true],
    ["would-send", [decided, answered, { _tag: "would-send" }], true],
    ["uncertain", [decided, answered, sending, { _tag: "uncertain" }], true],
    ["skipped after all", [decided, answered, { _tag: "skipped", reason: "phone-active" }], false],
    ["failed", [decided, answered, sending, { _tag: "failed", reason: "1204" }], false],
    ["never to be answered", [{ _tag: "decided", decision: skip }], false]
  ] as const)("counts what was or may be answered for the loop guard: %s", ([, progress, counts]) =>
    Effect.gen(function* () {
      yield* receive(["1"])
      yield* TestClock.adjust("1 minute")
      yield* note("1", ...progress)
      expect((yield* historyOf("@li")).answers).toEqual(counts ? [MINUTE] : [])
      expect((yield* historyOf("@wang")).answers).toEqual([])
      yield* TestClock.adjust("10 minutes")
      expect((yield* historyOf("@li")).answers).toEqual([])
    }).pipe(Effect.provide(layer))
  )

  it.effect("outlives what else comes meanwhile", () =>
    Effect.gen(function* () {
      yield* receive(["1"])
      yield* TestClock.adjust("9 minutes")
      yield* note("1", decided, answered, sending, { _tag: "sent", MsgID: "out" })
      yield* TestClock.adjust("9 minutes")
      yield* receive(["2"])
      const { answers, sent } = yield* historyOf("@li")
      expect(sent).toEqual([{ text: "hi", at: 9 * MINUTE }])
      expect(answers).toEqual([9 * MINUTE])
    }).pipe(Effect.provide(layer))
  )

  it.effect("knows a reply that waited for longer than ten minutes", () =>
    Effect.gen(function* () {
      yield* receive(["1"])
      yield* TestClock.adjust("11 minutes")
      yield* receive(["2"])
      yield* note("1", decided, answered, sending)
      const { answers, sent } = yield* historyOf("@li")
      expect(sent).toEqual([{ text: "hi", at: 11 * MINUTE }])
      expect(answers).toEqual([11 * MINUTE])
    }).pipe(Effect.provide(layer))
  )
})

describe("own sends", () => {
  it.effect("are known by the MsgId that WeChat gave, for a day", () =>
    Effect.gen(function* () {
      const { isOwnSend } = yield* Journal
      yield* receive(["1"])
      expect(yield* isOwnSend("out")).toBe(false)
      yield* note("1", { _tag: "sent", MsgID: "out" })
      expect(yield* isOwnSend("out")).toBe(true)
      yield* TestClock.adjust("24 hours")
      yield* receive(["2"])
      expect(yield* isOwnSend("out")).toBe(true)
      yield* TestClock.adjust("1 millis")
      yield* receive(["3"])
      expect(yield* isOwnSend("out")).toBe(false)
    }).pipe(Effect.provide(layer))
  )

  it.effect("without a MsgId are nobody's", () =>
    Effect.gen(function* () {
      yield* receive(["1"])
      yield* note("1", { _tag: "sent", MsgID: "" })
      expect(yield* (yield* Journal).isOwnSend("")).toBe(false)
    }).pipe(Effect.provide(layer))
  )
})

describe("the phone", () => {
  it.effect("is what was noted of it", () =>
    Effect.gen(function* () {
      const { notePhone, phone } = yield* Journal
      expect(yield* phone).toEqual(PhoneActivity.none)
      yield* notePhone((activity) => PhoneActivity.wrote(activity, "@li", 5, 1_000))
      yield* notePhone((activity) => PhoneActivity.used(activity, 7))
      expect(yield* phone).toEqual({ lastUse: 7, lastWrote: new Map([["@li", 5]]) })
    }).pipe(Effect.provide(layer))
  )
})

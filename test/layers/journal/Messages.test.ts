import { describe, expect, it } from "@effect/vitest"
import { Effect, Option, TestClock } from "effect"
import { type Decision } from "../../../src/domain/Decision.ts"
import { type Entry } from "../../../src/domain/Entry.ts"
import { type Progress } from "../../../src/domain/Progress.ts"
import { Journal } from "../../../src/layers/journal/Journal.ts"
import { Messages } from "../../../src/layers/journal/Messages.ts"
import { facts, message } from "../../support/domain/facts.ts"
import { makers } from "../../support/layers/journals.ts"
import { chat } from "../../support/program/wire.ts"

const dice = { group: 0.5, media: 0.5, line: 0.5 }
const MINUTE = 60_000

/** A message of a chat, of now. */
const entry = (MsgId: string, chat: string, receivedAt: number): Entry => ({
  message: { ...message(), MsgId, chat },
  me: "@me",
  ownReply: false,
  createdAt: receivedAt,
  receivedAt,
  dice
})

/** Messages of a chat that come now. */
const receive = (MsgIds: ReadonlyArray<string>, chat = "@li") =>
  Effect.gen(function* () {
    const { together } = yield* Journal
    const { receive } = yield* Messages
    const now = yield* TestClock.currentTimeMillis
    yield* together(receive(MsgIds.map((MsgId) => entry(MsgId, chat, now))))
  })

const known = (...MsgIds: ReadonlyArray<string>) =>
  Effect.flatMap(Messages, (messages) => Effect.map(messages.known(MsgIds), (known) => [...known].toSorted()))

const note = (MsgId: string, ...progress: ReadonlyArray<Progress>) =>
  Effect.flatMap(Messages, (messages) => Effect.forEach(progress, (one) => messages.note(MsgId, one)))

const historyOf = (userName: string) =>
  Effect.flatMap(Messages, ({ history }) => history(chat(userName), "@me"))

const answer: Decision = { _tag: "AskChatbot", reason: "R3", question: "?", trace: [] }
const skip: Decision = { _tag: "Skip", reason: "stale", trace: [] }
const decided = { _tag: "decided", decision: answer, facts: facts(), lastingName: undefined } as const
const answered = { _tag: "answered", text: "hi", source: "tuling", ClientMsgId: "1" } as const
const sending = { _tag: "sending" } as const

describe.each(makers)("the messages of a journal %s", (_, layer) => {
  describe("receiving", () => {
    it.effect("makes messages known", () =>
      Effect.gen(function* () {
        expect(yield* known("1", "2")).toEqual([])
        yield* receive(["1", "2"])
        yield* receive(["2", "3"], "@another chat")
        yield* receive([])
        expect(yield* known("1", "2", "3", "4")).toEqual(["1", "2", "3"])
        expect(yield* known()).toEqual([])
        yield* TestClock.adjust("24 hours")
        yield* receive(["5"])
        expect(yield* known("1")).toEqual(["1"])
        // more than a statement of the database takes
        const many = Array.from({ length: 40_000 }, (_, index) => `m${index}`)
        expect(yield* known(...many, "1")).toEqual(["1"])
      }).pipe(Effect.provide(layer))
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
      ["uncertain", [decided, answered, sending, { _tag: "uncertain", reason: "no-answer" }], true],
      ["skipped after all", [decided, answered, { _tag: "skipped", reason: "phone-active" }], false],
      ["failed", [decided, answered, sending, { _tag: "failed", reason: "refused" }], false],
      ["never to be answered", [{ ...decided, decision: skip }], false]
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

  describe("of chats that are called the same", () => {
    it.effect("is shared with those of an earlier session only", () =>
      Effect.gen(function* () {
        const { history } = yield* Messages
        yield* receive(["1"])
        yield* note("1", { ...decided, lastingName: "friend:Li" })
        expect((yield* history(chat("@li", "friend:Li"), "@me")).answers).toHaveLength(1)
        expect((yield* history(chat("@other", "friend:Li"), "@me")).answers).toEqual([])
        expect((yield* history(chat("@li-again", "friend:Li"), "@me-again")).answers).toHaveLength(1)
        expect((yield* history(chat("@li-again"), "@me-again")).answers).toEqual([])
      }).pipe(Effect.provide(layer))
    )
  })

  describe("an end", () => {
    it.effect("is final, whatever is noted after it", () =>
      Effect.gen(function* () {
        yield* receive(["1"])
        yield* note("1", decided, answered, sending, { _tag: "sent", MsgID: "out" })
        yield* note("1", { _tag: "failed", reason: "defect" })
        // a failed one would not count
        expect((yield* historyOf("@li")).answers).toHaveLength(1)
      }).pipe(Effect.provide(layer))
    )
  })

  describe("the end of all", () => {
    it.effect("leaves nothing on its way, and no history", () =>
      Effect.gen(function* () {
        const { endAll, history, isOwnSend, unfinished, unsure } = yield* Messages
        yield* receive(["1", "2"])
        yield* note("1", { ...decided, lastingName: "friend:Li" })
        yield* note("2", decided, answered, sending)
        yield* endAll
        expect((yield* history(chat("@li", "friend:Li"), "@me")).answers).toEqual([])
        expect((yield* history(chat("@li", "friend:Li"), "@me-again")).answers).toEqual([])
        expect(yield* unsure("@li")).toEqual([])
        expect(yield* isOwnSend("out")).toBe(false)
        expect(yield* unfinished).toEqual([])
      }).pipe(Effect.provide(layer))
    )
  })

  describe("a message that is taken back", () => {
    it.effect("is so at once, whether by its MsgId or as one's own last one in its chat", () =>
      Effect.gen(function* () {
        const { isRevoked, receive: receiveEntries, revoke } = yield* Messages
        const own = (MsgId: string, chat: string) => {
          const one = entry(MsgId, chat, 0)
          return { ...one, message: { ...one.message, from: "@me" } }
        }
        yield* receiveEntries([own("1", "@li"), own("2", "@li"), own("3", "@wang")])
        yield* receive(["4", "5"])
        yield* revoke({ MsgId: "4", chat: "@li" })
        yield* revoke({ MsgId: "0", chat: "@li" })
        yield* revoke({ MsgId: "unknown", chat: "@li" })
        const revoked = yield* Effect.filter(["1", "2", "3", "4", "5", "unknown"], isRevoked)
        expect(revoked).toEqual(["2", "4"])
      }).pipe(Effect.provide(layer))
    )
  })

  describe("own sends", () => {
    it.effect("are known by the MsgId that WeChat gave, at once and a day later", () =>
      Effect.gen(function* () {
        const { isOwnSend } = yield* Messages
        yield* receive(["1"])
        expect(yield* isOwnSend("out")).toBe(false)
        yield* note("1", { _tag: "sent", MsgID: "out" })
        expect(yield* isOwnSend("out")).toBe(true)
        yield* TestClock.adjust("24 hours")
        yield* receive(["2"])
        expect(yield* isOwnSend("out")).toBe(true)
      }).pipe(Effect.provide(layer))
    )

    it.effect("without a MsgId are nobody's", () =>
      Effect.gen(function* () {
        yield* receive(["1"])
        yield* note("1", { _tag: "sent", MsgID: "" })
        expect(yield* (yield* Messages).isOwnSend("")).toBe(false)
      }).pipe(Effect.provide(layer))
    )
  })

  describe("a send of which nobody knows whether it arrived", () => {
    const uncertain = { _tag: "uncertain", reason: "no-answer" } as const

    it.effect("is among those of its chat while it is under way and when it ended so, the first first", () =>
      Effect.gen(function* () {
        const { unsure } = yield* Messages
        yield* receive(["1", "2", "3", "4", "5"])
        yield* receive(["6"], "@wang")
        yield* note("2", decided, { ...answered, text: "two" }, sending)
        yield* TestClock.adjust("1 minute")
        yield* note("1", decided, { ...answered, text: "one" }, sending, uncertain)
        yield* note("3", decided, answered, sending, { _tag: "sent", MsgID: "out" })
        yield* note("4", decided, answered, sending, answered)
        yield* note("5", decided, answered, { _tag: "would-send" })
        yield* note("6", decided, { ...answered, text: "six" }, sending, uncertain)
        expect(yield* unsure("@li")).toEqual([
          { MsgId: "1", text: "one", at: MINUTE },
          { MsgId: "2", text: "two", at: 0 }
        ])
        expect(yield* unsure("@wang")).toEqual([{ MsgId: "6", text: "six", at: MINUTE }])
        expect(yield* unsure("@nobody")).toEqual([])
        yield* TestClock.adjust("23 hours")
        yield* receive(["7"])
        expect(yield* unsure("@li")).toHaveLength(2)
      }).pipe(Effect.provide(layer))
    )

    it.effect.each([
      ["uncertain", [decided, answered, sending, uncertain]],
      ["still under way", [decided, answered, sending]]
    ] as const)("is sent when it comes back: %s", ([, progress]) =>
      Effect.gen(function* () {
        const { echoOf, echoed, isOwnSend, unsure } = yield* Messages
        yield* receive(["1"])
        yield* note("1", ...progress)
        expect(yield* echoOf("1")).toEqual(Option.none())
        expect(yield* isOwnSend("echo")).toBe(false)
        yield* echoed("1", "echo")
        expect(yield* echoOf("1")).toEqual(Option.some("echo"))
        expect(yield* isOwnSend("echo")).toBe(true)
        expect(yield* unsure("@li")).toEqual([])
        // its text is the owner's again; it counts on for the loop guard
        expect(yield* historyOf("@li")).toEqual({ sent: [], answers: [0] })
        // the end of the send comes after its echo
        yield* note("1", { _tag: "failed", reason: "defect" })
        yield* note("1", { _tag: "answered", text: "again", source: "tuling", ClientMsgId: "2" })
        expect(yield* unsure("@li")).toEqual([])
        expect((yield* historyOf("@li")).answers).toHaveLength(1)
        yield* note("1", { _tag: "sent", MsgID: "another id" })
        expect(yield* isOwnSend("another id")).toBe(true)
      }).pipe(Effect.provide(layer))
    )

    it.effect.each([
      ["sent", [decided, answered, sending, { _tag: "sent", MsgID: "out" }]],
      ["skipped", [decided, answered, { _tag: "skipped", reason: "stale" }]],
      ["waiting", [decided, answered]]
    ] as const)("is none that is %s: no echo changes that", ([, progress]) =>
      Effect.gen(function* () {
        const { echoOf, echoed, isOwnSend } = yield* Messages
        yield* receive(["1"])
        yield* note("1", ...progress)
        const before = yield* historyOf("@li")
        yield* echoed("1", "echo")
        yield* echoed("unknown", "echo")
        expect(yield* echoOf("1")).toEqual(Option.none())
        expect(yield* isOwnSend("echo")).toBe(false)
        expect(yield* historyOf("@li")).toEqual(before)
      }).pipe(Effect.provide(layer))
    )
  })
})

import { describe, expect, it } from "@effect/vitest"
import { Effect, Exit, Option, TestClock } from "effect"
import { type AskedChatbot } from "../../../src/domain/AskedChatbot.ts"
import { reasonsInWords, todoFor } from "../../../src/domain/ReasonsInWords.ts"
import { type Because, Unsuccessful } from "../../../src/program/Unsuccessful.ts"
import { explainMessage } from "../../../src/program/tools/ExplainMessage.ts"
import { text } from "../../support/domain/facts.ts"
import { RealFiles, temporaryDirectory } from "../../support/layers/files.ts"
import {
  answered,
  decided,
  entry,
  live,
  note,
  reading,
  receive,
  revoke,
  sending,
  sent
} from "../../support/layers/journalFile.ts"
import { type Parts } from "../../support/layers/journals.ts"
import { printed } from "../../support/program/printed.ts"

const whyOf = (path: string, query: string, environment = {}) =>
  reading(path, printed(explainMessage({ query: Option.some(query), last: Option.none() })), environment)

const lastOf = (path: string, last: number) =>
  reading(path, printed(explainMessage({ query: Option.none(), last: Option.some(last) })))

/** A journal's directory after this life. */
const after = Effect.fnUntraced(function* <E>(life: Effect.Effect<void, E, Parts>) {
  const path = yield* temporaryDirectory
  yield* live(path, life)
  return path
})

const unsuccessful = (because: Because) => Exit.fail(new Unsuccessful({ because }))

describe("why", () => {
  it.scoped("tells when, where, what, by which rules it was decided, and what became of it", () =>
    Effect.gen(function* () {
      const one = entry("77", text("hello"), 1_000)
      const path = yield* after(
        Effect.gen(function* () {
          yield* TestClock.adjust("2 seconds")
          yield* receive(1, one)
          yield* note("77", decided(one))
          yield* TestClock.adjust("3 seconds")
          yield* note("77", answered("c1", "hi there"), sending)
          yield* TestClock.adjust("4 seconds")
          yield* note("77", sent("out 1"))
        })
      )
      const { errors, exit, out } = yield* whyOf(path, "77")
      expect(out).toEqual([
        `message      "hello"`,
        "MsgId        77",
        "chat         friend Li",
        "written      1970-01-01 00:00:01",
        "received     1970-01-01 00:00:01",
        "decided      1970-01-01 00:00:02",
        "decision     AskChatbot R3",
        "    seen before           a new MsgId",
        "  → a friend's text       Text from friend",
        "    replies in this chat  0 in 10 minutes, at most 10",
        "outcome      sent",
        `answer       "hi there"`,
        "words of     tuling",
        "ClientMsgId  c1",
        "attempts     1",
        "sending      1970-01-01 00:00:05",
        "sent as      out 1",
        "ended        1970-01-01 00:00:09"
      ])
      expect(errors).toEqual([])
      expect(Exit.isSuccess(exit)).toBe(true)
      const { out: inShanghai } = yield* whyOf(path, "77", { ROBOT_TIME_ZONE: "Asia/Shanghai" })
      expect(inShanghai).toContain("written      1970-01-01 08:00:01")
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("tells what the reason of an end means, what WeChat said, and what there is to do", () =>
    Effect.gen(function* () {
      const path = yield* after(
        Effect.gen(function* () {
          yield* receive(1, entry("1"), entry("2"), entry("3"))
          yield* note("1", { _tag: "skipped", reason: "official-account" })
          yield* note("2", { _tag: "failed", reason: "refused", detail: "webwxsendmsg: refused with 1201\n" })
          yield* note("3", { _tag: "uncertain", reason: "no-answer" })
        })
      )
      const outcomeOf = (MsgId: string) =>
        Effect.map(whyOf(path, MsgId), ({ out }) =>
          out.slice(out.findIndex((line) => line.startsWith("outcome")))
        )
      expect((yield* outcomeOf("1")).slice(0, 3)).toEqual([
        "outcome      skipped official-account",
        `means        ${reasonsInWords["official-account"].en}`,
        "ended        1970-01-01 00:00:00"
      ])
      expect((yield* outcomeOf("2")).slice(0, 4)).toEqual([
        "outcome      failed refused",
        `means        ${reasonsInWords.refused.en}`,
        `detail       "webwxsendmsg: refused with 1201\\n"`,
        `to do        ${todoFor("refused", "en")}`
      ])
      expect((yield* outcomeOf("3")).slice(0, 3)).toEqual([
        "outcome      uncertain no-answer",
        `means        ${reasonsInWords["no-answer"].en}`,
        `to do        ${todoFor("no-answer", "en")}`
      ])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("tells which chatbots were asked, what each took, and why one was passed over", () =>
    Effect.gen(function* () {
      const asked: ReadonlyArray<AskedChatbot> = [
        { chatbot: "tuling", came: "transient", code: "timeout", millis: 5_003 },
        { chatbot: "openai", came: "words", millis: 812 }
      ]
      const spent = { chatbot: "tuling", came: "spent", millis: 0 } as const
      const path = yield* after(
        Effect.gen(function* () {
          yield* receive(1, entry("1"), entry("2"))
          yield* note("1", decided(entry("1")), { ...answered("c", "hi"), source: "openai", asked })
          yield* note("2", { _tag: "skipped", reason: "fallback-line-told", asked: [spent] })
        })
      )
      const askedFor = (MsgId: string) =>
        Effect.map(whyOf(path, MsgId), ({ out }) => out.filter((line) => line.startsWith("asked")))
      expect(yield* askedFor("1")).toEqual([
        "asked        tuling  failed for the moment (timeout)  5003 ms",
        "asked        openai  answered  812 ms"
      ])
      expect(yield* askedFor("2")).toEqual([
        "asked        tuling  not asked: its questions, tokens or credit are used up"
      ])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped(
    "points at the last rule that matched: a limit is looked at after the rule that wants to answer",
    () =>
      Effect.gen(function* () {
        const one = entry("1")
        const { decision, ...rest } = decided(one)
        const trace = decision.trace.map((look) => ({ ...look, matched: look.rule !== "seen before" }))
        const limited = { _tag: "Skip", reason: "chat-limit", trace } as const
        const path = yield* after(Effect.zipRight(receive(1, one), note("1", { ...rest, decision: limited })))
        const { out } = yield* whyOf(path, "1")
        expect(out).toContain("decision     Skip chat-limit")
        expect(out.filter((line) => line.startsWith("  → "))).toEqual([
          "  → replies in this chat  0 in 10 minutes, at most 10"
        ])
      }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("tells what a message quotes, and nothing of it once that is taken back", () =>
    Effect.gen(function* () {
      const quoting = entry("1", { _tag: "Text", text: "七点好", quote: { name: "Ann", text: "明天几点" } })
      const path = yield* after(receive(1, quoting))
      const { out } = yield* whyOf(path, "1")
      expect(out.slice(0, 2)).toEqual([`message      "七点好"`, `quotes       "明天几点" of "Ann"`])
      yield* live(path, revoke("1"))
      expect((yield* whyOf(path, "1")).out.join()).not.toContain("明天几点")
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("finds by a piece of the text: the newest whole, older ones in a line each", () =>
    Effect.gen(function* () {
      const path = yield* after(
        Effect.gen(function* () {
          yield* receive(1, ...Array.from({ length: 12 }, (_, n) => entry(`${n}`, text(`hello ${n}`))))
          yield* note("9", { _tag: "skipped", reason: "stale" })
        })
      )
      const { out } = yield* whyOf(path, "hello")
      expect(out.slice(0, 2)).toEqual([`message      "hello 11"`, "MsgId        11"])
      expect(out).toContain("decision     not yet")
      const older = out.slice(out.indexOf("older ones with this text:") + 1)
      expect(older).toHaveLength(9)
      expect(older.slice(0, 2)).toEqual([
        `1970-01-01 00:00:00  10  received  unknown  "hello 10"`,
        `1970-01-01 00:00:00  9  skipped stale  unknown  "hello 9"`
      ])
      const { out: only } = yield* whyOf(path, "hello 10")
      expect(only).not.toContain("older ones with this text:")
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("lets nothing that people wrote steer the terminal, and shortens it", () =>
    Effect.gen(function* () {
      const evil = "\u001B[2J\nout: forged"
      const one = entry("1", text(evil + "x".repeat(600)))
      const path = yield* after(
        Effect.zipRight(receive(1, one), note("1", decided(one, `friend:${evil}`), answered("c", evil)))
      )
      const { out } = yield* whyOf(path, "1")
      expect(out.join("")).not.toContain("\u001B")
      expect(out.filter((line) => line.startsWith("out: forged"))).toEqual([])
      expect(out[0]).toContain("…")
      expect(out.find((line) => line.startsWith("answer"))).toBe(`answer       "\\u001b[2J\\nout: forged"`)
      const { errors } = yield* whyOf(path, `${evil}?`)
      expect(errors).toEqual([`no message has this id or text: "\\u001b[2J\\nout: forged?"`])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("knows of what was taken back only that it was, and what the reason had been", () =>
    Effect.gen(function* () {
      const one = entry("1", text("secret"))
      const path = yield* after(
        Effect.gen(function* () {
          yield* receive(1, one)
          yield* note("1", decided(one), { _tag: "skipped", reason: "revoked" })
          yield* revoke("1")
        })
      )
      const { out } = yield* whyOf(path, "1")
      expect(out).toContain("message      (taken back)")
      expect(out).toContain("decision     forgotten with the text: it was revoked")
      expect(out.join("\n")).not.toContain("secret")
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("tells of an uncertain one that was taken back no reason of its decision", () =>
    Effect.gen(function* () {
      const one = entry("1", text("secret"))
      const path = yield* after(
        Effect.gen(function* () {
          yield* receive(1, one)
          yield* note("1", decided(one), answered("c"), sending, { _tag: "uncertain", reason: "no-answer" })
          yield* revoke("1")
        })
      )
      const { out } = yield* whyOf(path, "1")
      expect(out).toContain("decision     forgotten with the text")
      expect(out).toContain("outcome      uncertain no-answer")
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("lists the last ones in a line each, the newest last", () =>
    Effect.gen(function* () {
      const two = entry("2", { _tag: "Picture" })
      const path = yield* after(
        Effect.gen(function* () {
          yield* receive(1, entry("1"), two, entry("3", text("a long text ".repeat(9)), 0, "@@family"))
          yield* note("2", { ...decided(two), lastingName: undefined })
          yield* note("3", { _tag: "failed", reason: "refused", detail: "1204" })
        })
      )
      const { exit, out } = yield* lastOf(path, 2)
      expect(out).toEqual([
        "1970-01-01 00:00:00  2  decided  friend  Picture",
        `1970-01-01 00:00:00  3  failed refused  group  "a long text a long text a long text a lo…"`
      ])
      expect(Exit.isSuccess(exit)).toBe(true)
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("ends in 1 when there is no such message, or none at all", () =>
    Effect.gen(function* () {
      const path = yield* after(receive(1))
      expect(yield* whyOf(path, "hello")).toEqual({
        exit: unsuccessful("failed"),
        out: [],
        errors: [`no message has this id or text: "hello"`]
      })
      expect(yield* lastOf(path, 20)).toEqual({
        exit: unsuccessful("failed"),
        out: [],
        errors: ["there is no message yet"]
      })
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped.each([
    ["nothing", { query: Option.none<string>(), last: Option.none<number>() }],
    ["two things", { query: Option.some("hello"), last: Option.some(3) }],
    ["the last none", { query: Option.none<string>(), last: Option.some(0) }]
  ] as const)("ends in 64 when asked for %s", ([, asked]) =>
    Effect.gen(function* () {
      const path = yield* after(receive(1, entry("1")))
      const { errors, exit, out } = yield* reading(path, printed(explainMessage(asked)))
      expect([exit, out]).toEqual([unsuccessful("usage"), []])
      expect(errors).toEqual(["why wants the id or a piece of the text of a message, or --last N"])
    }).pipe(Effect.provide(RealFiles))
  )
})

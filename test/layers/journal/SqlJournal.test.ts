import { FileSystem } from "@effect/platform"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, HashMap, Logger, Option, Redacted, TestClock } from "effect"
import { type Entry } from "../../../src/domain/Entry.ts"
import { type Body } from "../../../src/domain/Message.ts"
import * as Mention from "../../../src/domain/Mention.ts"
import { none, PhoneActivity, wrote } from "../../../src/domain/PhoneActivity.ts"
import { Journal } from "../../../src/layers/journal/Journal.ts"
import { JournalReader } from "../../../src/layers/journal/JournalReader.ts"
import { KeptValues } from "../../../src/layers/journal/KeptValues.ts"
import { Messages } from "../../../src/layers/journal/Messages.ts"
import { SavedContacts } from "../../../src/layers/journal/SavedContacts.ts"
import { SavedSessions } from "../../../src/layers/journal/SavedSessions.ts"
import { text } from "../../support/domain/facts.ts"
import { chat, contact, cursor, session } from "../../support/program/wire.ts"
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
  sent,
  tamper
} from "../../support/layers/journalFile.ts"

const cookie = {
  name: "wxuin",
  value: Redacted.make("42"),
  domain: "wx.qq.com",
  hostOnly: false,
  path: "/",
  expires: null
}

const begin = Effect.flatMap(SavedSessions, ({ begin }) => begin(session, [cookie]))

/** The warnings of an effect, each with its MsgId. */
const warnings = Effect.fnUntraced(function* <A, E, R>(self: Effect.Effect<A, E, R>) {
  const told: Array<string> = []
  const logger = Logger.make(({ annotations, logLevel, message }) => {
    const fact = (name: string) => Option.getOrElse(HashMap.get(annotations, name), () => "")
    told.push(`${logLevel.label} ${[message].flat().join(" ")} ${fact("MsgId")} ${fact("reason")}`)
  })
  yield* Effect.provide(self, Logger.replace(Logger.defaultLogger, logger))
  return told
})

const ids = Effect.flatMap(JournalReader, ({ last }) =>
  Effect.map(last(10_000), (all) => all.map(({ msgId }) => msgId).toReversed())
)

describe("the journal on disk, opened again", () => {
  it.scoped("goes on with what was on its way, in the order it came, as far as it had come", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const [a, b, c, d] = [entry("9"), entry("3", { _tag: "Picture" }), entry("7"), entry("1")]
      const first = Effect.gen(function* () {
        yield* receive(1, a, b)
        yield* receive(2, c, d)
        yield* note("3", decided(b))
        yield* note("7", decided(c), answered("c1"))
        yield* note("1", decided(d), answered("c2"), sending, sent("out"))
      })
      yield* live(path, first)
      const left = yield* live(
        path,
        Effect.flatMap(Messages, ({ unfinished }) => unfinished)
      )
      const { decision, facts } = decided(b)
      expect(left).toEqual([
        { entry: a, decided: undefined, answer: undefined },
        { entry: b, decided: { decision, facts }, answer: undefined },
        {
          entry: c,
          decided: { decision, facts: decided(c).facts },
          answer: { text: "hi", source: "tuling", ClientMsgId: "c1" }
        }
      ])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("never sends again what was being sent: it is uncertain, and the owner is warned once", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const one = entry("1")
      yield* live(path, Effect.zipRight(receive(1, one), note("1", decided(one), answered("c"), sending)))
      const again = live(
        path,
        Effect.flatMap(Messages, ({ unfinished }) =>
          Effect.map(unfinished, (left) => expect(left).toEqual([]))
        )
      )
      expect(yield* warnings(again)).toEqual(["WARN uncertain 1 killed"])
      expect(yield* warnings(again)).toEqual([])
      const stored = yield* reading(
        path,
        Effect.flatMap(JournalReader, ({ find }) => find("1"))
      )
      expect(Option.getOrThrow(stored)).toMatchObject({
        state: "uncertain",
        reason: "killed",
        attempts: 1,
        endedAt: 0
      })
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("knows an echo of what was being sent when it died, for a day, and keeps it as sent", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const [one, two, three] = [entry("1"), entry("2"), entry("3")]
      const first = Effect.gen(function* () {
        yield* receive(1, one, two, three)
        yield* note("1", decided(one), answered("c1"), sending)
        yield* note("2", decided(two), answered("c2", "two"), sending, {
          _tag: "uncertain",
          reason: "no-answer"
        })
        yield* note("3", decided(three), answered("c3", "three"), sending, sent("out"))
      })
      yield* live(path, first)
      yield* TestClock.adjust("20 hours")
      const second = Effect.gen(function* () {
        const { echoOf, echoed, isOwnSend, unsure } = yield* Messages
        expect(yield* unsure("@li")).toEqual([
          { MsgId: "1", text: "hi", at: 0 },
          { MsgId: "2", text: "two", at: 0 }
        ])
        yield* echoed("1", "echo")
        yield* echoed("3", "no echo")
        // on disk no later than this
        yield* receive(2, entry("4", undefined, 72_000_000))
        expect(yield* isOwnSend("echo")).toBe(true)
        expect(yield* echoOf("1")).toEqual(Option.some("echo"))
      })
      yield* live(path, second)
      const stored = yield* reading(
        path,
        Effect.flatMap(JournalReader, ({ find }) => Effect.forEach(["1", "2", "3"], find))
      )
      expect(stored.map(Option.getOrThrow)).toMatchObject([
        { state: "sent", sentMsgId: "echo", endedAt: 72_000_000, sendingAt: 0, answer: "hi" },
        { state: "uncertain", reason: "no-answer", sentMsgId: null, endedAt: 0 },
        { state: "sent", sentMsgId: "out", endedAt: 0 }
      ])
      yield* TestClock.adjust("5 hours")
      const third = Effect.gen(function* () {
        const { isOwnSend, unsure } = yield* Messages
        expect(yield* unsure("@li")).toEqual([])
        expect(yield* isOwnSend("echo")).toBe(true)
        expect(yield* isOwnSend("no echo")).toBe(false)
      })
      yield* live(path, third)
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped(
    "goes on with the session, from the cursor of the last batch, with its cookies and contacts",
    () =>
      Effect.gen(function* () {
        const path = yield* temporaryDirectory
        const li = contact("@li", { NickName: "Li", RemarkName: "李" })
        const first = Effect.gen(function* () {
          const { keepCookies } = yield* SavedSessions
          const { learn, learntAll, unlearn } = yield* SavedContacts
          yield* begin
          yield* receive(1, entry("1"))
          yield* receive(2)
          yield* keepCookies([{ ...cookie, value: Redacted.make("43") }])
          yield* learn("@me", [contact("@li"), contact("@wang")])
          yield* learn("@me", [li])
          yield* unlearn("@me", ["@wang"])
          yield* learntAll("@me")
        })
        yield* live(path, first)
        const { known, saved } = yield* live(
          path,
          Effect.gen(function* () {
            const saved = yield* (yield* SavedSessions).last
            return { saved, known: yield* (yield* SavedContacts).knownIn("@me") }
          })
        )
        const { cookies, endedBy, session: kept } = Option.getOrThrow(saved)
        expect(kept).toEqual({ ...session, ...cursor(2), contacts: [] })
        expect(cookies.map(({ value }) => Redacted.value(value))).toEqual(["43"])
        expect(Redacted.value(kept.credentials.skey)).toBe(Redacted.value(session.credentials.skey))
        expect(endedBy).toBe(undefined)
        expect(known).toEqual({ contacts: [li], complete: true })
      }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("knows what ended the session, until the next log-in voids it with its cursor", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const saved = live(
        path,
        Effect.flatMap(SavedSessions, ({ last }) => Effect.map(last, Option.getOrThrow))
      )
      const ended = Effect.flatMap(SavedSessions, ({ end }) => end(1101))
      yield* live(path, Effect.zipRight(begin, Effect.zipRight(receive(7), ended)))
      expect(yield* saved).toMatchObject({ endedBy: 1101, session: cursor(7) })
      yield* live(path, begin)
      expect(yield* saved).toMatchObject({ endedBy: undefined, session: { SyncKey: session.SyncKey } })
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped(
    "knows a chat by what it is called now where an earlier version wrote another spelling down",
    () =>
      Effect.gen(function* () {
        const path = yield* temporaryDirectory
        const one = entry("1")
        const first = Effect.gen(function* () {
          yield* receive(1, one)
          yield* note("1", decided(one, "friend:Heart\u2764\uFE0F"), answered("c"), sending, sent("out"))
        })
        yield* live(path, first)
        const again = Effect.flatMap(Messages, ({ history }) =>
          history(chat("@li2", "friend:Heart\u2764"), "@me2")
        )
        expect((yield* live(path, again)).answers).toHaveLength(1)
      }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("knows a chat's last ten minutes, under its name of now and by the one that lasts", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      yield* TestClock.adjust("1 hour")
      const at = 3_600_000
      const [early, late] = [entry("1", text("a"), at), entry("2", text("b"), at)]
      const first = Effect.gen(function* () {
        yield* receive(1, early, late)
        yield* note("1", decided(early), answered("c1", "first"), sending, sent("out"))
        yield* TestClock.adjust("5 minutes")
        yield* note("2", decided(late), answered("c2", "second"), sending, sent("out2"))
      })
      yield* live(path, first)
      yield* TestClock.adjust("5 minutes")
      const again = Effect.flatMap(Messages, ({ history, sentLately }) =>
        Effect.all({
          here: history(chat("@li"), "@me"),
          renamed: history(chat("@li2", "friend:Li"), "@me2"),
          sentLately
        })
      )
      const recent = { sent: [{ text: "second", at: at + 300_000 }], answers: [at + 300_000] }
      expect(yield* live(path, again)).toEqual({ here: recent, renamed: recent, sentLately: [] })
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("counts what becomes of a message that was left on its way long ago", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const one = entry("1")
      yield* live(path, Effect.zipRight(receive(1, one), note("1", decided(one), answered("c"))))
      yield* TestClock.adjust("1 hour")
      const again = Effect.zipRight(
        note("1", sending),
        Effect.flatMap(Messages, ({ history }) => history(chat("@li2", "friend:Li"), "@me2"))
      )
      expect((yield* live(path, again)).sent).toEqual([{ text: "hi", at: 3_600_000 }])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("knows the messages and the own sends of older days", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const one = entry("1")
      yield* live(
        path,
        Effect.zipRight(receive(1, one), note("1", decided(one), answered("c"), sending, sent("out")))
      )
      yield* TestClock.adjust("20 days")
      const again = Effect.flatMap(Messages, ({ isOwnSend, known }) =>
        Effect.all([isOwnSend("out"), isOwnSend("in"), known(["1", "2"])])
      )
      expect(yield* live(path, again)).toEqual([true, false, new Set(["1"])])
    }).pipe(Effect.provide(RealFiles))
  )
})

/** What comes with a fetch, written down together as the inbox does: messages, the n-th cursor, the phone. */
const batch = Effect.fnUntraced(function* (n: number, ...entries: ReadonlyArray<Entry>) {
  const { together } = yield* Journal
  const { receive } = yield* Messages
  const { moveTo } = yield* SavedSessions
  const phone = yield* (yield* KeptValues).value({ name: "phone", schema: PhoneActivity, none })
  const seen = phone.update((before) => wrote(before, "@li", n, 1_000))
  yield* together(Effect.all([receive(entries), moveTo(cursor(n)), seen], { discard: true }))
})

describe("a batch on disk", () => {
  it.scoped.each([
    ["a message", "insert on message when new.msg_id = '3'"],
    ["the cursor", "update of cursor on session"],
    ["the phone", "insert on kept when new.name = 'phone'"]
  ])("is there with its messages and its cursor, or not at all: %s cannot be written", ([, event]) =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      yield* live(path, Effect.zipRight(begin, batch(1, entry("1"))))
      yield* tamper(path, `create trigger refused before ${event} begin select raise(abort, 'no'); end`)
      const failed = Effect.gen(function* () {
        const receiving = yield* Effect.fork(batch(2, entry("2"), entry("3")))
        const failure = yield* Effect.flatMap(Journal, (journal) => Effect.flip(journal.failure))
        expect(yield* Fiber.poll(receiving)).toEqual(Option.none())
        return failure
      })
      expect(yield* live(path, failed)).toMatchObject({ _tag: "JournalFailed" })
      expect(yield* reading(path, ids)).toEqual(["1"])
      yield* tamper(path, "drop trigger refused")
      const saved = yield* live(
        path,
        Effect.flatMap(SavedSessions, ({ last }) => last)
      )
      expect(Option.getOrThrow(saved).session).toMatchObject(cursor(1))
      const phone = live(
        path,
        Effect.flatMap(KeptValues, ({ value }) =>
          Effect.flatMap(value({ name: "phone", schema: PhoneActivity, none }), ({ get }) => get)
        )
      )
      expect(yield* phone).toEqual({ lastUse: 1, lastWrote: new Map([["@li", 1]]) })
      yield* live(path, batch(2, entry("2"), entry("3")))
      expect(yield* reading(path, ids)).toEqual(["1", "2", "3"])
    }).pipe(Effect.provide(RealFiles))
  )
})

/** Which files of a directory hold this text anywhere in their bytes. */
const holding = Effect.fnUntraced(function* (path: string, text: string) {
  const fs = yield* FileSystem.FileSystem
  const files = yield* fs.readDirectory(path)
  const held = yield* Effect.filter(files, (file) =>
    // the driver may take the log away a moment after its close
    Effect.orElseSucceed(
      Effect.map(fs.readFile(`${path}/${file}`), (bytes) => Buffer.from(bytes).includes(text)),
      () => false
    )
  )
  return held
})

describe("what was taken back", () => {
  it.scoped("is in no byte of the files once the robot has stopped, however long it was", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      // more than a page: such texts lie in pages of their own, which then are free
      const secret = "the secret ".repeat(1_000)
      const [short, long, asked] = [entry("1", text("quite secret")), entry("2", text(secret)), entry("3")]
      const first = Effect.gen(function* () {
        yield* receive(1, short, long, asked)
        for (const one of [short, long, asked]) {
          const step = decided(one)
          const facts = { ...step.facts, mention: Mention.Personal({ rest: secret }) }
          const decision = { ...step.decision, question: secret }
          yield* note(one.message.MsgId, { ...step, decision, facts }, answered("c", `re: ${secret}`))
        }
      })
      yield* live(path, first)
      expect(yield* holding(path, "secret")).toEqual(["journal.db"])
      yield* live(path, revoke("1", "2", "3"))
      expect(yield* holding(path, "secret")).toEqual([])
      expect(yield* reading(path, ids)).toEqual(["1", "2", "3"])
      const unknown = Effect.zipRight(
        revoke("4"),
        Effect.flatMap(Messages, ({ unfinished }) => unfinished)
      )
      const left = yield* live(path, unknown)
      expect(left.map(({ answer, decided, entry }) => [entry.message.body, decided, answer])).toEqual(
        left.map(() => [text(""), undefined, undefined])
      )
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("as one's own last message is none that WeChat wrote in the owner's name", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const own = (MsgId: string, body: Body) => {
        const one = entry(MsgId, body)
        return { ...one, message: { ...one.message, from: "@me" } }
      }
      const notify: Body = { _tag: "StatusNotify", code: 2, userNames: [] }
      yield* live(path, receive(1, own("1", text("mine")), own("2", notify)))
      yield* live(path, revoke("0"))
      expect(yield* holding(path, "mine")).toEqual([])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("stays forgotten when its answer comes only then", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const one = entry("1", text("quite secret"))
      yield* live(
        path,
        Effect.gen(function* () {
          yield* receive(1, one)
          yield* revoke("1")
          yield* note("1", decided(one), answered("c", "re: quite secret"))
          yield* note("1", { _tag: "skipped", reason: "revoked" })
        })
      )
      expect(yield* holding(path, "secret")).toEqual([])
      const stored = yield* reading(
        path,
        Effect.flatMap(JournalReader, ({ last }) => last(1))
      )
      expect(stored[0]).toMatchObject({ state: "skipped", reason: "revoked", answer: null, decision: null })
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("as one's own last message is that of the chat, whenever it was said", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const own = (MsgId: string, chat: string) => {
        const one = entry(MsgId, text("mine"), 0, chat)
        return { ...one, message: { ...one.message, from: "@me" } }
      }
      yield* live(path, receive(1, own("1", "@li"), own("2", "@li"), own("3", "@wang"), entry("4")))
      yield* live(path, revoke("0"))
      const revoked = Effect.flatMap(JournalReader, ({ last }) =>
        Effect.map(last(9), (all) => all.flatMap((one) => (one.revoked ? [one.msgId] : [])))
      )
      expect(yield* reading(path, revoked)).toEqual(["2"])
    }).pipe(Effect.provide(RealFiles))
  )
})

describe("old messages", () => {
  it.scoped("go in steps, those on their way stay", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const count = reading(
        path,
        Effect.map(ids, ({ length }) => length)
      )
      const life = Effect.gen(function* () {
        const old = Array.from({ length: 1_200 }, (_, n) => entry(`old ${n}`))
        yield* receive(1, ...old, entry("on its way"))
        for (const { message } of old) yield* note(message.MsgId, { _tag: "skipped", reason: "stale" })
        yield* TestClock.adjust("20 days")
        yield* receive(2, entry("new", text("new"), 20 * 86_400_000))
        expect(yield* count).toBe(1_202)
      })
      const later = Effect.gen(function* () {
        // what it is waited for comes after the steps that were due
        yield* receive(3)
        expect(yield* count).toBe(702)
        yield* TestClock.adjust("1 second")
        yield* receive(4)
        expect(yield* count).toBe(202)
        yield* TestClock.adjust("1 second")
        yield* receive(5)
        expect(yield* reading(path, ids)).toEqual(["on its way", "new"])
      })
      const reader = { ROBOT_KEEP_MESSAGES: "30 days" }
      yield* live(path, life, reader)
      yield* TestClock.adjust("11 days")
      yield* live(path, later, reader)
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("stay for ever when the owner wishes", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      yield* live(
        path,
        Effect.zipRight(receive(1, entry("1")), note("1", { _tag: "skipped", reason: "stale" }))
      )
      yield* TestClock.adjust("10000 days")
      yield* live(path, Effect.zipRight(TestClock.adjust("1 day"), receive(2)), { ROBOT_KEEP_MESSAGES: "0" })
      expect(yield* reading(path, ids)).toEqual(["1"])
    }).pipe(Effect.provide(RealFiles))
  )
})

describe("an end on disk", () => {
  it.scoped("is final, whatever is noted after it", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const one = entry("1")
      const steps = [decided(one), answered("c", "hi"), sending, sent("out")]
      yield* live(
        path,
        Effect.zipRight(receive(1, one), note("1", ...steps, { _tag: "failed", reason: "defect" }))
      )
      const stored = yield* reading(
        path,
        Effect.flatMap(JournalReader, ({ last }) => last(1))
      )
      expect(stored[0]).toMatchObject({ state: "sent", reason: "R3" })
    }).pipe(Effect.provide(RealFiles))
  )
})

describe("the files", () => {
  it.scoped("are their owner's alone, those that SQLite adds too", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* temporaryDirectory
      const modes = Effect.gen(function* () {
        yield* receive(1, entry("1"))
        const files = yield* fs.readDirectory(path)
        const all = yield* Effect.forEach(files.toSorted(), (file) =>
          Effect.map(fs.stat(`${path}/${file}`), ({ mode }) => [file, (mode & 0o777).toString(8)])
        )
        return Object.fromEntries(all)
      })
      expect(yield* live(path, modes)).toMatchObject({
        "journal.db": "600",
        "journal.db-shm": "600",
        "journal.db-wal": "600",
        "lock.db": "600"
      })
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("are so again where a backup was put back that all can read", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* temporaryDirectory
      yield* live(path, receive(1, entry("1")))
      yield* fs.chmod(`${path}/journal.db`, 0o644)
      yield* live(path, receive(2))
      expect((yield* fs.stat(`${path}/journal.db`)).mode & 0o777).toBe(0o600)
    }).pipe(Effect.provide(RealFiles))
  )
})

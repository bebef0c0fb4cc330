import { describe, expect, it } from "@effect/vitest"
import { Clock, Effect, HashMap, Logger, Option, Redacted, Schema } from "effect"
import { LinesTold } from "../../../../../src/domain/LinesTold.ts"
import { none, PhoneActivity } from "../../../../../src/domain/PhoneActivity.ts"
import { SendPauseState } from "../../../../../src/domain/SendPauseState.ts"
import { JournalFailed } from "../../../../../src/layers/journal/Journal.ts"
import { JournalReader } from "../../../../../src/layers/journal/JournalReader.ts"
import { type Kept, KeptValues } from "../../../../../src/layers/journal/KeptValues.ts"
import { Messages } from "../../../../../src/layers/journal/Messages.ts"
import { SavedContacts } from "../../../../../src/layers/journal/SavedContacts.ts"
import { SavedSessions } from "../../../../../src/layers/journal/SavedSessions.ts"
import { journalIsFine } from "../../../../../src/layers/journal/SqlJournalReader.ts"
import { RealFiles, temporaryDirectory } from "../../../../support/layers/files.ts"
import {
  decided,
  entry,
  live,
  note,
  reading,
  receive,
  tamper
} from "../../../../support/layers/journalFile.ts"
import * as before from "../../../../support/layers/journalOfBefore.ts"
import { chat, contact, cursor, session } from "../../../../support/program/wire.ts"

const opened = Effect.asVoid(Messages)

/** All that is in a journal. */
const dump = (path: string) =>
  Effect.all({
    schema: before.rows(path, "select name, sql from sqlite_master order by name"),
    version: before.rows(path, "select migration_id, name from migration order by migration_id"),
    messages: before.rows(path, "select * from message order by seq"),
    kept: before.rows(path, "select * from kept order by name"),
    sessions: before.rows(path, "select * from session"),
    contacts: before.rows(path, "select * from contact order by me, user_name"),
    wholeBooks: before.rows(path, "select * from whole_book order by me")
  })

/** What an effect tells in the log, with the numbers that it tells. */
const log = Effect.fnUntraced(function* <A, E, R>(self: Effect.Effect<A, E, R>) {
  const told: Array<string> = []
  const logger = Logger.make(({ annotations, logLevel, message }) => {
    const numbers = ["messages", "moved", "of"].flatMap((name) =>
      Option.toArray(Option.map(HashMap.get(annotations, name), (value) => `${name}=${String(value)}`))
    )
    told.push([logLevel.label, message, ...numbers].flat().join(" "))
  })
  yield* Effect.provide(self, Logger.replace(Logger.defaultLogger, logger))
  return told
})

const get = <A, I>(kept: Kept<A, I>) =>
  Effect.flatMap(KeptValues, ({ value }) => Effect.flatMap(value(kept), ({ get }) => get))

const limits = Effect.all({
  phone: get({ name: "phone", schema: PhoneActivity, none }),
  sendPause: get({ name: "send-pause", schema: SendPauseState, none: { until: 0, inARow: 0 } }),
  askedAt: get({ name: "phone-asked-at", schema: Schema.NullOr(Schema.Number), none: null }),
  told: get({ name: "lines-told", schema: LinesTold, none: {} })
})

/** What became of the reasons that were written otherwise, by MsgId. */
const changes: Readonly<Record<string, object>> = {
  // nobody knows whether it arrived
  4: { state: "uncertain", reason: "killed", ended_at: 0 },
  8: { reason: "refused", detail: "webwxsendmsg: refused with 1204: it's no friend" },
  11: { reason: "refused", detail: "1204: not a friend" },
  12: { reason: "refused", detail: "" }
}

/** A clock that is three seconds later each time it is looked at. */
const hurrying = Effect.map(Effect.clock, (clock): Clock.Clock => {
  let now = 0
  return {
    ...clock,
    [Clock.ClockTypeId]: Clock.ClockTypeId,
    sleep: (duration) => clock.sleep(duration),
    unsafeCurrentTimeMillis: () => now,
    unsafeCurrentTimeNanos: () => BigInt(now) * 1_000_000n,
    currentTimeMillis: Effect.sync(() => (now += 3_000)),
    currentTimeNanos: clock.currentTimeNanos
  }
})

describe("a journal of the version before accounts", () => {
  it.scoped("has all that there was when it is opened, under the account of one robot", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      yield* before.journalOfBefore(path)
      yield* live(path, opened)
      const { contacts, kept, messages, sessions, version, wholeBooks } = yield* dump(path)
      const account = "default"
      expect(version.map(({ migration_id }) => migration_id)).toEqual([1, 2, 3, 4, 5, 6, 7])
      expect(messages).toEqual(
        before.messages.map((row) => ({
          account,
          detail: null,
          asked: null,
          own_lasting_name: null,
          question: null,
          speaker: null,
          ...row,
          ...changes[`${row["msg_id"]}`]
        }))
      )
      expect(kept).toEqual([
        { account, name: "lines-told", value: `{"away":{"@li":3}}` },
        { account, name: "phone", value: `{"lastUse":7,"lastWrote":[["@li",5]]}` },
        { account, name: "phone-asked-at", value: "4" },
        { account, name: "send-pause", value: `{"until":9,"inARow":1}` }
      ])
      expect(sessions).toEqual([
        { account, session: before.session, cookies: before.cookies, cursor: before.cursor, ended_by: 1101 }
      ])
      expect(contacts).toEqual(before.contacts.map((row) => ({ account, ...row })))
      expect(wholeBooks).toEqual([{ account, me: "@me" }])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("has the tables and indexes of a new one then", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const fresh = yield* temporaryDirectory
      yield* before.journalOfBefore(path)
      yield* live(path, opened)
      yield* live(fresh, opened)
      const { schema, version } = yield* dump(path)
      const expected = yield* dump(fresh)
      expect(schema).toEqual(expected.schema)
      const tables = yield* before.rows(
        path,
        "select name from sqlite_master where type = 'table' order by name"
      )
      expect(tables.map(({ name }) => name)).toEqual([
        "contact",
        "kept",
        "message",
        "migration",
        "session",
        "whole_book"
      ])
      expect(version).toEqual(expected.version)
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("is gone on with: messages on their way, session, people, limits", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      yield* before.journalOfBefore(path)
      const life = Effect.gen(function* () {
        const { history, isOwnSend, isRevoked, known, unfinished, unsure } = yield* Messages
        const contacts = yield* SavedContacts
        return {
          left: (yield* unfinished).map(({ answer, decided, entry }) => [
            entry.message.MsgId,
            decided?.decision.reason,
            answer
          ]),
          known: yield* known(["1", "17", "18", "30"]),
          own: yield* Effect.all([isOwnSend("out"), isOwnSend("in")]),
          revoked: yield* Effect.all([isRevoked("16"), isRevoked("7")]),
          unsure: (yield* unsure("@li")).map(({ MsgId }) => MsgId),
          answers: (yield* history(chat("@li2", "friend:Li"), "@me2")).answers,
          saved: Option.getOrThrow(yield* (yield* SavedSessions).last),
          people: yield* contacts.knownIn("@me"),
          others: yield* contacts.knownIn("@before"),
          limits: yield* limits
        }
      })
      const { left, saved, ...rest } = yield* live(path, life)
      expect(left).toEqual([
        ["1", undefined, undefined],
        ["2", "R3", undefined],
        ["3", "R3", { text: "hi", source: "tuling", ClientMsgId: "c3" }],
        ["16", undefined, undefined],
        ["30", undefined, undefined]
      ])
      expect(saved.session).toEqual({ ...session, ...cursor(3) })
      expect(saved.cookies.map(({ value }) => Redacted.value(value))).toEqual(["42"])
      expect(saved.endedBy).toBe(1101)
      expect(rest).toEqual({
        known: new Set(["1", "17", "30"]),
        own: [true, false],
        revoked: [true, false],
        unsure: ["4", "14", "15"],
        // 2 to 6, 14 and 15: those that failed or were skipped do not count
        answers: [0, 0, 0, 0, 0, 0, 0],
        people: { contacts: [contact("@li"), contact("@wang")], complete: true },
        others: { contacts: [contact("@li")], complete: false },
        limits: {
          phone: { lastUse: 7, lastWrote: new Map([["@li", 5]]) },
          sendPause: { until: 9, inARow: 1 },
          askedAt: 4,
          told: { away: { "@li": 3 } }
        }
      })
      // what comes then comes after it
      yield* live(path, Effect.zipRight(receive(4, entry("new")), note("1", decided(entry("1")))))
      const newest = yield* reading(
        path,
        Effect.flatMap(JournalReader, ({ last }) => last(2))
      )
      expect(newest.map(({ msgId, seq }) => [msgId, seq])).toEqual([
        ["new", 31],
        ["30", 30]
      ])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("may hold no values yet", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      yield* before.journalOfBefore(path, {})
      expect(yield* live(path, limits)).toEqual({
        phone: none,
        sendPause: { until: 0, inARow: 0 },
        askedAt: null,
        told: {}
      })
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("has one time for a chat whose name was written in several ways: the later one", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const told = { away: { "friend:Zoe\u0308\u2764\uFE0F": 3, "friend:Zo\u00EB\u2764": 2, "@li": 1 } }
      const lastWrote = [
        ["friend:Heart\u2764\uFE0F", 5],
        ["friend:Heart\u2764", 6],
        ["friend:Zoe\u0308", 4]
      ]
      yield* before.journalOfBefore(path, {
        phone: JSON.stringify({ lastUse: null, lastWrote }),
        limits: JSON.stringify({ sendPause: { until: null, inARow: 3 }, askedAt: null, told })
      })
      expect(yield* live(path, limits)).toEqual({
        phone: {
          lastUse: undefined,
          lastWrote: new Map([
            ["friend:Heart\u2764", 6],
            ["friend:Zo\u00EB", 4]
          ])
        },
        sendPause: { until: null, inARow: 3 },
        askedAt: null,
        told: { away: { "friend:Zo\u00EB\u2764": 3, "@li": 1 } }
      })
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped.each(["phone", "limits"])(
    "is refused where a value cannot be read, with no word of what it holds, and left as it is: %s",
    (name) =>
      Effect.gen(function* () {
        const path = yield* temporaryDirectory
        yield* before.journalOfBefore(path, { ...before.values, [name]: `{"a secret"` })
        const failed = yield* Effect.flip(live(path, opened))
        expect(failed).toBeInstanceOf(JournalFailed)
        expect(failed.kind).toBe("corrupt")
        expect(failed.message).not.toContain("secret")
        expect(yield* before.rows(path, "select max(migration_id) as id from migration")).toEqual([{ id: 4 }])
        yield* tamper(path, `delete from kept where name = '${name}'`)
        yield* live(path, opened)
        expect((yield* dump(path)).messages).toHaveLength(before.messages.length)
      }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("is the same after a second start, which has nothing to tell", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      yield* before.journalOfBefore(path)
      yield* live(path, opened)
      const after = yield* dump(path)
      expect(yield* log(live(path, opened))).toEqual([])
      expect(yield* dump(path)).toEqual(after)
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("of many messages moves in steps, and tells what takes its time", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      yield* before.largeJournalOfBefore(path, 2_500)
      const messages = yield* before.rows(path, "select * from message order by seq")
      expect(yield* log(live(path, opened))).toEqual([
        "INFO the journal is brought up to date, which may take a minute messages=2500",
        "INFO the journal is up to date messages=2500"
      ])
      expect((yield* dump(path)).messages).toEqual(
        messages.map((row) => ({
          account: "default",
          asked: null,
          own_lasting_name: null,
          question: null,
          speaker: null,
          detail: null,
          ...row
        }))
      )
    }).pipe(Effect.provide(RealFiles))
  )
})

describe("the move of messages to their account", () => {
  it.scoped.each([0, 3, 11, 16, 30])(
    "goes on after a kill in the middle of it, behind the message %i",
    (seq) =>
      Effect.gen(function* () {
        const path = yield* temporaryDirectory
        yield* before.journalOfBefore(path)
        yield* live(path, opened)
        const after = yield* dump(path)
        yield* before.killedAfter(path, seq)
        const moving = before.messages.filter((row) => Number(row["seq"]) > seq).length
        const told =
          moving === 0
            ? []
            : [
                `INFO the journal is brought up to date, which may take a minute messages=${moving}`,
                `INFO the journal is up to date messages=${moving}`
              ]
        const lines = yield* log(live(path, opened))
        expect(lines.filter((line) => line.startsWith("INFO"))).toEqual(told)
        expect(yield* dump(path)).toEqual(after)
      }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("that fails keeps what has moved, ends the robot, and goes on with the next start", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      yield* before.largeJournalOfBefore(path, 21_500)
      // it stands aside with the table
      yield* tamper(
        path,
        "create trigger refused before delete on message when old.seq = 21200 begin select raise(abort, 'no'); end"
      )
      const count = (table: string) =>
        Effect.map(before.rows(path, `select count(*) as count from ${table}`), ([row]) => row?.["count"])
      expect(yield* Effect.flip(live(path, opened))).toBeInstanceOf(JournalFailed)
      expect(yield* count("message")).toBe(20_000)
      expect(yield* count("message_before")).toBe(1_500)
      yield* tamper(path, "drop trigger refused")
      expect(yield* log(live(path, opened))).toEqual([
        "INFO the journal is brought up to date, which may take a minute messages=1500",
        "INFO the journal is up to date messages=1500"
      ])
      expect(yield* count("message")).toBe(21_500)
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("tells every few seconds how far it is", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      yield* before.largeJournalOfBefore(path, 40_500)
      const clock = yield* hurrying
      expect(yield* log(Effect.withClock(live(path, opened), clock))).toEqual([
        "INFO the journal is brought up to date, which may take a minute messages=40500",
        "INFO the journal is brought up to date moved=40000 of=40500",
        "INFO the journal is up to date messages=40500"
      ])
    }).pipe(Effect.provide(RealFiles))
  )
})

describe("a journal that the robot has to bring up to date", () => {
  const problem = (path: string) =>
    Effect.flip(
      reading(
        path,
        Effect.flatMap(JournalReader, ({ last }) => last(1))
      )
    )

  it.scoped.each([
    [
      "the version before accounts",
      "of an older version of this program: start the robot once",
      before.journalOfBefore
    ],
    [
      "a move that was killed",
      "the robot brings it up to date: try again in a minute, or start the robot once more if it is stopped",
      (path: string) =>
        before
          .journalOfBefore(path)
          .pipe(Effect.zipRight(live(path, opened)), Effect.zipRight(before.killedAfter(path, 3)))
    ]
  ] as const)("is read by nobody, found to be fine, and not changed by either: %s", ([, words, make]) =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      yield* make(path)
      const held = Effect.forEach(
        [
          "select name, sql from sqlite_master order by name",
          "select * from migration",
          "select * from message"
        ],
        (question) => before.rows(path, question)
      )
      const made = yield* held
      expect(yield* problem(path)).toMatchObject({
        kind: "unusable",
        message: `${path}/journal.db: ${words}`
      })
      yield* journalIsFine(path)
      expect(yield* held).toEqual(made)
      yield* live(path, opened)
      const stored = yield* reading(
        path,
        Effect.flatMap(JournalReader, ({ last }) => last(1))
      )
      expect(stored.map(({ msgId }) => msgId)).toEqual(["30"])
      yield* journalIsFine(path)
    }).pipe(Effect.provide(RealFiles))
  )
})

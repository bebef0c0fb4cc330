import { describe, expect, it } from "@effect/vitest"
import { Chunk, Effect, Layer, Option, Redacted, Schema, Stream, TestClock } from "effect"
import { Account } from "../../../src/layers/Account.ts"
import { JournalReader, type StoredMessage } from "../../../src/layers/journal/JournalReader.ts"
import { KeptValues } from "../../../src/layers/journal/KeptValues.ts"
import { Messages } from "../../../src/layers/journal/Messages.ts"
import { SavedContacts } from "../../../src/layers/journal/SavedContacts.ts"
import { SavedSessions } from "../../../src/layers/journal/SavedSessions.ts"
import * as SqlJournal from "../../../src/layers/journal/SqlJournal.ts"
import { text } from "../../support/domain/facts.ts"
import { RealFiles, temporaryDirectory } from "../../support/layers/files.ts"
import {
  answered,
  decided,
  entry,
  note,
  reading,
  receive,
  revoke,
  sending,
  sent
} from "../../support/layers/journalFile.ts"
import { fileIn, type Parts, shared, type Within } from "../../support/layers/journals.ts"
import { chat, contact, cursor, session } from "../../support/program/wire.ts"

const DAY = 86_400_000

const accounts = ["home", "work"] as const
type AccountName = (typeof accounts)[number]

/** One life of both. */
const life = <A, E>(
  path: string,
  life: (home: Within, work: Within) => Effect.Effect<A, E>,
  environment?: Readonly<Record<string, string>>
) => shared(path, accounts, life, environment)

/** Reads the journal for an account, as the commands do. */
const asked = <A, E>(path: string, account: AccountName, read: Effect.Effect<A, E, JournalReader>) =>
  Effect.provideService(reading(path, read), Account, account)

const all = Effect.flatMap(JournalReader, ({ all }) =>
  Effect.map(Stream.runCollect(all), (all): ReadonlyArray<StoredMessage> => Chunk.toReadonlyArray(all))
)

/** The messages of an account with their states. */
const states = (path: string, account: AccountName) =>
  Effect.map(asked(path, account, all), (all) => all.map(({ msgId, state }) => `${msgId} ${state}`))

const limit = { name: "limit", schema: Schema.Number, none: 0 }
const kept = Effect.flatMap(KeptValues, ({ value }) => Effect.flatMap(value(limit), ({ get }) => get))
const keep = (number: number) =>
  Effect.flatMap(KeptValues, ({ value }) =>
    Effect.flatMap(value(limit), ({ update }) => update(() => number))
  )

const known = (...MsgIds: ReadonlyArray<string>) =>
  Effect.flatMap(Messages, (messages) => Effect.map(messages.known(MsgIds), (known) => [...known].toSorted()))

/** What the robot asks of a message, its chat and its sends. */
const look = (MsgId: string, out: string) =>
  Effect.flatMap(Messages, ({ echoOf, history, isOwnSend, isRevoked, sentLately, unsure }) =>
    Effect.all({
      history: history(chat("@li"), "@me"),
      renamed: history(chat("@li2", "friend:Li"), "@me2"),
      own: isOwnSend(out),
      unsure: unsure("@li"),
      revoked: isRevoked(MsgId),
      echo: echoOf(MsgId),
      sentLately
    })
  )

const nothing = {
  history: { sent: [], answers: [] },
  renamed: { sent: [], answers: [] },
  own: false,
  unsure: [],
  revoked: false,
  echo: Option.none(),
  sentLately: []
}

/** Who is known, the session, a value. */
const rest = Effect.gen(function* () {
  const contacts = yield* SavedContacts
  const saved = yield* (yield* SavedSessions).last
  return {
    people: yield* contacts.knownIn("@me"),
    cursor: Option.map(saved, ({ session: { SyncCheckKey, SyncKey } }) => ({ SyncKey, SyncCheckKey })),
    cookies: Option.map(saved, ({ cookies }) => cookies.map(({ value }) => Redacted.value(value))),
    endedBy: Option.flatMapNullable(saved, ({ endedBy }) => endedBy),
    kept: yield* kept
  }
})

const noRest = {
  people: { contacts: [], complete: false },
  cursor: Option.none(),
  cookies: Option.none(),
  endedBy: Option.none(),
  kept: 0
}

const cookie = (value: string) => ({
  name: "wxuin",
  value: Redacted.make(value),
  domain: "wx.qq.com",
  hostOnly: false,
  path: "/",
  expires: null
})

describe("two accounts in one journal", () => {
  it.scoped("have their own message under the same MsgId, with all that became of it", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const [one, another] = [entry("1", text("hello")), entry("1", text("good day"))]
      yield* life(path, (home, work) =>
        Effect.gen(function* () {
          yield* home(receive(1, one, entry("2")))
          expect(yield* work(known("1", "2"))).toEqual([])
          yield* home(note("1", decided(one), answered("c"), sending, sent("out")))
          expect(yield* work(look("1", "out"))).toEqual(nothing)
          yield* work(receive(1, another))
          yield* work(note("1", { _tag: "skipped", reason: "stale" }))
          expect(yield* work(known("1", "2"))).toEqual(["1"])
          expect(yield* home(known("1", "2"))).toEqual(["1", "2"])
          expect(yield* home(look("1", "out"))).toMatchObject({ own: true, sentLately: [0] })
        })
      )
      yield* life(path, (home, work) =>
        Effect.gen(function* () {
          const recent = { sent: [{ text: "hi", at: 0 }], answers: [0] }
          const seen = { ...nothing, history: recent, renamed: recent, own: true, sentLately: [0] }
          expect(yield* home(look("1", "out"))).toEqual(seen)
          expect(yield* work(look("1", "out"))).toEqual(nothing)
          expect(yield* home(known("1", "2"))).toEqual(["1", "2"])
          expect(yield* work(known("1", "2"))).toEqual(["1"])
        })
      )
      expect(yield* states(path, "home")).toEqual(["1 sent", "2 received"])
      expect(yield* states(path, "work")).toEqual(["1 skipped"])
      expect((yield* asked(path, "work", all))[0]?.message.body).toEqual(text("good day"))
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("have their own sends of which nobody knows whether they arrived, and their own echoes", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const one = entry("1")
      const uncertain = { _tag: "uncertain", reason: "no-answer" } as const
      const ofWork = [
        { MsgId: "1", text: "from work", at: 0 },
        { MsgId: "2", text: "again", at: 0 }
      ]
      yield* life(path, (home, work) =>
        Effect.gen(function* () {
          const send = (words: string) =>
            Effect.zipRight(
              note("1", decided(one), answered("c", words), sending, uncertain),
              // what was noted is on disk then
              receive(2)
            )
          yield* Effect.all([home(receive(1, one)), work(receive(1, one))])
          yield* home(send("from home"))
          expect(yield* states(path, "home")).toEqual(["1 uncertain"])
          expect(yield* states(path, "work")).toEqual(["1 received"])
          yield* work(send("from work"))
          for (const account of accounts) {
            expect((yield* asked(path, account, all)).map(({ attempts }) => attempts)).toEqual([1])
          }
          const two = entry("2")
          yield* work(receive(3, two))
          yield* work(note("2", decided(two), answered("d", "again"), sending, uncertain))
          expect((yield* home(look("1", ""))).unsure).toEqual([{ MsgId: "1", text: "from home", at: 0 }])
          yield* home(Effect.flatMap(Messages, ({ echoed }) => echoed("1", "echo")))
          expect(yield* home(look("1", "echo"))).toMatchObject({
            own: true,
            unsure: [],
            echo: Option.some("echo")
          })
          expect(yield* work(look("1", "echo"))).toMatchObject({
            own: false,
            unsure: ofWork,
            echo: Option.none()
          })
        })
      )
      yield* TestClock.adjust("20 hours")
      yield* life(path, (home, work) =>
        Effect.gen(function* () {
          expect(yield* home(look("1", "echo"))).toMatchObject({ own: true, unsure: [] })
          expect(yield* work(look("1", "echo"))).toMatchObject({
            own: false,
            unsure: ofWork
          })
        })
      )
      expect(yield* states(path, "home")).toEqual(["1 sent"])
      expect(yield* states(path, "work")).toEqual(["1 uncertain", "2 uncertain"])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped(
    "have their own last minutes before the end of the last run, where the clock is ahead at a start",
    () =>
      Effect.gen(function* () {
        const path = yield* temporaryDirectory
        const one = entry("1")
        const send = Effect.zipRight(
          receive(1, one),
          note("1", decided(one), answered("c"), sending, sent("out"))
        )
        yield* life(path, (home, work) =>
          Effect.zipRight(home(send), Effect.zipRight(TestClock.adjust("1 hour"), work(send)))
        )
        yield* life(path, (home) =>
          Effect.gen(function* () {
            yield* TestClock.setTime(60_000)
            expect((yield* home(look("1", "out"))).history.answers).toEqual([0])
          })
        )
      }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("take back their own messages only, by a MsgId or as the last of a chat", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const own = (MsgId: string) => {
        const one = entry(MsgId, text("mine"))
        return { ...one, message: { ...one.message, from: "@me" } }
      }
      yield* life(path, (home, work) =>
        Effect.gen(function* () {
          yield* home(receive(1, entry("1"), own("2"), entry("3")))
          yield* work(receive(1, entry("1"), own("2"), own("4")))
          yield* home(revoke("1", "0"))
          expect((yield* home(look("2", ""))).revoked).toBe(true)
          expect((yield* work(look("1", ""))).revoked).toBe(false)
        })
      )
      const revokedAgain = yield* life(path, (home, work) =>
        Effect.forEach([home, work], (within) => Effect.map(within(look("1", "")), ({ revoked }) => revoked))
      )
      expect(revokedAgain).toEqual([true, false])
      const revoked = (account: AccountName) =>
        Effect.map(asked(path, account, all), (all) => all.flatMap((one) => (one.revoked ? [one.msgId] : [])))
      expect(yield* revoked("home")).toEqual(["1", "2"])
      expect(yield* revoked("work")).toEqual([])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("know their own people, session, cursor and values", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const first = (home: Within, work: Within) =>
        Effect.gen(function* () {
          const robot = (n: number, ...people: ReadonlyArray<string>) =>
            Effect.gen(function* () {
              const { learn } = yield* SavedContacts
              const { begin, moveTo } = yield* SavedSessions
              yield* begin(session, [cookie(`${n}`)])
              yield* moveTo(cursor(n))
              yield* learn(
                "@me",
                people.map((name) => contact(name))
              )
              yield* keep(n)
            })
          yield* home(robot(1, "@li", "@wang"))
          expect(yield* work(rest)).toEqual(noRest)
          yield* work(robot(2, "@li"))
          const { forgetOthers, learntAll, unlearn } = yield* home(SavedContacts)
          yield* learntAll("@me")
          yield* unlearn("@me", ["@li"])
          yield* forgetOthers("@another")
          yield* work(Effect.flatMap(SavedContacts, ({ unlearn }) => unlearn("@me", ["@wang"])))
          yield* home(Effect.flatMap(SavedContacts, ({ learn }) => learn("@me", [contact("@han")])))
          yield* work(Effect.flatMap(SavedSessions, ({ end }) => end(1101)))
        })
      yield* life(path, first)
      const [home, work] = yield* life(path, (home, work) => Effect.all([home(rest), work(rest)]))
      expect(home).toEqual({
        people: { contacts: [contact("@han")], complete: false },
        cursor: Option.some(cursor(1)),
        cookies: Option.some(["1"]),
        endedBy: Option.none(),
        kept: 1
      })
      expect(work).toEqual({
        people: { contacts: [contact("@li")], complete: false },
        cursor: Option.some(cursor(2)),
        cookies: Option.some(["2"]),
        endedBy: Option.some(1101),
        kept: 2
      })
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("keep the people of a session of before where messages of their own are on their way", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      yield* life(path, (home, work) =>
        Effect.gen(function* () {
          yield* home(receive(1, { ...entry("1"), me: "@before" }))
          for (const within of [home, work]) {
            yield* within(
              Effect.gen(function* () {
                const { forgetOthers, learn, learntAll } = yield* SavedContacts
                yield* learn("@before", [contact("@li")])
                yield* learntAll("@before")
                yield* forgetOthers("@me")
              })
            )
          }
        })
      )
      const before = Effect.flatMap(SavedContacts, (contacts) => contacts.knownIn("@before"))
      expect(yield* life(path, (home, work) => Effect.all([home(before), work(before)]))).toEqual([
        { contacts: [contact("@li")], complete: true },
        { contacts: [], complete: false }
      ])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("go on with their own messages, and give up their own sends only", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const one = entry("1")
      const begun = (within: Within, ...others: ReadonlyArray<string>) =>
        Effect.zipRight(
          within(receive(1, one, ...others.map((MsgId) => entry(MsgId)))),
          within(note("1", decided(one), answered("c"), sending))
        )
      yield* life(path, (home, work) => Effect.zipRight(begun(home, "2"), begun(work, "3", "4")))
      const left = (within: Within) =>
        Effect.map(within(Effect.flatMap(Messages, ({ unfinished }) => unfinished)), (all) =>
          all.map(({ entry }) => entry.message.MsgId)
        )
      // a start without the other account
      yield* shared(path, ["home", "a third"], (home, third) =>
        Effect.gen(function* () {
          expect(yield* left(home)).toEqual(["2"])
          expect(yield* left(third)).toEqual([])
        })
      )
      expect(yield* states(path, "home")).toEqual(["1 uncertain", "2 received"])
      expect(yield* states(path, "work")).toEqual(["1 sending", "3 received", "4 received"])
      yield* life(path, (home, work) =>
        Effect.gen(function* () {
          expect(yield* left(home)).toEqual(["2"])
          expect(yield* left(work)).toEqual(["3", "4"])
        })
      )
      expect(yield* states(path, "work")).toEqual(["1 uncertain", "3 received", "4 received"])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("are not touched where the other one ends and forgets all", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const one = entry("1")
      const all = Effect.gen(function* () {
        const { learn, learntAll } = yield* SavedContacts
        yield* (yield* SavedSessions).begin(session, [cookie("1")])
        yield* receive(1, one, entry("2"))
        yield* note("1", decided(one), answered("c"), sending, sent("out"))
        yield* learn("@me", [contact("@li")])
        yield* learntAll("@me")
        yield* keep(5)
        // the file is asked who is known
        yield* receive(2)
      })
      const seen = Effect.all({ messages: look("1", "out"), rest })
      const before = yield* life(path, (home, work) =>
        Effect.gen(function* () {
          yield* home(all)
          yield* work(all)
          const before = yield* work(seen)
          yield* home(
            Effect.gen(function* () {
              yield* (yield* Messages).endAll
              yield* (yield* SavedSessions).forget
              yield* (yield* SavedContacts).forgetAll
              yield* (yield* KeptValues).forgetAll
            })
          )
          expect(yield* work(seen)).toEqual(before)
          return before
        })
      )
      expect(before.rest).toMatchObject({ kept: 5, people: { complete: true } })
      expect(before.messages).toMatchObject({ own: true, sentLately: [0] })
      const [home, work] = yield* life(path, (home, work) => Effect.all([home(rest), work(seen)]))
      expect(home).toEqual(noRest)
      expect(work).toEqual(before)
      expect(yield* states(path, "home")).toEqual(["1 sent", "2 skipped"])
      expect(yield* states(path, "work")).toEqual(["1 sent", "2 received"])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("that start again in the same process find all that their last life wrote", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const life = <A, E>(self: Effect.Effect<A, E, Parts>) =>
        Effect.provide(self, Layer.provide(Layer.fresh(SqlJournal.layer), Layer.succeed(Account, "home")))
      const one = entry("1")
      yield* Effect.gen(function* () {
        yield* life(
          Effect.gen(function* () {
            yield* receive(1, one)
            yield* note("1", decided(one), answered("c"), sending, sent("out"))
            yield* keep(5)
          })
        )
        expect(yield* life(Effect.all([kept, look("1", "out")]))).toMatchObject([5, { own: true }])
      }).pipe(Effect.provide(fileIn(path)))
      expect(yield* states(path, "home")).toEqual(["1 sent"])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("remove their own old messages only", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const old = (MsgId: string) => Effect.zipRight(receive(1, entry(MsgId)), note(MsgId, skipped))
      const skipped = { _tag: "skipped", reason: "stale" } as const
      yield* life(path, (home, work) => Effect.zipRight(home(old("1")), work(old("1"))))
      yield* TestClock.adjust("31 days")
      yield* shared(
        path,
        ["home", "a third"],
        (home, third) =>
          Effect.gen(function* () {
            // what it is waited for comes after the steps that were due
            yield* third(receive(1, entry("1", text("new"), 31 * DAY)))
            yield* home(receive(2, entry("2", text("new"), 31 * DAY)))
          }),
        { ROBOT_KEEP_MESSAGES: "30 days" }
      )
      expect(yield* states(path, "home")).toEqual(["2 received"])
      expect(yield* states(path, "work")).toEqual(["1 skipped"])
    }).pipe(Effect.provide(RealFiles))
  )
})

describe("a reader of a journal with two accounts", () => {
  it.scoped("reads what is of its account", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const named = entry("4", text("no heart"))
      yield* life(path, (home, work) =>
        Effect.gen(function* () {
          yield* home(receive(1, entry("1", text("hello from home"))))
          yield* work(receive(1, entry("1", text("hello from work")), entry("3", text("I \u2764 work"))))
          yield* home(receive(2, entry("3", text("hello again")), named))
          yield* work(note("3", decided(entry("3"), "friend:Heart\u2764")))
          yield* work(Effect.flatMap(SavedSessions, ({ begin }) => begin(session, [])))
          for (const [within, who] of [
            [home, "@wang"],
            [work, "@li"]
          ] as const) {
            yield* within(Effect.flatMap(SavedContacts, ({ learn }) => learn("@me", [contact(who)])))
          }
          yield* home(Effect.flatMap(SavedContacts, ({ learntAll }) => learntAll("@me")))
        })
      )
      const ids = (found: Iterable<StoredMessage>) => [...found].map(({ msgId }) => msgId)
      const answers = Effect.gen(function* () {
        const { all, contacts, find, last, search } = yield* JournalReader
        return {
          texts: (yield* Effect.forEach(["1", "2", "3"], find)).map(
            Option.map(({ message: { body } }) => (body._tag === "Text" ? body.text : ""))
          ),
          hello: ids(yield* search("hello", 9)),
          heart: ids(yield* search("\u2764\uFE0F", 9)),
          last: ids(yield* last(2)),
          all: ids(yield* Stream.runCollect(all)),
          contacts: yield* contacts
        }
      })
      expect(yield* asked(path, "home", answers)).toEqual({
        texts: [Option.some("hello from home"), Option.none(), Option.some("hello again")],
        hello: ["3", "1"],
        heart: [],
        last: ["4", "3"],
        all: ["1", "3", "4"],
        contacts: Option.none()
      })
      expect(yield* asked(path, "work", answers)).toEqual({
        texts: [Option.some("hello from work"), Option.none(), Option.some("I \u2764 work")],
        hello: ["1"],
        heart: ["3"],
        last: ["3", "1"],
        all: ["1", "3"],
        contacts: Option.some({ me: "@me", contacts: [contact("@li")], complete: false })
      })
      // the account of a process with one robot is another one
      expect(yield* reading(path, answers)).toMatchObject({ all: [], hello: [], contacts: Option.none() })
    }).pipe(Effect.provide(RealFiles))
  )
})

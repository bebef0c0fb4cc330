import { Error as PlatformError, FileSystem } from "@effect/platform"
import { describe, expect, it } from "@effect/vitest"
import { Chunk, Effect, Layer, Option, Stream } from "effect"
import { JournalReader } from "../../../src/layers/journal/JournalReader.ts"
import { SavedContacts } from "../../../src/layers/journal/SavedContacts.ts"
import { SavedSessions } from "../../../src/layers/journal/SavedSessions.ts"
import { journalIsFine } from "../../../src/layers/journal/SqlJournalReader.ts"
import { text } from "../../support/domain/facts.ts"
import { contact, session } from "../../support/program/wire.ts"
import { RealFiles, temporaryDirectory } from "../../support/layers/files.ts"
import {
  answered,
  decided,
  entry,
  live,
  note,
  reading,
  receive,
  sending,
  sent,
  tamper
} from "../../support/layers/journalFile.ts"

const search = (piece: string, limit = 9) =>
  Effect.flatMap(JournalReader, ({ search }) =>
    Effect.map(search(piece, limit), (all) => all.map(({ msgId }) => msgId))
  )

const last = (count: number) =>
  Effect.flatMap(JournalReader, ({ last }) => Effect.map(last(count), (all) => all.map(({ msgId }) => msgId)))

const all = Effect.flatMap(JournalReader, ({ all }) =>
  Effect.map(Stream.runCollect(all), (all) => Chunk.toReadonlyArray(all).map(({ msgId }) => msgId))
)

describe("a reader of the journal", () => {
  it.scoped("finds a message by its MsgId, with all that became of it", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const one = entry("1", text("你好"), 5)
      yield* live(
        path,
        Effect.zipRight(receive(1, one), note("1", decided(one), answered("c"), sending, sent("out")))
      )
      const found = (MsgId: string) =>
        reading(
          path,
          Effect.flatMap(JournalReader, ({ find }) => find(MsgId))
        )
      const { decision, facts } = decided(one)
      const { message: _, ...rest } = facts
      expect(Option.getOrThrow(yield* found("1"))).toEqual({
        seq: 1,
        msgId: "1",
        chat: "@li",
        lastingName: "friend:Li",
        ownLastingName: null,
        question: "hello",
        speaker: null,
        me: "@me",
        fromMe: false,
        ownReply: false,
        createdAt: 5,
        receivedAt: 5,
        message: one.message,
        dice: one.dice,
        state: "sent",
        reason: "R3",
        detail: null,
        decision,
        facts: rest,
        decidedAt: 0,
        answer: "hi",
        source: "tuling",
        asked: null,
        clientMsgId: "c",
        attempts: 1,
        sendingAt: 0,
        sentMsgId: "out",
        endedAt: 0,
        revoked: false
      })
      expect(yield* found("2")).toEqual(Option.none())
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped(
    "finds messages by a piece of their text, the newest first, signs of the search language as they are",
    () =>
      Effect.gen(function* () {
        const path = yield* temporaryDirectory
        const texts = [
          "Hello there",
          "100% sure",
          "100 sure",
          "a_b",
          "a b",
          "c\\d",
          `say "hello"`,
          "吃饭了吗"
        ]
        const entries = texts.map((one, index) => entry(`${index}`, text(one)))
        yield* live(path, receive(1, ...entries, entry("picture", { _tag: "Picture" })))
        expect(yield* reading(path, search("hello"))).toEqual(["6", "0"])
        expect(yield* reading(path, search("hello", 1))).toEqual(["6"])
        expect(yield* reading(path, search("0% s"))).toEqual(["1"])
        expect(yield* reading(path, search("a_b"))).toEqual(["3"])
        expect(yield* reading(path, search("\\"))).toEqual(["5"])
        expect(yield* reading(path, search(`"hello"`))).toEqual(["6"])
        expect(yield* reading(path, search("饭"))).toEqual(["7"])
        expect(yield* reading(path, search("Picture"))).toEqual([])
      }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("finds what is spelt in another way, in a text or in what a chat is called", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const [heart, coffee, other] = [
        entry("1", text("I \u2764 you")),
        entry("2", text("cafe\u0301 at\u00A0ten")),
        entry("3", text("hi"))
      ]
      yield* live(
        path,
        Effect.zipRight(
          receive(1, heart, coffee, other),
          note("3", decided(other, "friend:Zoe\u0308\u2764\uFE0F"))
        )
      )
      expect(yield* reading(path, search("\u2764\uFE0F"))).toEqual(["3", "1"])
      expect(yield* reading(path, search("I \u2764\uFE0F"))).toEqual(["1"])
      expect(yield* reading(path, search("caf\u00E9 at ten"))).toEqual(["2"])
      expect(yield* reading(path, search("Zo\u00EB\u2764"))).toEqual(["3"])
      expect(yield* reading(path, search("friend"))).toEqual([])
      expect(yield* reading(path, search("\u200B"))).toEqual([])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("looks through more messages than it holds at a time", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const many = Array.from({ length: 6_001 }, (_, n) =>
        entry(`${n}`, text(n % 3_000 === 0 ? "\u2764" : "no"))
      )
      yield* live(path, receive(1, ...many))
      expect(yield* reading(path, search("\u2764\uFE0F"))).toEqual(["6000", "3000", "0"])
      expect(yield* reading(path, search("\u2764\uFE0F", 2))).toEqual(["6000", "3000"])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("reads all in order, however many they are, and the last ones from the newest on", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const names = Array.from({ length: 1_201 }, (_, n) => `${n}`)
      yield* live(path, receive(1, ...names.map((name) => entry(name))))
      expect(yield* reading(path, all)).toEqual(names)
      expect(yield* reading(path, last(3))).toEqual(["1200", "1199", "1198"])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("knows who is known of the last session, and whether that is all of the address book", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const contacts = reading(
        path,
        Effect.flatMap(JournalReader, ({ contacts }) => contacts)
      )
      const li = contact("@li", { NickName: "Li", MemberList: [] })
      yield* live(path, receive(1))
      expect(yield* contacts).toEqual(Option.none())
      const robot = Effect.gen(function* () {
        const { learn } = yield* SavedContacts
        yield* (yield* SavedSessions).begin(session, [])
        yield* learn(session.me.UserName, [li])
        yield* learn("@another", [contact("@han")])
      })
      yield* live(path, robot)
      const known = { me: session.me.UserName, contacts: [li] }
      expect(yield* contacts).toEqual(Option.some({ ...known, complete: false }))
      yield* live(
        path,
        Effect.flatMap(SavedContacts, ({ learntAll }) => learntAll(session.me.UserName))
      )
      expect(yield* contacts).toEqual(Option.some({ ...known, complete: true }))

      yield* tamper(path, `update contact set contact = '{"NickName": "a secret"'`)
      const { kind, message } = yield* Effect.flip(contacts)
      expect(kind).toBe("corrupt")
      expect(message).not.toContain("secret")
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("reads while a robot writes, sees what came since, and is in nobody's way", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const robot = Effect.gen(function* () {
        yield* receive(1, entry("1"))
        const reads = Effect.gen(function* () {
          expect(yield* last(9)).toEqual(["1"])
          yield* receive(2, entry("2"))
          expect(yield* last(9)).toEqual(["2", "1"])
        })
        yield* reading(path, reads)
        yield* receive(3, entry("3"))
      })
      yield* live(path, robot)
      expect(yield* reading(path, last(9))).toEqual(["3", "2", "1"])
      yield* live(path, receive(4, entry("4")))
      expect(yield* reading(path, last(1))).toEqual(["4"])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("changes nothing of a journal that no robot uses", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* temporaryDirectory
      yield* live(path, receive(1, entry("1")))
      const before = yield* fs.readFile(`${path}/journal.db`)
      expect(yield* reading(path, all)).toEqual(["1"])
      expect(yield* fs.readFile(`${path}/journal.db`)).toEqual(before)
    }).pipe(Effect.provide(RealFiles))
  )
})

/** Files of which none can be written. */
const ReadOnly = Layer.effect(
  FileSystem.FileSystem,
  Effect.map(FileSystem.FileSystem, (fs) => ({
    ...fs,
    access: (path, options) =>
      options?.writable === true
        ? new PlatformError.SystemError({
            reason: "PermissionDenied",
            module: "FileSystem",
            method: "access",
            pathOrDescriptor: path
          })
        : fs.access(path, options)
  }))
).pipe(Layer.provide(RealFiles))

describe("a reader of a directory that it cannot write", () => {
  it.scoped("reads a copy when nobody uses the journal, and puts nothing beside it", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* temporaryDirectory
      yield* live(path, receive(1, entry("1")))
      // the driver lets go of a closed file with the next garbage collection only, and takes these along
      yield* fs.remove(`${path}/journal.db-wal`, { force: true })
      yield* fs.remove(`${path}/journal.db-shm`, { force: true })
      const looks = Effect.gen(function* () {
        expect(yield* all).toEqual(["1"])
        expect((yield* fs.readDirectory(path)).toSorted()).toEqual(["journal.db", "lock.db"])
      })
      yield* reading(path, looks, {}, ReadOnly)
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("reads the journal itself next to a robot that uses it", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const looks = Effect.gen(function* () {
        yield* receive(1, entry("1"))
        expect(yield* reading(path, all, {}, ReadOnly)).toEqual(["1"])
      })
      yield* live(path, looks)
    }).pipe(Effect.provide(RealFiles))
  )
})

describe("a reader without a journal that it can read", () => {
  const problem = (path: string) =>
    Effect.map(Effect.flip(reading(path, all)), ({ kind, message }) => [kind, message])

  it.scoped("says that there is none, and makes none", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* temporaryDirectory
      const none = "there is no journal yet: start the robot first"
      expect(yield* problem(path)).toEqual(["unusable", `${path}/journal.db: ${none}`])
      expect(yield* fs.readDirectory(path)).toEqual([])
      expect(yield* problem(`${path}/nowhere`)).toEqual(["unusable", `${path}/nowhere/journal.db: ${none}`])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("says that a robot has to bring the file up to date, or is too old for it", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* temporaryDirectory
      yield* fs.writeFileString(`${path}/journal.db`, "")
      expect(yield* problem(path)).toEqual([
        "unusable",
        `${path}/journal.db: of an older version of this program: start the robot once`
      ])
      yield* live(path, receive(1))
      yield* tamper(path, "insert into migration (migration_id, name) values (1000, 'future')")
      const [kind, message] = yield* problem(path)
      expect(kind).toBe("newer-schema")
      expect(message).toContain("schema 1000")
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("says that it is damaged, and nothing of what it holds", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* temporaryDirectory
      yield* live(path, receive(1, entry("1")))
      yield* tamper(path, `update message set message = '{"body": "a secret'`)
      const [kind, message] = yield* problem(path)
      expect(kind).toBe("corrupt")
      expect(message).not.toContain("secret")
      yield* fs.writeFileString(`${path}/journal.db`, "this is no database at all, but a note of somebody")
      expect((yield* problem(path))[0]).toBe("corrupt")
    }).pipe(Effect.provide(RealFiles))
  )
})

describe("a look at whether the journal can be used", () => {
  it.scoped("minds neither that there is none yet nor one that the robot will bring up to date", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* temporaryDirectory
      yield* journalIsFine(path)
      expect(yield* fs.readDirectory(path)).toEqual([])
      yield* fs.writeFileString(`${path}/journal.db`, "")
      yield* journalIsFine(path)
      yield* live(path, receive(1, entry("1")))
      yield* tamper(
        path,
        "delete from migration where migration_id = (select max(migration_id) from migration)"
      )
      yield* journalIsFine(path)
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("says what the robot would say of one that it cannot use", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* temporaryDirectory
      const kind = Effect.map(Effect.flip(journalIsFine(path)), ({ kind }) => kind)
      yield* live(path, receive(1))
      yield* tamper(path, "insert into migration (migration_id, name) values (1000, 'future')")
      expect(yield* kind).toBe("newer-schema")
      yield* fs.writeFileString(`${path}/journal.db`, "this is no database at all, but a note of somebody")
      expect(yield* kind).toBe("corrupt")
    }).pipe(Effect.provide(RealFiles))
  )
})

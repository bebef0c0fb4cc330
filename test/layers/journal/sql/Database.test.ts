import { FileSystem } from "@effect/platform"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { Journal } from "../../../../src/layers/journal/Journal.ts"
import { JournalReader } from "../../../../src/layers/journal/JournalReader.ts"
import { Messages } from "../../../../src/layers/journal/Messages.ts"
import { SavedContacts } from "../../../../src/layers/journal/SavedContacts.ts"
import { text } from "../../../support/domain/facts.ts"
import { contact } from "../../../support/program/wire.ts"
import { RealFiles, temporaryDirectory } from "../../../support/layers/files.ts"
import { oddNames, oddest } from "../../../support/layers/oddNames.ts"
import { entry, live, reading, receive, tamper } from "../../../support/layers/journalFile.ts"

const nothing = Effect.asVoid(Journal)

const count = Effect.flatMap(JournalReader, ({ last }) => Effect.map(last(10_000), ({ length }) => length))

const file = (path: string) => `${path}/journal.db`

describe("the journal's file", () => {
  it.scoped("is refused when it is no database, and left as it is", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* temporaryDirectory
      const note = "a note of somebody, much longer than the head of a database would be".repeat(10)
      yield* fs.writeFileString(file(path), note)
      const { kind, message } = yield* Effect.flip(live(path, nothing))
      expect(kind).toBe("corrupt")
      expect(message).toContain(file(path))
      expect(message).toContain("put a backup in its place")
      expect(yield* fs.readFileString(file(path))).toBe(note)
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("ends the robot when a damaged page is met, instead of going on without what it held", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* temporaryDirectory
      const names = Array.from({ length: 2_000 }, (_, n) => `${n}`)
      yield* live(path, receive(1, ...names.map((name) => entry(name, text("x".repeat(200))))))
      const bytes = yield* fs.readFile(file(path))
      // the head with the schema is whole, what follows is not
      const damaged = bytes.map((byte, at) => (at < 32_768 ? byte : 0xaa))
      yield* fs.writeFile(file(path), damaged)
      const life = Effect.gen(function* () {
        const { failure } = yield* Journal
        const { known } = yield* Messages
        return yield* Effect.raceFirst(known(names), failure)
      })
      const { kind, message } = yield* Effect.flip(live(path, life))
      expect([kind, message]).toEqual(["corrupt", expect.stringContaining(file(path))])
      expect(yield* Effect.flip(reading(path, count))).toMatchObject({ kind: "corrupt" })
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped(
    "ends the robot when a value is met that cannot be read, and tells nothing of what it holds",
    () =>
      Effect.gen(function* () {
        const path = yield* temporaryDirectory
        yield* live(
          path,
          Effect.flatMap(SavedContacts, ({ learn }) => learn("@me", [contact("@li")]))
        )
        yield* tamper(path, `update contact set contact = '{"NickName": "a secret'`)
        const life = Effect.gen(function* () {
          const { failure } = yield* Journal
          const contacts = yield* SavedContacts
          return yield* Effect.raceFirst(contacts.knownIn("@me"), failure)
        })
        const { kind, message } = yield* Effect.flip(live(path, life))
        expect(kind).toBe("corrupt")
        expect(message).not.toContain("secret")
      }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("is refused when it is of a newer version, and left as it is", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      yield* live(path, receive(1, entry("1")))
      yield* tamper(path, "insert into migration (migration_id, name) values (1000, 'future')")
      const { kind, message } = yield* Effect.flip(live(path, nothing))
      expect([kind, message]).toEqual(["newer-schema", expect.stringContaining("schema 1000")])
      yield* tamper(path, "delete from migration where migration_id = 1000")
      expect(yield* reading(path, count)).toBe(1)
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("belongs to one robot at a time: a second one is kept out, the first is not disturbed", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const first = Effect.gen(function* () {
        yield* receive(1, entry("1"))
        const { kind, message } = yield* Effect.flip(live(path, nothing))
        expect([kind, message]).toEqual(["locked", `${path}/lock.db: another robot uses this data directory`])
        yield* receive(2, entry("2"))
      })
      yield* live(path, first)
      expect(yield* reading(path, count)).toBe(2)
      yield* live(path, receive(3, entry("3")))
      expect(yield* reading(path, count)).toBe(3)
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped.each([...oddNames, oddest])("is in a directory of any name: %j", (name) =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const parent = yield* temporaryDirectory
      const path = `${parent}/${name}`
      yield* fs.makeDirectory(path)
      yield* live(path, receive(1, entry("1")))
      yield* live(path, receive(2, entry("2")))
      expect(yield* reading(path, count)).toBe(2)
      expect(yield* fs.readDirectory(path)).toEqual(expect.arrayContaining(["journal.db", "lock.db"]))
      expect(yield* fs.readDirectory(parent)).toEqual([name])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("leaves what else is in the directory alone", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* temporaryDirectory
      yield* fs.writeFileString(`${path}/notes.txt`, "mine")
      yield* live(path, receive(1, entry("1")))
      expect(yield* fs.readFileString(`${path}/notes.txt`)).toBe("mine")
    }).pipe(Effect.provide(RealFiles))
  )
})

import { describe, expect, it } from "@effect/vitest"
import { Deferred, Effect, Exit, Fiber, Option, TestClock } from "effect"
import { Backup, BackupFailed } from "../../../src/layers/backup/Backup.ts"
import { makeBackup } from "../../../src/program/tools/MakeBackup.ts"
import { Unsuccessful } from "../../../src/program/Unsuccessful.ts"
import { printed } from "../../support/program/printed.ts"

const made = { messages: 3, bytes: 53_280, hasKey: true }

describe("backup", () => {
  it.effect("says what it holds, and what it is, not on the output that may be the archive", () =>
    Effect.gen(function* () {
      const { errors, exit, out } = yield* printed(makeBackup("-"))
      expect([exit, out]).toEqual([Exit.void, []])
      expect(errors).toEqual([
        "Backed up and checked: 3 messages, 53 KB. It holds your WeChat session: keep it as you keep a key."
      ])
    }).pipe(Effect.provideService(Backup, { to: () => Effect.succeed(made) }))
  )

  it.effect.each([
    [true, "try-again"],
    [false, "failed"]
  ] as const)("that cannot be written says why; disk full: %s, so %s", ([diskFull, because]) =>
    Effect.gen(function* () {
      const { errors, exit } = yield* printed(makeBackup("a.tar"))
      expect([exit, errors]).toEqual([Exit.fail(new Unsuccessful({ because })), ["/a.tar: why"]])
    }).pipe(
      Effect.provideService(Backup, {
        to: () => new BackupFailed({ message: "/a.tar: why", diskFull })
      })
    )
  )

  it.effect("is not cut by a stop, which would leave half an archive that looks like a whole one", () =>
    Effect.gen(function* () {
      const begun = yield* Deferred.make<void>()
      const goOn = yield* Deferred.make<void>()
      const ended: Array<string> = []
      const to = () =>
        Deferred.succeed(begun, undefined).pipe(
          Effect.zipRight(Deferred.await(goOn)),
          Effect.tap(() => Effect.sync(() => ended.push("whole"))),
          Effect.as(made)
        )
      const fiber = yield* Effect.fork(Effect.provideService(makeBackup("-"), Backup, { to }))
      yield* Deferred.await(begun)
      yield* Fiber.interruptFork(fiber)
      yield* TestClock.adjust("1 second")
      expect(Option.isNone(yield* Fiber.poll(fiber))).toBe(true)
      yield* Deferred.succeed(goOn, undefined)
      yield* Fiber.await(fiber)
      expect(ended).toEqual(["whole"])
    })
  )
})

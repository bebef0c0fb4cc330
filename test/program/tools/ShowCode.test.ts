import { describe, expect, it } from "@effect/vitest"
import { Data, Effect, Exit, Option, TestClock } from "effect"
import { Unsuccessful } from "../../../src/program/Unsuccessful.ts"
import { showCode } from "../../../src/program/tools/ShowCode.ts"
import { printed } from "../../support/program/printed.ts"

class Unreadable extends Data.TaggedError("Unreadable")<{ readonly message: string }> {}

const code = (shownAt: Option.Option<number>) => Effect.succeedSome({ drawing: "\n█▀▄\n\n", shownAt })

const unsuccessful = Exit.fail(new Unsuccessful({ because: "failed" }))

describe("qr", () => {
  it.effect("draws the code and tells how old it is", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("10 minutes")
      expect(yield* printed(showCode(code(Option.some(475_100))))).toEqual({
        exit: Exit.void,
        out: [
          "",
          "█▀▄",
          "",
          "Scan it with WeChat on the phone. It is 2m 4s old; a code lives for a few minutes."
        ],
        errors: []
      })
    })
  )

  it.effect("draws it where its age is not known, or the clock was set back", () =>
    Effect.gen(function* () {
      const { out } = yield* printed(showCode(code(Option.none())))
      expect(out.at(-1)).toBe("Scan it with WeChat on the phone.")
      const early = yield* printed(showCode(code(Option.some(60_000))))
      expect(early.out.at(-1)).toContain("It is 1s old")
    })
  )

  it.effect("says that none waits, and ends with 1", () =>
    Effect.gen(function* () {
      expect(yield* printed(showCode(Effect.succeedNone))).toEqual({
        exit: unsuccessful,
        out: [],
        errors: ["No log-in code waits to be scanned."]
      })
    })
  )

  it.effect("says why it cannot be read, and ends with 1", () =>
    Effect.gen(function* () {
      expect(yield* printed(showCode(new Unreadable({ message: "/a/login.png cannot be read" })))).toEqual({
        exit: unsuccessful,
        out: [],
        errors: ["/a/login.png cannot be read"]
      })
    })
  )
})

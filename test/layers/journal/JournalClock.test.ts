import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer, TestClock } from "effect"
import { WechatTime } from "../../../src/http/wechat/WechatTime.ts"
import { JournalReader } from "../../../src/layers/journal/JournalReader.ts"
import { Messages } from "../../../src/layers/journal/Messages.ts"
import { text } from "../../support/domain/facts.ts"
import { machine } from "../../support/http/machine.ts"
import { RealFiles, temporaryDirectory } from "../../support/layers/files.ts"
import {
  answered,
  decided,
  entry,
  live,
  note,
  reading,
  receive,
  sending
} from "../../support/layers/journalFile.ts"
import { journalIn } from "../../support/layers/journals.ts"
import { chat } from "../../support/program/wire.ts"

const ids = Effect.flatMap(JournalReader, ({ last }) =>
  Effect.map(last(10), (all) => all.map(({ msgId }) => msgId))
)

describe("before WeChat told the time", () => {
  const CENTURY = 36_500 * 24 * 3_600_000
  /** A machine that starts a century ahead. */
  const ahead = Effect.gen(function* () {
    const at = yield* machine
    at.set(CENTURY)
    return { ...at, ...(yield* at.time) }
  })

  it.scoped("nothing is removed for its age", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const { clock, following, serverNow } = yield* ahead
      const life = Effect.gen(function* () {
        yield* receive(1, entry("1", text("hello"), serverNow()))
        yield* note("1", { _tag: "skipped", reason: "stale" })
        yield* TestClock.adjust("2 hours")
        // what it is waited for comes after the steps that were due
        yield* receive(2)
        return yield* reading(path, ids)
      })
      const withTime = Effect.withClock(clock)
      const journal = Layer.build(journalIn(path)).pipe(
        withTime,
        Effect.provideService(WechatTime, following)
      )
      const inIt = Effect.provide(life, yield* journal)
      expect(yield* inIt).toEqual(["1"])
      yield* following.reading(Effect.void, () => Math.floor(serverNow() / 1000))
      expect(yield* inIt).toEqual(["1"])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("the last ten minutes of a chat are those before the end of the last run", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const { clock, following, serverNow } = yield* ahead
      const one = entry("1", text("hello"), serverNow())
      yield* live(
        path,
        Effect.zipRight(receive(1, one), note("1", decided(one), answered("c", "hi"), sending))
      )
      const life = Effect.gen(function* () {
        yield* following.reading(Effect.void, () => Math.floor(serverNow() / 1000))
        return yield* Effect.flatMap(Messages, ({ history }) => history(chat("@li"), "@me"))
      })
      const { answers, sent } = yield* Effect.withClock(live(path, life), clock)
      expect(answers).toHaveLength(1)
      expect(sent).toHaveLength(1)
    }).pipe(Effect.provide(RealFiles))
  )
})

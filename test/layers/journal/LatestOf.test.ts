import { expect, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import { Messages } from "../../../src/layers/journal/Messages.ts"
import { message } from "../../support/domain/facts.ts"
import { RealFiles, temporaryDirectory } from "../../support/layers/files.ts"
import { decided, entry, live, note, receive } from "../../support/layers/journalFile.ts"

const latest = Effect.fnUntraced(function* (chat?: string, lastingName?: string) {
  const { latestOf } = yield* Messages
  const found = yield* latestOf(chat === undefined ? undefined : { userName: chat, lastingName })
  return Option.getOrUndefined(Option.map(found, ({ msgId }) => msgId))
})

it.scoped("the newest message that others wrote is found, in any chat or one, also by its lasting name", () =>
  Effect.gen(function* () {
    const path = yield* temporaryDirectory
    const ofLi = entry("1")
    yield* live(
      path,
      Effect.gen(function* () {
        expect(yield* latest()).toBe(undefined)
        yield* receive(1, ofLi, entry("2", undefined, 0, "@sun"))
        yield* note("1", decided(ofLi, "friend:Li"))
        const own = entry("3")
        yield* receive(
          2,
          { ...own, message: message({ ...own.message, from: own.me }) },
          { ...entry("4"), ownReply: true },
          entry("5")
        )
        yield* note("5", {
          _tag: "decided",
          decision: { _tag: "Skip", reason: "control-message", trace: [] },
          facts: decided(own).facts,
          lastingName: undefined
        })
        yield* note("5", { _tag: "skipped", reason: "control-message" })
      })
    )
    const found = Effect.all([
      latest(),
      latest("@li"),
      latest("@sun"),
      latest("@li of a new log-in", "friend:Li"),
      latest("@li of a new log-in"),
      latest("@nobody", "friend:Nobody")
    ])
    expect(yield* live(path, found)).toEqual(["2", "1", "2", "1", undefined, undefined])
  }).pipe(Effect.provide(RealFiles))
)

import { describe, expect, it } from "@effect/vitest"
import { Effect, Exit } from "effect"
import { type Entry } from "../../../src/domain/Entry.ts"
import { type Facts } from "../../../src/domain/Facts.ts"
import { decide } from "../../../src/domain/ReplyPolicy.ts"
import { replayDecisions } from "../../../src/program/tools/ReplayDecisions.ts"
import { facts, policy, text } from "../../support/domain/facts.ts"
import { RealFiles, temporaryDirectory } from "../../support/layers/files.ts"
import { entry, live, note, reading, receive, revoke } from "../../support/layers/journalFile.ts"
import { type Parts } from "../../support/layers/journals.ts"
import { printed } from "../../support/program/printed.ts"

/** Noon in the owner's zone, which is UTC. */
const noon = 12 * 3_600_000

/** Receives and decides a message under the policy of a robot without settings. */
const decideOn = (one: Entry, of: Partial<Facts> = {}, lastingName: string | undefined = "friend:Li") => {
  const { message } = one
  const all = facts({
    message,
    createdAt: one.createdAt,
    now: one.receivedAt,
    dice: one.dice,
    names: [],
    ownNames: [],
    ...of
  })
  const decision = decide(policy, all)
  return Effect.zipRight(
    receive(1, one),
    note(message.MsgId, { _tag: "decided", decision, facts: all, lastingName })
  )
}

const replayed = (path: string, environment: Readonly<Record<string, string>> = {}) =>
  Effect.map(reading(path, printed(replayDecisions), environment), ({ exit, out }) => {
    expect(Exit.isSuccess(exit)).toBe(true)
    return out
  })

const after = Effect.fnUntraced(function* <E>(life: Effect.Effect<void, E, Parts>) {
  const path = yield* temporaryDirectory
  yield* live(path, life)
  return path
})

const picture = (MsgId: string) => entry(MsgId, { _tag: "Picture" }, noon)

describe("replay", () => {
  it.scoped("finds nothing to tell under the same settings", () =>
    Effect.gen(function* () {
      const path = yield* after(
        Effect.zipRight(decideOn(entry("1", text("a"), noon)), decideOn(picture("2")))
      )
      expect(yield* replayed(path)).toEqual(["2 messages looked at, 0 would be decided differently"])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("tells each message that would be decided differently, before and now", () =>
    Effect.gen(function* () {
      const path = yield* after(
        Effect.gen(function* () {
          yield* decideOn(entry("1", text("hello"), noon))
          yield* decideOn(picture("2"))
          yield* decideOn(entry("3", text("hi"), noon), {
            phone: { lastUse: noon - 180_000, lastWroteHere: undefined }
          })
        })
      )
      expect(
        yield* replayed(path, { ROBOT_QUIET_PERIOD: "1 hour", ROBOT_MEDIA_REPLY_PROBABILITY: "0.6" })
      ).toEqual([
        "1970-01-01 12:00:00  2  friend Li  Picture  Skip not-chosen → SendCanned R3",
        `1970-01-01 12:00:00  3  friend Li  "hi"  AskChatbot R3 → Skip phone-active`,
        "3 messages looked at, 2 would be decided differently"
      ])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("takes the time of the day anew, in the zone of now", () =>
    Effect.gen(function* () {
      const path = yield* after(decideOn(entry("1", text("hello"), noon), { minuteOfDay: 0 }))
      const hours = { ROBOT_ACTIVE_HOURS: "11:00-13:00" }
      expect(yield* replayed(path, hours)).toEqual(["1 messages looked at, 0 would be decided differently"])
      const [line] = yield* replayed(path, { ...hours, ROBOT_TIME_ZONE: "Asia/Shanghai" })
      expect(line).toBe(`1970-01-01 20:00:00  1  friend Li  "hello"  AskChatbot R3 → Skip out-of-hours`)
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("knows chats by their lasting names where no names were gathered, for lists of now", () =>
    Effect.gen(function* () {
      const path = yield* after(
        Effect.gen(function* () {
          yield* decideOn(entry("1", text("hello"), noon))
          yield* decideOn(entry("2", text("hello"), noon), {}, "friend:Wang: the second")
          yield* decideOn(entry("3", text("hello"), noon), { names: ["Zhao", "Z"], ownNames: ["Zhao", "Z"] })
        })
      )
      const differ = Effect.fnUntraced(function* (environment: Readonly<Record<string, string>>) {
        const out = yield* replayed(path, environment)
        return out.slice(0, -1).map((line) => line.slice(21))
      })
      expect(yield* differ({ ROBOT_ALLOW: "Wang: the second,Z" })).toEqual([
        `1  friend Li  "hello"  AskChatbot R3 → Skip not-allowed`
      ])
      expect(yield* differ({ ROBOT_DENY: "Wang: the second" })).toEqual([
        `2  friend Wang: the second  "hello"  AskChatbot R3 → Skip denied`
      ])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("leaves out what was taken back, and what was not decided yet", () =>
    Effect.gen(function* () {
      const path = yield* after(
        Effect.gen(function* () {
          yield* decideOn(entry("1", text("hello"), noon))
          yield* decideOn(entry("2", text("hello"), noon))
          yield* receive(1, entry("3"))
          yield* revoke("2")
        })
      )
      expect(yield* replayed(path)).toEqual([
        "1 messages looked at, 0 would be decided differently; 2 left out: taken back, or not decided yet"
      ])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("shows fifty, and counts the rest", () =>
    Effect.gen(function* () {
      const names = Array.from({ length: 53 }, (_, n) => `${n}`)
      const path = yield* after(Effect.forEach(names, (name) => decideOn(picture(name)), { discard: true }))
      const out = yield* replayed(path, { ROBOT_MEDIA_REPLY_PROBABILITY: "1" })
      expect(out).toHaveLength(52)
      expect(out[49]).toContain("  49  friend Li  ")
      expect(out.slice(50)).toEqual(["and 3 more", "53 messages looked at, 53 would be decided differently"])
    }).pipe(Effect.provide(RealFiles))
  )
})

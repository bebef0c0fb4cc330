import { describe, expect, it } from "@effect/vitest"
import { Deferred, Effect, TestClock } from "effect"
import { committing } from "../support/program/commits.ts"
import { fakes } from "../support/program/fakes.ts"
import { FakeWechat } from "../support/program/FakeWechat.ts"
import { heldWords, running } from "../support/program/running.ts"
import { addMsg, contact, cursor, friend } from "../support/program/wire.ts"

const atOnce = { ROBOT_REPLY_DELAY: "0", TULING_API_KEY: "a key" }

const takesBack = (MsgId: string) =>
  addMsg(`of ${MsgId}`, {
    MsgType: 10_002,
    Content: `&lt;sysmsg type="revokemsg"&gt;&lt;revokemsg&gt;&lt;msgid&gt;${MsgId}&lt;/msgid&gt;&lt;/revokemsg&gt;&lt;/sysmsg&gt;`
  })

const withFriend = Effect.gen(function* () {
  const { getContact } = yield* FakeWechat
  yield* getContact.always(() => Effect.succeed([contact(friend)]))
})

describe("a message that is taken back", () => {
  it.effect("is not answered when both come together", () =>
    Effect.gen(function* () {
      yield* withFriend
      const { progressOf, wechat } = yield* running
      yield* wechat.push(addMsg("1"), takesBack("1"))
      yield* TestClock.adjust("1 seconds")
      expect(wechat.sent()).toEqual([])
      expect(progressOf("1").at(-1)).toEqual({ _tag: "skipped", reason: "revoked" })
    }).pipe(Effect.provide(fakes(atOnce)))
  )

  it.effect("is not answered when its answer waits to be sent", () =>
    Effect.gen(function* () {
      yield* withFriend
      const { chatbot, progressOf, wechat } = yield* running
      const words = yield* heldWords(chatbot)
      yield* wechat.push(addMsg("1"))
      yield* TestClock.adjust("1 seconds")
      yield* wechat.push(takesBack("1"))
      yield* TestClock.adjust("1 seconds")
      yield* Deferred.succeed(words, "too late")
      yield* TestClock.adjust("1 seconds")
      expect(wechat.sent()).toEqual([])
      expect(progressOf("1").at(-1)).toEqual({ _tag: "skipped", reason: "revoked" })
    }).pipe(Effect.provide(fakes(atOnce)))
  )

  it.effect("is forgotten in the very commit that moves the cursor past it", () =>
    Effect.gen(function* () {
      yield* withFriend
      const { commits, wechat } = yield* committing(running)
      const before = commits.length
      yield* wechat.push(addMsg("1"), takesBack("7000000000000000001"), takesBack("0"))
      yield* TestClock.adjust("1 seconds")
      expect(commits.slice(before)).toEqual([
        [
          { receive: ["1", "of 7000000000000000001", "of 0"] },
          { revoke: { MsgId: "7000000000000000001", chat: friend } },
          { revoke: { MsgId: "0", chat: friend } },
          "keep phone",
          { moveTo: cursor(1) }
        ],
        // of the reply to the first
        "keep client-msg-ids"
      ])
    }).pipe(Effect.provide(fakes(atOnce)))
  )
})

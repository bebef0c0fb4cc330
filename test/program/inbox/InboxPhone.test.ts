import { describe, expect, it } from "@effect/vitest"
import { Effect, Stream, TestClock } from "effect"
import { type AddMsg } from "../../../src/domain/AddMsg.ts"
import { Messages } from "../../../src/layers/journal/Messages.ts"
import * as AddressBook from "../../../src/program/contacts/AddressBook.ts"
import { inbox } from "../../../src/program/inbox/Inbox.ts"
import { OwnersPhone } from "../../../src/program/inbox/OwnersPhone.ts"
import { fakes } from "../../support/program/fakes.ts"
import { FakeWechat } from "../../support/program/FakeWechat.ts"
import { addMsg, friend, group, me, received, session } from "../../support/program/wire.ts"

/** When something comes in these tests, in milliseconds. */
const NOW = 1_000_000

/** An inbox that runs, on a clock that shows `NOW`. */
const running = Effect.gen(function* () {
  yield* TestClock.setTime(NOW)
  const book = yield* AddressBook.make(session)
  yield* Effect.forkScoped(Stream.runDrain(inbox(session, book)))
})

const settled = TestClock.adjust(0)

/** What is known of the phone after these messages. */
const phoneAfter = Effect.fnUntraced(function* (...messages: ReadonlyArray<AddMsg>) {
  yield* running
  yield* (yield* FakeWechat).push(...messages)
  yield* settled
  return yield* (yield* OwnersPhone).activity
})

const fromOwner = (MsgId: string, fields: Partial<AddMsg> = {}) =>
  addMsg(MsgId, { FromUserName: me, ToUserName: friend, ...fields })
const notify = (code: number) => fromOwner("notify", { MsgType: 51, Content: "", StatusNotifyCode: code })

const never = { lastUse: undefined, lastWrote: new Map() }

describe("signs that the owner is at the phone", () => {
  it.scoped.each([
    ["a text to a friend", fromOwner("1"), friend],
    ["a text to a group", fromOwner("1", { ToUserName: group }), group],
    ["a picture", fromOwner("1", { MsgType: 3, Content: "" }), friend],
    ["a text to oneself", fromOwner("1", { ToUserName: me }), "self"],
    ["a text to 文件传输助手", fromOwner("1", { ToUserName: "filehelper" }), "filehelper"],
    ["a text with an empty FromUserName", fromOwner("1", { FromUserName: "" }), friend]
  ] as const)("%s", ([, message, chat]) =>
    Effect.gen(function* () {
      const keys = chat === "self" ? [me, chat] : [chat]
      expect(yield* phoneAfter(message)).toEqual({
        lastUse: NOW,
        lastWrote: new Map(keys.map((key) => [key, NOW]))
      })
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped.each([1, 2, 5])("a status notify of code %i", (code) =>
    Effect.gen(function* () {
      expect(yield* phoneAfter(notify(code))).toEqual({ ...never, lastUse: NOW })
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("count from when they were made, not from when they came", () =>
    Effect.gen(function* () {
      const at = NOW - 60_000
      expect(yield* phoneAfter(fromOwner("1", { CreateTime: at / 1000 }))).toEqual({
        lastUse: at,
        lastWrote: new Map([[friend, at]])
      })
    }).pipe(Effect.provide(fakes()))
  )
})

describe("no signs", () => {
  it.scoped.each([
    ["a status notify of code 3: a web client came up", notify(3)],
    ["a status notify of code 4: a list after the log-in", notify(4)],
    ["a friend's text", addMsg("1")]
  ] as const)("%s", ([, message]) =>
    Effect.gen(function* () {
      expect(yield* phoneAfter(message)).toEqual(never)
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("an echo of the robot's own words, known by its MsgId or by its text", () =>
    Effect.gen(function* () {
      const messages = yield* Messages
      yield* TestClock.setTime(NOW)
      const question = received(addMsg("question"), { receivedAt: NOW })
      yield* messages.receive([question])
      const answer = { text: "the answer", source: "tuling", ClientMsgId: "1" }
      yield* messages.note("question", { _tag: "answered", ...answer })
      yield* messages.note("question", { _tag: "sending" })
      const byText = fromOwner("unknown", { Content: "the answer" })
      expect(yield* phoneAfter(byText)).toEqual(never)
      yield* messages.note("question", { _tag: "sent", MsgID: "echo" })
      expect(yield* phoneAfter(fromOwner("echo"))).toEqual(never)
    }).pipe(Effect.provide(fakes()))
  )

  it.scoped("an echo known by the prefix of all replies", () =>
    Effect.gen(function* () {
      expect(yield* phoneAfter(fromOwner("1", { Content: "[robot] hi" }))).toEqual(never)
    }).pipe(Effect.provide(fakes({ ROBOT_REPLY_PREFIX: "[robot] " })))
  )

  it.scoped("a message that came before", () =>
    Effect.gen(function* () {
      yield* phoneAfter(fromOwner("1"))
      yield* TestClock.adjust("1 minute")
      yield* (yield* FakeWechat).push(fromOwner("1"))
      yield* settled
      expect((yield* (yield* OwnersPhone).activity).lastUse).toBe(NOW)
    }).pipe(Effect.provide(fakes()))
  )
})

describe("selector 7", () => {
  it.scoped("is a sign when it turns up, not while it stays", () =>
    Effect.gen(function* () {
      const { changes, syncCheck, webwxSync } = yield* FakeWechat
      const { activity } = yield* OwnersPhone
      yield* webwxSync.always(() => changes({}))
      yield* running
      const poll = Effect.fnUntraced(function* (selector: number) {
        yield* TestClock.adjust("10 seconds")
        yield* syncCheck.next(Effect.succeed({ selector }))
        yield* settled
        return (yield* activity).lastUse
      })
      expect(yield* poll(2)).toBe(undefined)
      expect(yield* poll(7)).toBe(NOW + 20_000)
      expect(yield* poll(7)).toBe(NOW + 20_000)
      expect(yield* poll(0)).toBe(NOW + 20_000)
      expect(yield* poll(7)).toBe(NOW + 50_000)
    }).pipe(Effect.provide(fakes()))
  )
})

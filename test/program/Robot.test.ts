import { describe, expect, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Option, Redacted, TestClock } from "effect"
import { AccountRefused } from "../../src/http/wechat/LoginPage.ts"
import { Chatbots } from "../../src/layers/chatbots/Chatbots.ts"
import { Journal, JournalFailed } from "../../src/layers/journal/Journal.ts"
import { fakes } from "../support/program/fakes.ts"
import { FakeWechat } from "../support/program/FakeWechat.ts"
import { leave, leftFor, sendPause } from "../support/program/kept.ts"
import { running } from "../support/program/running.ts"
import { addMsg, contact, friend, group, notConnected, refused, session } from "../support/program/wire.ts"

const atOnce = { ROBOT_REPLY_DELAY: "0", TULING_API_KEY: "a key" }

describe("the robot", () => {
  it.effect("logs in, learns the recent chats and the address book, and answers", () =>
    Effect.gen(function* () {
      const { getContact, started, webwxInit } = yield* FakeWechat
      yield* webwxInit.next(started({ contacts: [contact("@recent")] }))
      yield* getContact.next(Effect.succeed([contact(friend)]))
      const { wechat } = yield* running
      yield* wechat.push(addMsg("1"), addMsg("2", { FromUserName: "@recent" }))
      yield* TestClock.adjust("1 seconds")
      expect(new Set(wechat.sent())).toEqual(
        new Set([
          { to: friend, text: "re: hello" },
          { to: "@recent", text: "re: hello" }
        ])
      )
      expect(wechat.batchGetContact.asked).toEqual([])
    }).pipe(Effect.provide(fakes(atOnce)))
  )

  it.effect("tells no chatbot anything of a chat that the owner named, and the log says so", () =>
    Effect.gen(function* () {
      const { getContact } = yield* FakeWechat
      yield* getContact.next(Effect.succeed([contact(friend, { NickName: "Li" })]))
      const { chatbot, logs, wechat } = yield* running
      yield* wechat.push(addMsg("1"))
      yield* TestClock.adjust("1 seconds")
      expect(wechat.sent()).toEqual([{ to: friend, text: "later" }])
      expect(chatbot.asked).toEqual([])
      expect(logs.find(({ text }) => text === "asked")?.facts).toMatchObject({ chatbots: "tuling opted-out" })
    }).pipe(Effect.provide(fakes({ ...atOnce, ROBOT_OPT_OUT: "Li", ROBOT_AWAY_REPLY: "later" })))
  )

  it.effect("answers before the address book is there, and asks who a stranger is", () =>
    Effect.gen(function* () {
      const { batchGetContact, getContact } = yield* FakeWechat
      yield* getContact.next(Effect.never)
      yield* batchGetContact.next(Effect.succeed([contact(friend)]))
      const { wechat } = yield* running
      yield* wechat.push(addMsg("1"))
      yield* TestClock.adjust("1 seconds")
      expect(wechat.sent()).toEqual([{ to: friend, text: "re: hello" }])
    }).pipe(Effect.provide(fakes(atOnce)))
  )

  it.effect("asks for the address book until it comes", () =>
    Effect.gen(function* () {
      const { getContact } = yield* FakeWechat
      yield* getContact.next(notConnected, refused(-1), Effect.succeed([contact(friend)]))
      const { logs, warnings, wechat } = yield* running
      yield* TestClock.adjust("5 seconds")
      expect(getContact.asked).toHaveLength(3)
      expect(warnings()).toContain("the address book did not come, trying again")
      expect(logs.map(({ text }) => text)).toContain("address book loaded")
      yield* wechat.push(addMsg("1"))
      yield* TestClock.adjust("1 seconds")
      expect(wechat.batchGetContact.asked).toEqual([])
      expect(wechat.sent()).toHaveLength(1)
    }).pipe(Effect.provide(fakes(atOnce)))
  )

  it.effect("looks for a name on a list as soon as the address book is there", () =>
    Effect.gen(function* () {
      const { getContact } = yield* FakeWechat
      const book = Effect.succeed([contact(friend, { NickName: "Li" })])
      yield* getContact.next(Effect.delay(book, "2 seconds"))
      const { wechat } = yield* running
      yield* wechat.batchGetContact.always(() => book)
      yield* wechat.push(addMsg("1"))
      yield* TestClock.adjust("1999 millis")
      expect(wechat.sent()).toEqual([])
      yield* TestClock.adjust("1 millis")
      expect(wechat.sent()).toHaveLength(1)
    }).pipe(Effect.provide(fakes({ ...atOnce, ROBOT_ALLOW: "Li" })))
  )

  it.effect("keeps the order of a chat, and is not held up by another", () =>
    Effect.gen(function* () {
      const { getContact } = yield* FakeWechat
      yield* getContact.next(Effect.succeed([contact(friend), contact("@slow")]))
      const { chatbot, wechat } = yield* running
      yield* chatbot.next(Effect.never)
      yield* wechat.push(addMsg("0", { FromUserName: "@slow" }))
      yield* TestClock.adjust(0)
      yield* wechat.push(addMsg("1", { Content: "one" }), addMsg("2", { Content: "two" }))
      yield* TestClock.adjust("1 seconds")
      expect(wechat.sent().map(({ text }) => text)).toEqual(["re: one", "re: two"])
    }).pipe(Effect.provide(fakes(atOnce)))
  )

  it.effect("logs in again when the session ended, and answers on under the new names", () =>
    Effect.gen(function* () {
      const { getContact, started, webwxInit } = yield* FakeWechat
      yield* getContact.next(Effect.succeed([contact(friend)]), Effect.succeed([contact("@li-again")]))
      const { display, states, wechat } = yield* running
      yield* webwxInit.next(refused(1101), started({ me: { UserName: "@me-again", NickName: "" } }))
      yield* wechat.syncCheck.next(refused(1101))
      yield* TestClock.adjust("1 seconds")
      expect(states().slice(-4)).toEqual(["logged-out", "waiting-for-scan", "logging-in", "syncing"])
      expect(display).toHaveLength(5)
      yield* wechat.push(addMsg("1", { FromUserName: "@li-again", ToUserName: "@me-again" }))
      yield* TestClock.adjust("1 seconds")
      expect(wechat.sendMessage.asked.map(([, { from, to }]) => [from, to])).toEqual([
        ["@me-again", "@li-again"]
      ])
    }).pipe(Effect.provide(fakes(atOnce)))
  )

  it.effect("logs in again by a tap on the phone, into one session at a time", () =>
    Effect.gen(function* () {
      const { display, fiber, pushLogin, wechat } = yield* running
      yield* pushLogin.next(Effect.succeed(Redacted.make("push-1==")))
      yield* wechat.webwxInit.next(refused(1101))
      yield* wechat.syncCheck.next(refused(1101))
      yield* TestClock.adjust("1 seconds")
      expect(pushLogin.asked).toEqual([[session.credentials]])
      expect(wechat.loginPoll.asked.at(-1)).toEqual([Redacted.make("push-1=="), 1])
      expect(wechat.jsLogin.asked).toHaveLength(1)
      expect(display.at(-1)).toBe("cleared")
      expect(display).toHaveLength(3)
      // the poll that was refused, and the one of the new session; no other beside them
      expect(wechat.syncCheck.asked).toHaveLength(2)
      expect(fiber.unsafePoll()).toBeNull()
    }).pipe(Effect.provide(fakes(atOnce)))
  )

  it.effect("does not answer again after a new log-in what it answered before", () =>
    Effect.gen(function* () {
      const { getContact } = yield* FakeWechat
      yield* getContact.always(() => Effect.succeed([contact(friend)]))
      const { wechat } = yield* running
      yield* wechat.push(addMsg("1"))
      yield* TestClock.adjust("1 seconds")
      yield* wechat.syncCheck.next(refused(1100))
      yield* wechat.webwxInit.next(refused(1100))
      yield* wechat.push(addMsg("1"))
      yield* TestClock.adjust("1 seconds")
      expect(wechat.webwxInit.asked).toHaveLength(3)
      expect(wechat.sent()).toHaveLength(1)
    }).pipe(Effect.provide(fakes(atOnce)))
  )

  it.effect("ends when WeChat refuses the account", () =>
    Effect.gen(function* () {
      const { loginPage } = yield* FakeWechat
      yield* loginPage.next(new AccountRefused({ code: Option.some(1203), message: "no" }))
      const { fiber } = yield* running
      expect(yield* Effect.flip(Fiber.join(fiber))).toMatchObject({ _tag: "AccountRefused" })
    }).pipe(Effect.provide(fakes(atOnce)))
  )

  it.effect("stops when it is told to, in the middle of everything", () =>
    Effect.gen(function* () {
      const { getContact } = yield* FakeWechat
      yield* getContact.next(Effect.never)
      const { chatbot, fiber, wechat } = yield* running
      yield* chatbot.next(Effect.never)
      yield* wechat.push(addMsg("1", { FromUserName: "@me" }))
      yield* TestClock.adjust("1 seconds")
      expect(Exit.isInterrupted(yield* Fiber.interrupt(fiber))).toBe(true)
    }).pipe(Effect.provide(fakes(atOnce)))
  )

  it.effect("lets sends go on after a stop by the owner that had no other end to their pause", () =>
    Effect.gen(function* () {
      yield* leave(sendPause, { until: null, inARow: 3 })
      const { fiber } = yield* running
      expect((yield* leftFor(sendPause)).until).toBe(null)
      yield* Fiber.interrupt(fiber)
      expect(yield* leftFor(sendPause)).toEqual({ until: 0, inARow: 3 })
    }).pipe(Effect.provide(fakes(atOnce)))
  )

  it.effect("tells of a stop at once, and ends when the send that is under way has", () =>
    Effect.gen(function* () {
      const { fiber, progressOf, states, wechat } = yield* running
      yield* wechat.sendMessage.next(Effect.delay(Effect.succeed("late"), "2 seconds"))
      yield* wechat.push(addMsg("1", { FromUserName: "@me", ToUserName: "filehelper" }))
      yield* TestClock.adjust(0)
      const stop = yield* Effect.fork(Fiber.interrupt(fiber))
      yield* TestClock.adjust("1999 millis")
      expect(states().at(-1)).toBe("stopping")
      expect(stop.unsafePoll()).toBeNull()
      yield* TestClock.adjust("1 millis")
      expect(Exit.isInterrupted(yield* Fiber.join(stop))).toBe(true)
      expect(progressOf("1").at(-1)).toEqual({ _tag: "sent", MsgID: "late" })
    }).pipe(Effect.provide(fakes(atOnce)))
  )

  it.effect("ends when its journal can no longer be written", () =>
    Effect.gen(function* () {
      const full = new JournalFailed({ kind: "disk-full", message: "the disk is full" })
      const { fiber, states } = yield* Effect.updateService(running, Journal, (journal) => ({
        ...journal,
        failure: Effect.delay(full, "1 minute")
      }))
      yield* TestClock.adjust("1 minute")
      expect(yield* Effect.flip(Fiber.join(fiber))).toBe(full)
      expect(states().at(-1)).toBe("stopping")
    }).pipe(Effect.provide(fakes(atOnce)))
  )
})

describe("what it says at the start", () => {
  const away = expect.stringContaining("OPENAI_BASE_URL and OPENAI_MODEL")

  it.effect("names the chatbots, and what the owner should know of them", () =>
    Effect.gen(function* () {
      const { logs, warnings } = yield* running
      expect(logs[0]).toEqual({
        level: "INFO",
        text: "starting",
        facts: { chatbots: "tuling", dryRun: false }
      })
      expect(logs[1]).toEqual({
        level: "INFO",
        text: "texts go to",
        facts: { chatbot: "tuling", host: "tuling.example", over: "https" }
      })
      expect(warnings()).toEqual(["tuling is a fake"])
    }).pipe(Effect.provide(fakes(atOnce)))
  )

  it.effect("names the model of a chatbot that has one", () =>
    Effect.gen(function* () {
      const where = { host: "127.0.0.1:11434", model: "a-model", over: "http" } as const
      const { logs } = yield* Effect.updateService(running, Chatbots, (chatbots) => ({
        ...chatbots,
        places: [{ name: "openai", ...where, secure: true }]
      }))
      expect(logs[1]).toMatchObject({ text: "texts go to", facts: { chatbot: "openai", ...where } })
    }).pipe(Effect.provide(fakes(atOnce)))
  )

  it.effect("warns where there is none", () =>
    Effect.gen(function* () {
      const { logs, warnings } = yield* running
      expect(logs[0]).toMatchObject({ facts: { chatbots: "none" } })
      expect(warnings()).toEqual([away])
    }).pipe(Effect.provide(fakes({}, [])))
  )

  it.effect("tells of a dry run", () =>
    Effect.gen(function* () {
      const { logs } = yield* running
      expect(logs.map(({ text }) => text)).toContain("dry run: everything is decided, nothing is sent")
      expect(logs[0]).toMatchObject({ facts: { dryRun: true } })
    }).pipe(Effect.provide(fakes({ ROBOT_DRY_RUN: "true" })))
  )

  it.effect("warns of names on the lists that mean nobody or several, without telling them", () =>
    Effect.gen(function* () {
      const { getContact } = yield* FakeWechat
      const people = [contact("@a", { NickName: "王伟" }), contact("@b", { NickName: "王伟" })]
      yield* getContact.next(Effect.succeed([...people, contact(group, { NickName: "family" })]))
      const { logs } = yield* running
      const warned = logs.filter(({ text }) => text.startsWith("a listed name"))
      expect(warned.map(({ facts }) => facts)).toEqual([
        { setting: "ROBOT_ALLOW", position: 2 },
        { setting: "ROBOT_DENY", position: 1 }
      ])
      expect(JSON.stringify(logs)).not.toMatch(/王伟|nobody/)
    }).pipe(Effect.provide(fakes({ ROBOT_ALLOW: "family,王伟", ROBOT_DENY: "nobody" })))
  )
})

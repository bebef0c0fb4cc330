import { describe, expect, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, Redacted, TestClock } from "effect"
import { LoginAnswer } from "../../../src/http/wechat/LoginPoll.ts"
import { PushLogin } from "../../../src/http/wechat/PushLogin.ts"
import * as PhoneActivity from "../../../src/domain/PhoneActivity.ts"
import { Journal } from "../../../src/layers/journal/Journal.ts"
import { OwnersPhone } from "../../../src/program/inbox/OwnersPhone.ts"
import { PhoneAsked } from "../../../src/program/session/PhoneAsked.ts"
import { Relogin } from "../../../src/program/session/Relogin.ts"
import { committing } from "../../support/program/commits.ts"
import { fakePushLogin } from "../../support/program/fakePushLogin.ts"
import { fakes, Surroundings } from "../../support/program/fakes.ts"
import { FakeWechat } from "../../support/program/FakeWechat.ts"
import { restarted } from "../../support/program/restarted.ts"
import { checkKey, cursor, ended, refused, session, syncKey } from "../../support/program/wire.ts"

/** The log-ins of a robot whose every code and every button is confirmed at once. A session that ended stays dead. */
const make = Effect.gen(function* () {
  const { jsLogin, loginPage, loginPoll, started, webwxInit } = yield* FakeWechat
  yield* loginPage.always(() => Effect.succeed({ ...session.credentials }))
  yield* webwxInit.always((credentials) =>
    credentials === session.credentials ? refused(1101) : started({ credentials })
  )
  const redirectUri = Redacted.make("https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxnewloginpage?ticket=T")
  yield* loginPoll.always(() => Effect.succeed(LoginAnswer.Confirmed({ redirectUri })))
  const pushLogin = yield* fakePushLogin
  yield* pushLogin.always(() => Effect.succeed(Redacted.make("push==")))
  const relogin = yield* Relogin
  const logIn = relogin.session.pipe(
    Effect.provideService(PushLogin, new PushLogin({ uuid: pushLogin.call }))
  )
  const lose = (code: number, at = 0, lived = true) =>
    Effect.zipRight(relogin.lost(session, ended(code, at, lived)), logIn)
  return {
    logIn,
    pushLogin,
    ...(yield* Surroundings),
    /** Ends the session with a code, and logs in again. */
    lose,
    /** The same where no poll of it lived, with time for the pause. */
    deadEnd: (code: number) =>
      Effect.gen(function* () {
        const fiber = yield* Effect.fork(lose(code, 0, false))
        yield* TestClock.adjust("30 seconds")
        return yield* Fiber.join(fiber)
      }),
    /** The session that ended is alive after all. */
    revive: (what: Parameters<typeof started>[0] = {}) => webwxInit.always(() => started(what)),
    webwxInit,
    /** How often each way was gone. */
    ways: () => ({ codes: jsLogin.asked.length, buttons: pushLogin.asked.length })
  }
})

describe("the log-ins of a robot", () => {
  it.effect("begin with a QR code", () =>
    Effect.gen(function* () {
      const { logIn, ways } = yield* make
      expect(yield* logIn).toEqual(session)
      expect(ways()).toEqual({ codes: 1, buttons: 0 })
    }).pipe(Effect.provide(fakes()))
  )

  it.effect(
    "are not told before they are kept: a stop right then would need a person at the next start",
    () =>
      Effect.gen(function* () {
        const kept = yield* Deferred.make<void>()
        const relogin = yield* restarted(make).pipe(
          Effect.updateService(Journal, (journal) => ({
            ...journal,
            together: (writes) => Effect.zipRight(Deferred.await(kept), journal.together(writes))
          }))
        )
        const fiber = yield* Effect.fork(relogin.logIn)
        yield* TestClock.adjust("10 seconds")
        expect(relogin.states()).toEqual(["waiting-for-scan", "logging-in"])
        yield* Deferred.succeed(kept, undefined)
        yield* Fiber.join(fiber)
        expect(relogin.states().at(-1)).toBe("syncing")
      }).pipe(Effect.provide(fakes()))
  )

  it.effect.each([1101, 1102, -14])("go on by a button on the phone after %i", (code) =>
    Effect.gen(function* () {
      const { lose, logs, pushLogin, states, warnings, ways } = yield* make
      expect(yield* lose(code)).toEqual(session)
      expect(ways()).toEqual({ codes: 0, buttons: 1 })
      expect(pushLogin.asked).toEqual([[session.credentials]])
      expect(warnings()).toEqual([])
      expect(states()).toEqual(["logged-out", "waiting-for-confirmation", "logging-in", "syncing"])
      expect(logs.find(({ facts }) => facts["state"] === "logged-out")?.facts["why"]).toContain(String(code))
    }).pipe(Effect.provide(fakes()))
  )

  it.effect.each([1100, 1101])(
    "go on at once, where it ended, with a session that lives after all: %i",
    (code) =>
      Effect.gen(function* () {
        const { display, lose, revive, states, ways } = yield* make
        yield* revive({ SyncKey: syncKey(100), SyncCheckKey: checkKey(100) })
        expect(yield* lose(code, 7)).toEqual({ ...session, SyncKey: syncKey(7), SyncCheckKey: checkKey(7) })
        expect(ways()).toEqual({ codes: 0, buttons: 0 })
        expect(states()).toEqual(["logged-out", "syncing"])
        // a run that was killed may have left a code
        expect(display).toEqual(["cleared"])
      }).pipe(Effect.provide(fakes()))
  )

  it.effect("begin at the new cursor when the session lives under other UserNames", () =>
    Effect.gen(function* () {
      const { lose, revive } = yield* make
      yield* revive({ me: { UserName: "@other", NickName: "" }, SyncKey: syncKey(100) })
      expect(yield* lose(1101, 7)).toMatchObject({ me: { UserName: "@other" }, SyncKey: syncKey(100) })
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("look each time whether the session lives, and go on while it does", () =>
    Effect.gen(function* () {
      const { lose, revive, ways, webwxInit } = yield* make
      yield* revive()
      for (let time = 1; time <= 20; time++) {
        expect(yield* lose(time % 2 === 0 ? 1101 : -14, time)).toMatchObject(cursor(time))
        yield* TestClock.adjust("30 seconds")
      }
      expect(webwxInit.asked).toHaveLength(20)
      expect(ways()).toEqual({ codes: 0, buttons: 0 })
    }).pipe(Effect.provide(fakes()))
  )

  it.effect.each([
    ["without a poll that lived", false],
    ["after a poll that lived", true]
  ] as const)("look again after a growing pause where a session ends again soon %s", ([, lived]) =>
    Effect.gen(function* () {
      const { lose, revive, webwxInit } = yield* make
      yield* revive()
      yield* lose(1101)
      // half a second, doubled each time, up to a fifth shorter
      for (const pause of [500, 1000, 2000]) {
        const looks = webwxInit.asked.length
        const again = yield* Effect.fork(lose(1101, 0, lived))
        yield* TestClock.adjust(pause * 0.8 - 1)
        expect(webwxInit.asked).toHaveLength(looks)
        yield* TestClock.adjust(pause * 0.2 + 1)
        expect(yield* Fiber.join(again)).toEqual(session)
        expect(webwxInit.asked).toHaveLength(looks + 1)
      }
      yield* TestClock.adjust("30 seconds")
      expect(yield* lose(1101)).toEqual(session)
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("never wait longer than half a minute for a look at a session that lives", () =>
    Effect.gen(function* () {
      const { lose, revive, ways, webwxInit } = yield* make
      yield* revive()
      for (let time = 0; time < 50; time++) {
        const again = yield* Effect.fork(lose(1101))
        yield* TestClock.adjust("30 seconds")
        yield* Fiber.join(again)
      }
      expect(webwxInit.asked).toHaveLength(50)
      expect(ways()).toEqual({ codes: 0, buttons: 0 })
    }).pipe(Effect.provide(fakes()))
  )

  it.effect.each([
    [1101, { codes: 0, buttons: 1 }],
    [-14, { codes: 0, buttons: 1 }],
    [1100, { codes: 1, buttons: 0 }]
  ] as const)("take a session for dead that ends five times without a poll that lived: %i", ([code, way]) =>
    Effect.gen(function* () {
      const { deadEnd, lose, revive, ways, webwxInit } = yield* make
      yield* revive()
      yield* lose(code)
      for (let time = 1; time <= 4; time++) yield* deadEnd(code)
      expect(webwxInit.asked).toHaveLength(5)
      expect(ways()).toEqual({ codes: 0, buttons: 0 })
      yield* deadEnd(code)
      expect(ways()).toEqual(way)
      // the log-in's own
      expect(webwxInit.asked).toHaveLength(6)
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("count anew after a poll that lived, and in another session", () =>
    Effect.gen(function* () {
      const { deadEnd, lose, revive, ways } = yield* make
      yield* revive()
      for (let time = 1; time <= 4; time++) yield* deadEnd(1101)
      const alive = yield* Effect.fork(lose(1101))
      yield* TestClock.adjust("30 seconds")
      yield* Fiber.join(alive)
      for (let time = 1; time <= 4; time++) yield* deadEnd(1101)
      expect(ways()).toEqual({ codes: 0, buttons: 0 })
      yield* deadEnd(1101)
      expect(ways()).toEqual({ codes: 0, buttons: 1 })
      for (let time = 1; time <= 4; time++) yield* deadEnd(1101)
      expect(ways()).toEqual({ codes: 0, buttons: 1 })
      // the phone keeps its ten minutes
      yield* deadEnd(1101)
      expect(ways()).toEqual({ codes: 1, buttons: 1 })
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("drop what was left of another account", () =>
    Effect.gen(function* () {
      const { logIn, lose, warnings } = yield* make
      const { loginPage, started, webwxInit } = yield* FakeWechat
      const phone = yield* OwnersPhone
      yield* logIn
      yield* phone.note((activity) => PhoneActivity.used(activity, 7))
      yield* lose(1101)
      expect((yield* phone.activity).lastUse).toBe(7)
      const other = { ...session.credentials, wxuin: Redacted.make("100000002") }
      yield* loginPage.always(() => Effect.succeed(other))
      yield* webwxInit.always(() => started({ credentials: other }))
      yield* lose(1100)
      expect((yield* phone.activity).lastUse).toBe(undefined)
      expect(warnings()).toContain("another account logged in: what was left of the one before is dropped")
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("drop that in one commit, and begin each session in one", () =>
    Effect.gen(function* () {
      const { loginPage, started, webwxInit } = yield* FakeWechat
      const other = { ...session.credentials, wxuin: Redacted.make("100000002") }
      const toTheOther = Effect.gen(function* () {
        const { logIn, lose } = yield* make
        yield* logIn
        yield* loginPage.always(() => Effect.succeed(other))
        const begun = started({ credentials: other, me: { UserName: "@other", NickName: "" } })
        yield* webwxInit.always(() => begun)
        return yield* lose(1100)
      })
      const { commits } = yield* committing(restarted(toTheOther))
      expect(commits).toEqual([
        ["begin a session", { forgetOthersThan: "@me" }],
        [
          "end all messages",
          "forget the session",
          "forget all contacts",
          "forget all values",
          "keep memory-forgotten"
        ],
        ["begin a session", { forgetOthersThan: "@other" }]
      ])
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("ask the phone where the last question was noted by a clock that was ahead", () =>
    Effect.gen(function* () {
      const { lose, ways } = yield* make
      yield* TestClock.setTime(1e15)
      expect(yield* (yield* PhoneAsked).mayAsk).toBe(true)
      yield* TestClock.setTime(0)
      yield* lose(1101)
      expect(ways()).toEqual({ codes: 0, buttons: 1 })
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("go on by QR code only after 1100, which the owner may have meant, and say so", () =>
    Effect.gen(function* () {
      const { lose, logs, ways } = yield* make
      expect(yield* lose(1100)).toEqual(session)
      expect(ways()).toEqual({ codes: 1, buttons: 0 })
      expect(logs.map(({ text }) => text)).toContain(
        "perhaps logged out on the phone, so only a QR code goes on"
      )
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("do not ask the phone again within ten minutes, and say so", () =>
    Effect.gen(function* () {
      const { lose, warnings, ways } = yield* make
      yield* lose(1101)
      yield* TestClock.adjust("599999 millis")
      yield* lose(1101)
      expect(ways()).toEqual({ codes: 1, buttons: 1 })
      expect(warnings().at(-1)).toContain("the phone was asked less than 10m ago")
      // a log-in by QR code does not count
      yield* TestClock.adjust("1 millis")
      yield* lose(1101)
      expect(ways()).toEqual({ codes: 1, buttons: 2 })
      yield* TestClock.adjust("9 minutes")
      yield* lose(1102)
      expect(ways()).toEqual({ codes: 2, buttons: 2 })
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("count a question in vain too: it may have disturbed the owner", () =>
    Effect.gen(function* () {
      const { lose, pushLogin, ways } = yield* make
      yield* pushLogin.next(refused(1))
      yield* lose(1101)
      expect(ways()).toEqual({ codes: 1, buttons: 1 })
      yield* lose(1101)
      expect(ways()).toEqual({ codes: 2, buttons: 1 })
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("do not count an end with 1100, which asked nobody", () =>
    Effect.gen(function* () {
      const { lose, ways } = yield* make
      yield* lose(1100)
      yield* lose(1101)
      expect(ways()).toEqual({ codes: 1, buttons: 1 })
    }).pipe(Effect.provide(fakes()))
  )
})

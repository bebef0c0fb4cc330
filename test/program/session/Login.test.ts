import { describe, expect, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Option, Redacted, TestClock } from "effect"
import { BadAnswer, type EndpointError } from "../../../src/http/Errors.ts"
import { ForeignHost } from "../../../src/http/wechat/Hosts.ts"
import { AccountRefused, TicketRefused } from "../../../src/http/wechat/LoginPage.ts"
import { LoginAnswer } from "../../../src/http/wechat/LoginPoll.ts"
import { PushLogin } from "../../../src/http/wechat/PushLogin.ts"
import { NewCode } from "../../../src/program/session/NewCode.ts"
import { login, loginByTap } from "../../../src/program/session/Login.ts"
import { fakePushLogin } from "../../support/program/fakePushLogin.ts"
import { fakes, Surroundings } from "../../support/program/fakes.ts"
import { FakeWechat } from "../../support/program/FakeWechat.ts"
import { contact, notConnected, refused, session, syncKey, timedOut } from "../../support/program/wire.ts"

const { Broken, Cancelled, Confirmed, Expired, Scanned, Waiting } = LoginAnswer
const redirectUri = Redacted.make("https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxnewloginpage?ticket=T")
const confirmed = Confirmed({ redirectUri })

const unreadable = new BadAnswer({ endpoint: "fake", issue: "not XML" })
const ticketRefused = (code: number, sentence?: string) =>
  new TicketRefused({ code, sentence: Option.fromNullable(sentence) })

/** The phone answers the coming polls like this. */
const phone = (...answers: ReadonlyArray<LoginAnswer>) =>
  Effect.flatMap(FakeWechat, ({ loginPoll }) =>
    loginPoll.next(...answers.map((answer) => Effect.succeed(answer)))
  )

/** The log-in after some time, and all that one can see of it. */
const after = Effect.fnUntraced(function* (...times: ReadonlyArray<`${number} ${"seconds" | "minutes"}`>) {
  const fiber = yield* Effect.fork(login())
  yield* Effect.forEach(times, (time) => TestClock.adjust(time))
  return { fiber, ...(yield* FakeWechat), ...(yield* Surroundings) }
})

/** The codes in the order they were shown, by their number. */
const codesIn = (display: ReadonlyArray<string>) =>
  display.map((shown) => shown.replace(/^https:\/\/login.weixin.qq.com\/l\/uuid-(\d+)==$/, "code $1"))

describe("log-in by QR code", () => {
  it.effect("goes through scan, tap, ticket and init to a session", () =>
    Effect.gen(function* () {
      yield* phone(Waiting(), Scanned(), confirmed)
      const { display, fiber, loginPage, loginPoll, qrCode, statusNotify, webwxInit } =
        yield* after("2 seconds")
      expect(yield* Fiber.join(fiber)).toEqual(session)
      expect(codesIn(display)).toEqual(["code 1", "cleared"])
      expect(loginPoll.asked.map(([uuid, tip]) => [Redacted.value(uuid), tip])).toEqual([
        ["uuid-1==", 1],
        ["uuid-1==", 0],
        ["uuid-1==", 0]
      ])
      expect(qrCode.asked).toEqual([[Redacted.make("uuid-1==")]])
      expect(loginPage.asked).toEqual([[redirectUri]])
      expect(webwxInit.asked).toEqual([[session.credentials]])
      expect(statusNotify.asked).toEqual([[session.credentials, "@me"]])
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("takes what init says: renewed keys, recent chats", () =>
    Effect.gen(function* () {
      const { webwxInit, started } = yield* FakeWechat
      const credentials = { ...session.credentials, skey: Redacted.make("@crypt_renewed") }
      const contacts = [contact("@@family")]
      yield* webwxInit.next(started({ credentials, contacts, SyncCheckKey: undefined }))
      yield* phone(confirmed)
      const { fiber, statusNotify } = yield* after()
      expect(yield* Fiber.join(fiber)).toEqual({
        ...session,
        credentials,
        contacts,
        SyncCheckKey: syncKey(0)
      })
      expect(statusNotify.asked).toEqual([[credentials, "@me"]])
    }).pipe(Effect.provide(fakes()))
  )

  it.effect.each([
    ["cancelled on the phone", [Scanned(), Cancelled()]],
    ["expired before anybody scanned", [Waiting(), Expired()]],
    ["broken before anybody scanned", [Broken()]]
  ] as const)("shows a new code when the first was %s", ([, answers]) =>
    Effect.gen(function* () {
      yield* phone(...answers, confirmed)
      const { display, fiber, loginPoll } = yield* after("2 seconds")
      expect(Exit.isSuccess(yield* Fiber.await(fiber))).toBe(true)
      expect(codesIn(display)).toEqual(["code 1", "code 2", "cleared"])
      expect(loginPoll.asked.at(-1)).toEqual([Redacted.make("uuid-2=="), 1])
    }).pipe(Effect.provide(fakes()))
  )
})

describe("the owner's wish for a new code", () => {
  it.effect("is met at once while one waits, and while the next is not due", () =>
    Effect.gen(function* () {
      const { loginPoll } = yield* FakeWechat
      yield* loginPoll.always(() => Effect.never)
      const { wish } = yield* NewCode
      const { display, states } = yield* after("1 seconds")
      const wishes = Effect.zipRight(wish, TestClock.adjust("1 seconds"))
      yield* Effect.repeatN(wishes, 6)
      expect(codesIn(display)).toEqual(Array.from({ length: 8 }, (_, at) => `code ${at + 1}`))

      yield* loginPoll.always(() => Effect.succeed(Expired()))
      yield* Effect.zipRight(wish, TestClock.adjust("1 minutes"))
      expect([codesIn(display).at(-1), states().at(-1)]).toEqual(["cleared", "logged-out"])
      yield* loginPoll.always(() => Effect.never)
      yield* wishes
      expect([codesIn(display).at(-1), states().at(-1)]).toEqual(["code 14", "waiting-for-scan"])
    }).pipe(Effect.provide(fakes()))
  )
})

describe("a scanned code that the server calls expired", () => {
  const expiredFor = (seconds: number) => Array.from({ length: seconds }, () => Expired())

  it.effect("is polled on once a second for a minute, since the phone may ask twice", () =>
    Effect.gen(function* () {
      yield* phone(Scanned(), ...expiredFor(30), Broken(), ...expiredFor(29), confirmed)
      const { display, fiber, loginPoll } = yield* after("60 seconds")
      expect(loginPoll.asked).toHaveLength(61)
      yield* TestClock.adjust("1 seconds")
      expect(Exit.isSuccess(yield* Fiber.await(fiber))).toBe(true)
      expect(codesIn(display)).toEqual(["code 1", "cleared"])
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("is given up after that minute", () =>
    Effect.gen(function* () {
      yield* phone(Scanned(), ...expiredFor(61))
      const { display } = yield* after("60 seconds")
      expect(codesIn(display)).toEqual(["code 1"])
      yield* TestClock.adjust("1 seconds")
      expect(codesIn(display)).toEqual(["code 1", "code 2"])
    }).pipe(Effect.provide(fakes()))
  )
})

describe("codes that nobody scans", () => {
  it.effect("come five times at once, then every five minutes, until one is confirmed", () =>
    Effect.gen(function* () {
      const { loginPoll } = yield* FakeWechat
      yield* loginPoll.always(() => Effect.succeed(Expired()))
      yield* phone(Expired(), Expired(), Expired(), Expired(), Scanned(), Cancelled())
      const { display, fiber, logs, states } = yield* after("4 minutes")
      // nobody scans a code that is over
      expect(codesIn(display)).toEqual(["code 1", "code 2", "code 3", "code 4", "code 5", "cleared"])
      // also after one that was scanned: nobody is about to confirm it
      expect(states().at(-1)).toBe("logged-out")
      expect(logs.at(-1)?.facts).toMatchObject({ why: "nobody logs in; a new code comes in 5m" })
      yield* TestClock.adjust("61 seconds")
      expect(codesIn(display).slice(-2)).toEqual(["code 6", "cleared"])
      yield* TestClock.adjust("299 seconds")
      expect(display).toHaveLength(8)
      yield* phone(confirmed)
      yield* TestClock.adjust("1 seconds")
      expect(Exit.isSuccess(yield* Fiber.await(fiber))).toBe(true)
      expect(codesIn(display).slice(-2)).toEqual(["code 7", "cleared"])
    }).pipe(Effect.provide(fakes()))
  )
})

describe("failures on the way", () => {
  it.effect("jslogin is asked again until it works", () =>
    Effect.gen(function* () {
      const { jsLogin } = yield* FakeWechat
      yield* jsLogin.next(notConnected, timedOut, refused(400))
      yield* phone(confirmed)
      const { display, fiber, states } = yield* after("10 seconds")
      expect(Exit.isSuccess(yield* Fiber.await(fiber))).toBe(true)
      expect(codesIn(display)).toEqual(["code 1", "cleared"])
      expect(states()).toEqual(["reconnecting", "starting", "waiting-for-scan", "logging-in"])
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("a poll without an answer is repeated with the same code, and the picture is not needed", () =>
    Effect.gen(function* () {
      const { loginPoll, qrCode } = yield* FakeWechat
      yield* qrCode.always(() => timedOut)
      yield* loginPoll.next(timedOut, notConnected)
      yield* phone(confirmed)
      const { display, fiber } = yield* after("5 seconds")
      expect(Exit.isSuccess(yield* Fiber.await(fiber))).toBe(true)
      expect(codesIn(display)).toEqual(["code 1", "cleared"])
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("a refused ticket leads to a new code, never to a second use", () =>
    Effect.gen(function* () {
      const { loginPage } = yield* FakeWechat
      yield* loginPage.next(refused(-14))
      yield* phone(confirmed, confirmed)
      const { display, fiber, webwxInit } = yield* after("1 seconds")
      expect(Exit.isSuccess(yield* Fiber.await(fiber))).toBe(true)
      expect(codesIn(display)).toEqual(["code 1", "code 2", "cleared"])
      expect(loginPage.asked).toHaveLength(2)
      expect(webwxInit.asked).toHaveLength(1)
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("a ticket without an answer is used three times, before a person has to scan again", () =>
    Effect.gen(function* () {
      const { loginPage } = yield* FakeWechat
      yield* loginPage.next(timedOut, unreadable)
      yield* phone(confirmed)
      const first = yield* after("3 seconds")
      expect(Exit.isSuccess(yield* Fiber.await(first.fiber))).toBe(true)
      expect(codesIn(first.display)).toEqual(["code 1", "cleared"])
      yield* loginPage.next(timedOut, unreadable, notConnected)
      yield* phone(confirmed, confirmed)
      const second = yield* after("6 seconds")
      expect(Exit.isSuccess(yield* Fiber.await(second.fiber))).toBe(true)
      expect(codesIn(second.display).slice(2)).toEqual(["code 2", "code 3", "cleared"])
    }).pipe(Effect.provide(fakes()))
  )

  it.effect.each([
    ["unreadable", [unreadable]],
    ["none that came", [timedOut]],
    ["unreadable twice", [unreadable, unreadable]],
    ["unreadable, then none to ask for", [unreadable, notConnected]]
  ] as const)(
    "a refusal after an answer that was %s means that the ticket is spent: a new code",
    ([, failures]) =>
      Effect.gen(function* () {
        const { loginPage } = yield* FakeWechat
        yield* loginPage.next(...failures, ticketRefused(1, "登录已失效"))
        yield* phone(confirmed, confirmed)
        const { display, fiber } = yield* after("3 seconds")
        expect(yield* Fiber.join(fiber)).toEqual(session)
        expect(codesIn(display)).toEqual(["code 1", "code 2", "cleared"])
        expect(loginPage.asked).toHaveLength(failures.length + 2)
      }).pipe(Effect.provide(fakes()))
  )

  it.effect.each([
    ["at once", []],
    ["after tries that did not arrive", [notConnected, notConnected]]
  ] as const)("a refusal with a sentence on the first use is about the account: %s", ([, failures]) =>
    Effect.gen(function* () {
      const { loginPage } = yield* FakeWechat
      yield* loginPage.next(...failures, ticketRefused(1204, "不行"))
      yield* phone(confirmed)
      const { display, fiber } = yield* after("3 seconds")
      expect(yield* Effect.flip(Fiber.join(fiber))).toEqual(
        new AccountRefused({ code: Option.some(1204), message: "不行" })
      )
      expect(codesIn(display)).toEqual(["code 1", "cleared"])
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("a refusal without a sentence leads to a new code", () =>
    Effect.gen(function* () {
      const { loginPage } = yield* FakeWechat
      yield* loginPage.next(ticketRefused(1))
      yield* phone(confirmed, confirmed)
      const { display, fiber } = yield* after("1 seconds")
      expect(yield* Fiber.join(fiber)).toEqual(session)
      expect(codesIn(display)).toEqual(["code 1", "code 2", "cleared"])
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("what one ticket met says nothing of the next", () =>
    Effect.gen(function* () {
      const { loginPage } = yield* FakeWechat
      yield* loginPage.next(unreadable, ticketRefused(1, "登录已失效"), ticketRefused(1, "不行"))
      yield* phone(confirmed, confirmed)
      const { fiber } = yield* after("3 seconds")
      expect(yield* Effect.flip(Fiber.join(fiber))).toMatchObject({ _tag: "AccountRefused", message: "不行" })
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("an account that is barred is so on a later use too", () =>
    Effect.gen(function* () {
      const { loginPage } = yield* FakeWechat
      yield* loginPage.next(unreadable, new AccountRefused({ code: Option.some(1203), message: "no" }))
      yield* phone(confirmed)
      const { display, fiber } = yield* after("3 seconds")
      expect(yield* Effect.flip(Fiber.join(fiber))).toMatchObject({ _tag: "AccountRefused", message: "no" })
      expect(codesIn(display)).toEqual(["code 1", "cleared"])
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("ten refusals of init in a row mean that the log-in came to nothing", () =>
    Effect.gen(function* () {
      const { webwxInit } = yield* FakeWechat
      yield* webwxInit.next(...Array.from({ length: 10 }, () => refused(-1)))
      yield* phone(confirmed, confirmed)
      const { display, fiber } = yield* after("4 minutes")
      expect(Exit.isSuccess(yield* Fiber.await(fiber))).toBe(true)
      expect(webwxInit.asked).toHaveLength(11)
      expect(codesIn(display)).toEqual(["code 1", "code 2", "cleared"])
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("init is repeated in its session while that may live, and with a new code when it does not", () =>
    Effect.gen(function* () {
      const { webwxInit } = yield* FakeWechat
      yield* webwxInit.next(timedOut, refused(-1), refused(1101))
      yield* phone(confirmed, confirmed)
      const { display, fiber, loginPage } = yield* after("5 seconds")
      expect(Exit.isSuccess(yield* Fiber.await(fiber))).toBe(true)
      expect(webwxInit.asked).toHaveLength(4)
      expect(loginPage.asked).toHaveLength(2)
      expect(codesIn(display)).toEqual(["code 1", "code 2", "cleared"])
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("a status notify that finds the session dead starts over", () =>
    Effect.gen(function* () {
      const { statusNotify } = yield* FakeWechat
      yield* statusNotify.next(refused(1101))
      yield* phone(confirmed)
      yield* phone(confirmed)
      const { display, fiber } = yield* after("10 seconds")
      expect(yield* Fiber.join(fiber)).toMatchObject({ credentials: session.credentials })
      expect(codesIn(display)).toEqual(["code 1", "code 2", "cleared"])
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("any other failure of the status notify is only a warning", () =>
    Effect.gen(function* () {
      const { statusNotify } = yield* FakeWechat
      yield* statusNotify.next(refused(1))
      yield* phone(confirmed)
      const { fiber, warnings } = yield* after()
      expect(yield* Fiber.join(fiber)).toEqual(session)
      expect(warnings()).toEqual(["the phone was not told of the log-in"])
    }).pipe(Effect.provide(fakes()))
  )

  it.effect.each([
    new AccountRefused({ code: Option.some(1203), message: "not for this account" }),
    new ForeignHost({ host: "wx.qq.com.example.net" })
  ])("$_tag ends it, and takes the code away", (refusal) =>
    Effect.gen(function* () {
      const { loginPage } = yield* FakeWechat
      yield* loginPage.next(refusal)
      yield* phone(confirmed)
      const { display, fiber } = yield* after()
      expect(yield* Effect.flip(Fiber.join(fiber))).toMatchObject({
        _tag: refusal._tag,
        message: refusal.message
      })
      expect(codesIn(display)).toEqual(["code 1", "cleared"])
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("a stop takes the code away", () =>
    Effect.gen(function* () {
      const { display, fiber } = yield* after("1 seconds")
      yield* Fiber.interrupt(fiber)
      expect(codesIn(display)).toEqual(["code 1", "cleared"])
    }).pipe(Effect.provide(fakes()))
  )
})

describe("log-in by a tap on the phone", () => {
  const uuid = Effect.succeed(Redacted.make("push-1=="))

  /** The log-in after some time, with what came of the question to the phone. */
  const afterPush = Effect.fnUntraced(function* (
    answer: Effect.Effect<Redacted.Redacted, EndpointError>,
    time: `${number} seconds`
  ) {
    const pushLogin = yield* fakePushLogin
    yield* pushLogin.next(answer)
    const fiber = yield* loginByTap(session.credentials).pipe(
      Effect.provideService(PushLogin, new PushLogin({ uuid: pushLogin.call })),
      Effect.fork
    )
    yield* TestClock.adjust(time)
    return { fiber, pushLogin, ...(yield* FakeWechat), ...(yield* Surroundings) }
  })

  it.effect("needs no code: the phone asks, and the same poll waits for the tap", () =>
    Effect.gen(function* () {
      yield* phone(Waiting(), Scanned(), confirmed)
      const { display, fiber, jsLogin, loginPage, loginPoll, pushLogin, states, webwxInit } =
        yield* afterPush(uuid, "2 seconds")
      expect(yield* Fiber.join(fiber)).toEqual(session)
      expect(pushLogin.asked).toEqual([[session.credentials]])
      expect(loginPoll.asked.map(([uuid, tip]) => [Redacted.value(uuid), tip])).toEqual([
        ["push-1==", 1],
        ["push-1==", 0],
        ["push-1==", 0]
      ])
      expect(loginPage.asked).toEqual([[redirectUri]])
      expect(webwxInit.asked).toHaveLength(1)
      expect(jsLogin.asked).toEqual([])
      expect(display).toEqual([])
      expect(states()).toEqual(["waiting-for-confirmation", "logging-in"])
    }).pipe(Effect.provide(fakes()))
  )

  it.effect.each([
    ["refused", refused(1)],
    ["not answered", timedOut],
    ["unreadable", new BadAnswer({ endpoint: "fake", issue: "uuid is missing" })]
  ] as const)("goes on by QR code, without asking again, when the question is %s", ([, failure]) =>
    Effect.gen(function* () {
      yield* phone(confirmed)
      const { display, fiber, loginPoll, pushLogin, warnings } = yield* afterPush(failure, "1 seconds")
      expect(yield* Fiber.join(fiber)).toEqual(session)
      expect(pushLogin.asked).toHaveLength(1)
      expect(loginPoll.asked).toEqual([[Redacted.make("uuid-1=="), 1]])
      expect(codesIn(display)).toEqual(["code 1", "cleared"])
      expect(warnings()).toEqual(["no log-in by a tap on the phone, a QR code follows"])
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("asks again where the question certainly did not arrive: a scan would take a person", () =>
    Effect.gen(function* () {
      yield* phone(confirmed)
      const { display, fiber, pushLogin } = yield* afterPush(notConnected, "0 seconds")
      yield* pushLogin.next(notConnected, uuid)
      yield* TestClock.adjust("3 seconds")
      expect(yield* Fiber.join(fiber)).toEqual(session)
      expect(pushLogin.asked).toHaveLength(3)
      expect(display).toEqual([])
    }).pipe(Effect.provide(fakes()))
  )

  it.effect.each([
    ["cancelled", [Cancelled()]],
    ["expired", [Waiting(), Expired()]],
    ["broken", [Broken()]]
  ] as const)("goes on by QR code, without asking again, when the button is %s", ([, answers]) =>
    Effect.gen(function* () {
      yield* phone(...answers, confirmed)
      const { display, fiber, loginPoll, pushLogin } = yield* afterPush(uuid, "2 seconds")
      expect(yield* Fiber.join(fiber)).toEqual(session)
      expect(pushLogin.asked).toHaveLength(1)
      expect(loginPoll.asked.at(-1)).toEqual([Redacted.make("uuid-1=="), 1])
      expect(codesIn(display)).toEqual(["code 1", "cleared"])
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("goes on by QR code, without asking again, when the session does not start", () =>
    Effect.gen(function* () {
      const { webwxInit } = yield* FakeWechat
      yield* webwxInit.next(refused(1101))
      yield* phone(confirmed, confirmed)
      const { display, fiber, pushLogin } = yield* afterPush(uuid, "1 seconds")
      expect(yield* Fiber.join(fiber)).toEqual(session)
      expect(pushLogin.asked).toHaveLength(1)
      expect(codesIn(display)).toEqual(["code 1", "cleared"])
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("goes on by QR code, without asking again, when the ticket may be spent", () =>
    Effect.gen(function* () {
      const { loginPage } = yield* FakeWechat
      yield* loginPage.next(unreadable, ticketRefused(1, "登录已失效"))
      yield* phone(confirmed, confirmed)
      const { display, fiber, pushLogin } = yield* afterPush(uuid, "3 seconds")
      expect(yield* Fiber.join(fiber)).toEqual(session)
      expect(pushLogin.asked).toHaveLength(1)
      expect(codesIn(display)).toEqual(["code 1", "cleared"])
    }).pipe(Effect.provide(fakes()))
  )

  it.effect("ends, without a code, when WeChat refuses the account", () =>
    Effect.gen(function* () {
      const { loginPage } = yield* FakeWechat
      yield* loginPage.next(new AccountRefused({ code: Option.some(1203), message: "not for this account" }))
      yield* phone(confirmed)
      const { display, fiber } = yield* afterPush(uuid, "1 seconds")
      expect(yield* Effect.flip(Fiber.join(fiber))).toMatchObject({ _tag: "AccountRefused" })
      expect(display).toEqual([])
    }).pipe(Effect.provide(fakes()))
  )
})

import { describe, expect, it } from "@effect/vitest"
import { type Duration, Effect, Redacted, TestClock } from "effect"
import { type AddMsg } from "../../src/domain/AddMsg.ts"
import { Timing } from "../../src/domain/Timing.ts"
import { Unreachable } from "../../src/http/Errors.ts"
import { type FakeCall } from "../support/program/FakeCall.ts"
import { fakes } from "../support/program/fakes.ts"
import { FakeWechat } from "../support/program/FakeWechat.ts"
import { running } from "../support/program/running.ts"
import { addMsg, contact, friend, notConnected, timedOut } from "../support/program/wire.ts"

/** How calls fail while there is no network; the argument is the call's own time limit. */
const kinds = {
  refused: () => notConnected,
  reset: () => new Unreachable({ endpoint: "fake", reason: "ECONNRESET", delivered: "unknown" }),
  "status 502": () => new Unreachable({ endpoint: "fake", reason: "status 502", delivered: "no" }),
  hang: (limit: Duration.Duration) => Effect.delay(timedOut, limit)
} satisfies Record<string, (limit: Duration.Duration) => Effect.Effect<never, Unreachable>>
type Kind = keyof typeof kinds

/** WeChat behind a network that breaks and is mended at will, with the time limits of the real client. */
const network = Effect.gen(function* () {
  const wechat = yield* FakeWechat
  const { call, longPoll } = yield* Timing
  const stir = yield* Effect.makeLatch()
  let broken: Kind | undefined
  let unfetched: ReadonlyArray<AddMsg> = []
  const said: Array<string> = []

  const through = <Args extends ReadonlyArray<unknown>, A, E>(
    endpoint: FakeCall<Args, A, E | Unreachable>,
    limit: Duration.Duration,
    usual: (...args: NoInfer<Args>) => Effect.Effect<A, E | Unreachable>
  ) =>
    endpoint.always((...args) =>
      Effect.suspend(() => (broken === undefined ? usual(...args) : kinds[broken](limit)))
    )

  // held until there is something to fetch; a break cuts those that are held
  const poll: Effect.Effect<{ readonly selector: number }, Unreachable> = Effect.suspend(() => {
    if (broken !== undefined) return kinds[broken](longPoll)
    return unfetched.length > 0 ? Effect.succeed({ selector: 2 }) : Effect.zipRight(stir.await, poll)
  })
  const bring = Effect.suspend(() => {
    const messages = [...unfetched]
    unfetched = []
    return wechat.changes({ messages })
  })
  const code = Effect.succeed(Redacted.make("uuid=="))

  yield* through(wechat.jsLogin, call, () => code)
  yield* through(wechat.getContact, call, () => Effect.succeed([contact(friend)]))
  yield* through(wechat.syncCheck, longPoll, () => poll)
  yield* through(wechat.webwxSync, call, () => bring)
  yield* through(wechat.sendMessage, call, (_credentials, { text }) =>
    Effect.sync(() => {
      said.push(text)
      return "MsgID"
    })
  )

  const become = (next: Kind | undefined) =>
    Effect.suspend(() => {
      broken = next
      return stir.release
    })
  return {
    /** The texts that WeChat took. */
    said,
    breakDown: (kind: Kind) => become(kind),
    mend: become(undefined),
    /** The next send is the first call that meets the break. */
    breakAtSend: (kind: Kind) =>
      wechat.sendMessage.next(
        Effect.zipRight(
          become(kind),
          Effect.suspend(() => kinds[kind](call))
        )
      ),
    arrive: (MsgId: string, Content: string) =>
      Effect.suspend(() => {
        unfetched = [...unfetched, addMsg(MsgId, { Content })]
        return stir.release
      }),
    /** How many requests there were so far, whatever came of them. */
    requests: () =>
      [
        wechat.jsLogin,
        wechat.loginPoll,
        wechat.loginPage,
        wechat.qrCode,
        wechat.webwxInit,
        wechat.statusNotify,
        wechat.getContact,
        wechat.batchGetContact,
        wechat.syncCheck,
        wechat.webwxSync,
        wechat.sendMessage
      ].reduce((sum, { asked }) => sum + asked.length, 0)
  }
})

const atOnce = { ROBOT_REPLY_DELAY: "0", TULING_API_KEY: "a key" }

describe("an outage of 20 seconds", () => {
  it.effect.each([
    { kind: "refused", atStart: "sent" },
    // three tries at once, and nobody knows of any: once more could say it twice
    { kind: "reset", atStart: "uncertain" },
    { kind: "status 502", atStart: "sent" },
    { kind: "hang", atStart: "sent" }
  ] as const)("costs less than 60 requests and no message: $kind", ({ atStart, kind }) =>
    Effect.gen(function* () {
      const { arrive, breakAtSend, mend, requests, said } = yield* network
      const { progressOf } = yield* running
      yield* breakAtSend(kind)
      const before = requests()
      yield* arrive("1", "at its start")
      yield* TestClock.adjust("5 seconds")
      yield* arrive("2", "meanwhile")
      yield* TestClock.adjust("15 seconds")
      expect(requests() - before).toBeLessThan(60)
      expect(said).toEqual([])

      yield* mend
      yield* arrive("3", "afterwards")
      yield* TestClock.adjust("1 minute")
      const endings = ["1", "2", "3"].map((MsgId) => progressOf(MsgId).at(-1)?._tag)
      expect(endings).toEqual([atStart, "sent", "sent"])
      const first = atStart === "sent" ? ["re: at its start"] : []
      expect(said).toEqual([...first, "re: meanwhile", "re: afterwards"])
    }).pipe(Effect.provide(fakes(atOnce)))
  )

  it.effect.each([{ kind: "refused" }, { kind: "reset" }, { kind: "status 502" }, { kind: "hang" }] as const)(
    "delays a log-in for less than 60 requests: $kind",
    ({ kind }) =>
      Effect.gen(function* () {
        const { arrive, breakDown, mend, requests, said } = yield* network
        yield* breakDown(kind)
        yield* running
        yield* TestClock.adjust("20 seconds")
        expect(requests()).toBeGreaterThan(1)
        expect(requests()).toBeLessThan(60)
        yield* mend
        yield* TestClock.adjust("1 minute")
        yield* arrive("1", "hello")
        yield* TestClock.adjust("1 second")
        expect(said).toEqual(["re: hello"])
      }).pipe(Effect.provide(fakes(atOnce)))
  )
})

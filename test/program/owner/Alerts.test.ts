import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer, Option, TestClock } from "effect"
import { AlertStates } from "../../../src/domain/AlertStates.ts"
import { AlertRefused } from "../../../src/http/alert/AlertEndpoint.ts"
import { Unreachable } from "../../../src/http/Errors.ts"
import { type ChatbotResult, Chatbots } from "../../../src/layers/chatbots/Chatbots.ts"
import { Journal, JournalFailed } from "../../../src/layers/journal/Journal.ts"
import { KeptValues } from "../../../src/layers/journal/KeptValues.ts"
import { Messages } from "../../../src/layers/journal/Messages.ts"
import { PageAddress } from "../../../src/layers/PageAddress.ts"
import { Connection } from "../../../src/program/connection/Connection.ts"
import { SendPause } from "../../../src/program/connection/SendPause.ts"
import { Owner, watched } from "../../support/program/alerted.ts"
import { fakes, Surroundings } from "../../support/program/fakes.ts"
import { leave, leftFor } from "../../support/program/kept.ts"

const none: AlertStates = {}
const kept = { name: "alerts-2", schema: AlertStates, none } as const

/** Runs a test beside the alerts, as after a start of the program. */
const beside = <A, E, R>(test: Effect.Effect<A, E, R>) =>
  Effect.provide(Effect.zipRight(TestClock.adjust(0), test), Layer.orDie(Layer.fresh(watched)))

const surroundings = Layer.provideMerge(Owner.Default, fakes())

/** What the owner was told, in short. */
const told = Effect.gen(function* () {
  yield* TestClock.adjust(0)
  const { asked } = yield* Owner
  return asked.map(([{ alert, isOver }]) => `${alert} ${isOver ? "over" : "needed"}`)
})

const become = (state: Parameters<Connection["become"]>[0]) =>
  Effect.zipRight(
    Effect.flatMap(Connection, (connection) => connection.become(state, "why")),
    TestClock.adjust(0)
  )

describe("the owner is alerted", () => {
  it.effect("of a scan, once over all codes, and when somebody logged in", () =>
    Effect.gen(function* () {
      for (const state of ["waiting-for-scan", "logged-out", "waiting-for-scan"] as const)
        yield* become(state)
      yield* become("waiting-for-confirmation")
      expect(yield* told).toEqual(["scan needed"])
      yield* become("logging-in")
      yield* become("syncing")
      expect(yield* told).toEqual(["scan needed", "scan over"])
    }).pipe(beside, Effect.provide(surroundings))
  )

  it.effect("of a button on the phone, and of the code that comes in its place", () =>
    Effect.gen(function* () {
      yield* become("waiting-for-confirmation")
      yield* become("waiting-for-scan")
      yield* become("syncing")
      expect(yield* told).toEqual(["tap needed", "scan needed", "scan over"])
    }).pipe(beside, Effect.provide(surroundings))
  )

  it.effect("once over a restart, which need not have come to the same state again", () =>
    Effect.gen(function* () {
      yield* beside(become("waiting-for-scan"))
      yield* beside(Effect.zipRight(become("starting"), become("waiting-for-scan")))
      expect(yield* told).toEqual(["scan needed"])
      yield* beside(become("syncing"))
      expect(yield* told).toEqual(["scan needed", "scan over"])
    }).pipe(Effect.provide(surroundings))
  )

  it.effect("of a button on the phone after a restart, though the last run showed a code", () =>
    Effect.gen(function* () {
      yield* beside(become("waiting-for-scan"))
      yield* become("starting")
      yield* beside(become("waiting-for-confirmation"))
      expect(yield* told).toEqual(["scan needed", "tap needed"])
      yield* beside(become("syncing"))
      expect(yield* told).toEqual(["scan needed", "tap needed", "tap over"])
    }).pipe(Effect.provide(surroundings))
  )

  it.effect("of a button on the phone, though an earlier log-in of the run was by a code", () =>
    Effect.gen(function* () {
      for (const state of [
        "waiting-for-scan",
        "reconnecting",
        "waiting-for-confirmation",
        "syncing"
      ] as const)
        yield* become(state)
      expect(yield* told).toEqual(["scan needed", "scan over"])
      yield* become("waiting-for-confirmation")
      expect((yield* told).slice(2)).toEqual(["tap needed"])
    }).pipe(beside, Effect.provide(surroundings))
  )

  it.effect("when WeChat has not answered for over five minutes, not before", () =>
    Effect.gen(function* () {
      yield* become("syncing")
      yield* become("reconnecting")
      yield* TestClock.adjust("299 seconds")
      expect(yield* told).toEqual([])
      yield* become("syncing")
      yield* become("reconnecting")
      yield* TestClock.adjust("299 seconds")
      // for another reason
      yield* become("reconnecting")
      expect(yield* told).toEqual([])
      yield* TestClock.adjust("1 second")
      expect(yield* told).toEqual(["disconnected needed"])
      yield* become("syncing")
      expect(yield* told).toEqual(["disconnected needed", "disconnected over"])
    }).pipe(beside, Effect.provide(surroundings))
  )

  it.effect("of a pause of the sends until it is over, and of one without an end", () =>
    Effect.gen(function* () {
      const pause = yield* SendPause
      yield* pause.tooFrequent(0)
      expect(yield* told).toEqual(["send-pause needed"])
      yield* TestClock.adjust("10 minutes")
      expect(yield* told).toEqual(["send-pause needed", "send-pause over"])
      yield* pause.tooFrequent(600_000)
      yield* TestClock.adjust("1 hour")
      yield* pause.tooFrequent(4_200_000)
      expect((yield* told).slice(4)).toEqual(["sends-stopped needed"])
      yield* pause.stopped
      expect((yield* told).slice(5)).toEqual(["sends-stopped over"])
    }).pipe(beside, Effect.provide(surroundings))
  )

  it.effect("of a reply that may not have arrived, and when its echo comes", () =>
    Effect.gen(function* () {
      const messages = yield* Messages
      yield* messages.note("1", { _tag: "uncertain", reason: "no-answer" })
      expect(yield* told).toEqual(["uncertain-send needed"])
      yield* messages.echoed("of another", "9")
      expect(yield* told).toHaveLength(1)
      yield* messages.echoed("1", "10")
      expect(yield* told).toEqual(["uncertain-send needed", "uncertain-send over"])
    }).pipe(beside, Effect.provide(surroundings))
  )

  it.effect("of a reply that may not have arrived no more after a day, though its echo comes", () =>
    Effect.gen(function* () {
      const messages = yield* Messages
      yield* messages.note("1", { _tag: "uncertain", reason: "no-answer" })
      yield* TestClock.adjust("1 day")
      yield* TestClock.adjust("1 millis")
      yield* messages.echoed("1", "10")
      expect(yield* told).toEqual(["uncertain-send needed"])
    }).pipe(beside, Effect.provide(surroundings))
  )

  it.effect("of nothing of the account before, once another one logs in, nor twice of what stands", () =>
    Effect.gen(function* () {
      const messages = yield* Messages
      const pause = yield* SendPause
      const { forgetAll } = yield* KeptValues
      yield* become("waiting-for-scan")
      yield* messages.note("1", { _tag: "uncertain", reason: "no-answer" })
      yield* pause.tooFrequent(0)
      const before = ["scan needed", "send-pause needed", "uncertain-send needed"]
      expect(yield* told).toEqual(before)
      yield* forgetAll
      expect(yield* told).toEqual([...before, "send-pause over"])
      // as many as there are of the account of now
      yield* TestClock.adjust("1 hour")
      yield* messages.note("2", { _tag: "uncertain", reason: "no-answer" })
      yield* told
      expect((yield* Owner).asked.at(-1)?.at(0)).toMatchObject({ alert: "uncertain-send", count: 1 })
      yield* forgetAll
      expect((yield* leftFor(kept))["scan"]?.told).toEqual([""])
    }).pipe(beside, Effect.provide(surroundings))
  )

  it.effect("of replies that were being sent when the last run was killed", () =>
    Effect.gen(function* () {
      const messages = yield* Messages
      yield* Effect.provideService(beside(told), Messages, { ...messages, givenUp: ["1", "2"] })
      const [notice] = (yield* Owner).asked.flat()
      expect(notice).toMatchObject({ alert: "uncertain-send", count: 2 })
    }).pipe(Effect.provide(surroundings))
  )

  it.effect("of chatbots that may not be asked, until one answers", () =>
    Effect.gen(function* () {
      const { chatbot } = yield* Surroundings
      const { ask } = yield* Chatbots
      const asked = (answer: ChatbotResult) =>
        Effect.gen(function* () {
          yield* chatbot.next(Effect.succeed(answer))
          const question = {
            text: "q",
            userId: "u",
            groupId: Option.none(),
            speaker: Option.none(),
            quoted: Option.none()
          }
          yield* ask(question, {
            chatKeys: ["friend:Li"],
            background: Effect.succeed({ instructions: "", turns: [] }),
            isRevoked: Effect.succeed(false)
          })
          yield* TestClock.adjust(0)
        })
      yield* asked({ _tag: "Spent" })
      yield* asked({ _tag: "Unavailable" })
      yield* asked({ _tag: "NoWords" })
      yield* asked({ _tag: "Barred" })
      expect(yield* told).toEqual(["chatbots-spent needed", "chatbots-spent over", "chatbots-barred needed"])
    }).pipe(beside, Effect.provide(surroundings))
  )

  it.effect("of a journal that cannot be written, while the robot ends for it", () =>
    Effect.gen(function* () {
      const journal = yield* Journal
      const failure = new JournalFailed({ kind: "disk-full", message: "full" })
      yield* Effect.provideService(beside(Effect.void), Journal, {
        ...journal,
        failure: Effect.fail(failure)
      })
      expect(yield* told).toEqual(["journal needed"])
      // the next start could open it
      yield* beside(TestClock.adjust(0))
      expect(yield* told).toEqual(["journal needed", "journal over"])
    }).pipe(Effect.provide(surroundings))
  )

  it.effect("of a refused account before the program ends, once", () =>
    Effect.gen(function* () {
      yield* beside(Effect.flatMap(Connection, (connection) => connection.become("refused", "why")))
      expect(yield* told).toEqual(["refused needed"])
      yield* beside(Effect.void)
      expect(yield* told).toEqual(["refused needed"])
    }).pipe(Effect.provide(surroundings))
  )

  it.effect("with the address of the page, where there is one", () =>
    Effect.gen(function* () {
      const page = Option.some("http://127.0.0.1:8420/")
      yield* Effect.provideService(beside(become("waiting-for-scan")), PageAddress, page)
      const [notice] = (yield* Owner).asked.flat()
      expect(notice?.page).toEqual(Option.some("http://127.0.0.1:8420/"))
    }).pipe(Effect.provide(surroundings))
  )
})

const gone = new Unreachable({ endpoint: "alert", reason: "ECONNREFUSED", delivered: "no" })

describe("an alert that does not get through", () => {
  it.effect("is tried again after 1, 2, 4 … minutes, at most an hour, with one warning", () =>
    Effect.gen(function* () {
      const owner = yield* Owner
      const { logs, warnings } = yield* Surroundings
      yield* owner.always(() => Effect.fail(gone))
      yield* become("waiting-for-scan")
      const tries: Array<number> = []
      for (let minute = 0; minute <= 190; minute++) {
        if (owner.asked.length > tries.length) tries.push(minute)
        yield* TestClock.adjust("1 minute")
      }
      expect(tries).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183])
      expect(warnings()).toEqual(["an alert did not get through, trying again"])
      expect(logs.filter(({ text }) => text.startsWith("an alert"))).toHaveLength(tries.length)
      yield* owner.always(() => Effect.void)
      yield* TestClock.adjust("1 hour")
      expect((yield* told).length).toBe(tries.length + 1)
    }).pipe(beside, Effect.provide(surroundings))
  )

  it.effect("does not hold up what is news", () =>
    Effect.gen(function* () {
      const owner = yield* Owner
      yield* owner.next(gone)
      yield* become("reconnecting")
      yield* TestClock.adjust("301 seconds")
      expect(yield* told).toEqual(["disconnected needed"])
      yield* become("waiting-for-scan")
      expect(yield* told).toContain("scan needed")
    }).pipe(beside, Effect.provide(surroundings))
  )

  it.effect("is tried again as soon as WeChat answers again", () =>
    Effect.gen(function* () {
      const owner = yield* Owner
      const pause = yield* SendPause
      yield* become("syncing")
      yield* TestClock.adjust("1 second")
      yield* become("reconnecting")
      yield* owner.next(gone)
      yield* pause.tooFrequent(1000)
      yield* TestClock.adjust("1 second")
      expect(yield* told).toEqual(["send-pause needed"])
      yield* become("syncing")
      expect(yield* told).toEqual(["send-pause needed", "send-pause needed"])
    }).pipe(beside, Effect.provide(surroundings))
  )

  it.effect("is tried again at once where WeChat answered again during the try", () =>
    Effect.gen(function* () {
      const owner = yield* Owner
      const pause = yield* SendPause
      yield* become("reconnecting")
      yield* owner.next(Effect.zipRight(Effect.sleep("15 seconds"), gone))
      yield* pause.tooFrequent(0)
      yield* TestClock.adjust("1 second")
      yield* become("syncing")
      yield* TestClock.adjust("14 seconds")
      expect(yield* told).toEqual(["send-pause needed", "send-pause needed"])
      // there is nothing new in that WeChat answers
      yield* owner.next(gone)
      yield* TestClock.adjust("585 seconds")
      expect((yield* told).slice(2)).toEqual(["send-pause over"])
      yield* TestClock.adjust("59 seconds")
      expect((yield* told).slice(2)).toEqual(["send-pause over"])
      yield* TestClock.adjust("1 second")
      expect((yield* told).slice(2)).toEqual(["send-pause over", "send-pause over"])
    }).pipe(beside, Effect.provide(surroundings))
  )

  it.effect("is not told any more when it is over by then", () =>
    Effect.gen(function* () {
      const owner = yield* Owner
      yield* owner.next(Effect.fail(new AlertRefused({ code: 1, said: "no" })))
      yield* become("waiting-for-scan")
      yield* become("syncing")
      yield* TestClock.adjust("1 day")
      expect(yield* told).toEqual(["scan needed"])
    }).pipe(beside, Effect.provide(surroundings))
  )

  it.effect("is tried once more before the program ends of it", () =>
    Effect.gen(function* () {
      const owner = yield* Owner
      yield* owner.next(gone)
      yield* beside(become("refused"))
      expect(yield* told).toEqual(["refused needed", "refused needed"])
      // that is on record
      yield* beside(become("refused"))
      expect(yield* told).toHaveLength(2)
    }).pipe(Effect.provide(surroundings))
  )

  it.effect("is tried once more also where the journal ends the program", () =>
    Effect.gen(function* () {
      const owner = yield* Owner
      const journal = yield* Journal
      yield* owner.next(gone)
      const failure = Effect.fail(new JournalFailed({ kind: "disk-full", message: "full" }))
      yield* Effect.provideService(beside(Effect.void), Journal, { ...journal, failure })
      expect(yield* told).toEqual(["journal needed", "journal needed"])
    }).pipe(Effect.provide(surroundings))
  )

  it.effect("is not tried twice at the same time when the program ends", () =>
    Effect.gen(function* () {
      const owner = yield* Owner
      yield* owner.next(Effect.sleep("2 seconds"))
      const ending = yield* Effect.fork(beside(become("refused")))
      yield* TestClock.adjust(0)
      yield* TestClock.adjust("2 seconds")
      yield* ending
      expect(yield* told).toEqual(["refused needed"])
    }).pipe(Effect.provide(surroundings))
  )

  it.effect("does not hold up the one that the program ends of", () =>
    Effect.gen(function* () {
      const owner = yield* Owner
      yield* owner.next(Effect.never)
      yield* beside(Effect.zipRight(become("waiting-for-scan"), become("refused")))
      expect(yield* told).toEqual(["scan needed", "refused needed"])
    }).pipe(Effect.provide(surroundings))
  )

  it.effect("holds up the end of the program for three seconds at most", () =>
    Effect.gen(function* () {
      const owner = yield* Owner
      yield* owner.always(() => Effect.never)
      const ending = yield* Effect.fork(
        beside(Effect.flatMap(Connection, (connection) => connection.become("refused", "why")))
      )
      yield* TestClock.adjust(0)
      yield* TestClock.adjust("2999 millis")
      expect(ending.unsafePoll()).toBeNull()
      yield* TestClock.adjust("1 millis")
      yield* ending
    }).pipe(Effect.provide(surroundings))
  )

  it.effect("holds up nothing when the owner stops the robot", () =>
    Effect.gen(function* () {
      const owner = yield* Owner
      yield* owner.always(() => Effect.never)
      yield* beside(become("waiting-for-scan"))
      expect(yield* told).toEqual(["scan needed"])
    }).pipe(Effect.provide(surroundings))
  )
})

it.effect("what is kept of alerts that this version does not know is left alone", () =>
  Effect.gen(function* () {
    const state = { open: [{ what: "", at: 0 }], told: [], since: 0, toldAt: null, gap: 0 }
    yield* leave(kept, { "of a later version": state })
    yield* beside(become("waiting-for-scan"))
    expect(yield* told).toEqual(["scan needed"])
  }).pipe(Effect.provide(surroundings))
)

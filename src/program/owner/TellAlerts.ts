import { Clock, Duration, Effect, Stream } from "effect"
import { type AlertId, type Notice } from "../../domain/Alert.ts"
import {
  type AlertStates,
  countOf,
  dueNow,
  nextTelling,
  openOf,
  sinceOf,
  type Telling
} from "../../domain/AlertStates.ts"
import { Timing } from "../../domain/Timing.ts"
import { AlertEndpoint } from "../../http/alert/AlertEndpoint.ts"
import { PageAddress } from "../../layers/PageAddress.ts"
import { Connection } from "../connection/Connection.ts"
import { AlertBook } from "./AlertBook.ts"

/** Tells the owner what the book says. */
export const teller = Effect.gen(function* () {
  const book = yield* AlertBook
  const connection = yield* Connection
  const alone = yield* Effect.makeSemaphore(1)

  /** Whether it got through, or need not any more. */
  const tellDue = Effect.fnUntraced(function* (alert: AlertId, isFirstTry: boolean) {
    const states = yield* book.now
    const due = dueNow(states, alert, yield* Clock.currentTimeMillis)
    return due === undefined || (yield* tell(due, states, isFirstTry))
  })

  /** These are told from two places. */
  const tellOnce = (alert: AlertId, isFirstTry: boolean) =>
    endings.has(alert) ? alone.withPermits(1)(tellDue(alert, isFirstTry)) : tellDue(alert, isFirstTry)

  /** All, one after the other, for as long as it runs. What does not get through is told later. */
  const tellAll = Effect.gen(function* () {
    let failures = 0
    for (;;) {
      yield* book.forgetOld
      const states = yield* book.now
      const { since } = yield* connection.state
      const now = yield* Clock.currentTimeMillis
      const telling = nextTelling(states, now)
      if (telling === undefined || telling.at > now) {
        const due = telling === undefined ? Effect.never : Effect.sleep(telling.at - now)
        yield* Effect.raceFirst(due, news(states))
      } else if (yield* tellOnce(telling.alert, failures === 0)) {
        failures = 0
      } else {
        const pause = yield* pauseAfter(failures)
        // what is news may be worse; and where WeChat can be reached again, so may be the alert's service
        const failed = Effect.as(Effect.raceFirst(Effect.sleep(pause), news(states)), failures + 1)
        failures = yield* Effect.raceFirst(failed, Effect.as(backSince(since), 1))
      }
    }
  })

  /** Tries those of which the robot ends, without a pause, also where that just failed. */
  const tellEndings = Effect.forEach(endings, (alert) => tellOnce(alert, true), { discard: true })

  return { tellAll, tellEndings } as const
})

/** Of these the robot ends. */
const endings: ReadonlySet<AlertId> = new Set(["refused", "journal"])

/** Waits until the book says something else. */
const news = (known: AlertStates) =>
  Effect.flatMap(AlertBook, ({ changes }) =>
    Stream.runHead(Stream.filter(changes, (states) => states !== known))
  )

/** Waits until the robot syncs, and not as it did at the time that is known. */
const backSince = (known: number) =>
  Effect.flatMap(Connection, ({ changes }) =>
    Stream.runHead(Stream.filter(changes, ({ since, state }) => state === "syncing" && since !== known))
  )

const pauseAfter = (failures: number) =>
  Effect.map(Timing, ({ alertRetry, alertRetryLimit }) =>
    Duration.min(Duration.times(alertRetry, 2 ** Math.min(failures, 20)), alertRetryLimit)
  )

/** Whether it got through. */
const tell = Effect.fnUntraced(function* (telling: Telling, states: AlertStates, isFirstTry: boolean) {
  const { alert, isOver } = telling
  const book = yield* AlertBook
  const { send } = yield* AlertEndpoint
  const notice: Notice = {
    alert,
    isOver,
    count: Math.max(1, countOf(states, alert)),
    since: sinceOf(states, alert),
    page: yield* PageAddress
  }
  const facts = { alert, isOver }
  return yield* send(notice).pipe(
    Effect.zipRight(book.told(telling, openOf(states, alert))),
    Effect.zipRight(Effect.annotateLogs(Effect.logInfo("the owner was alerted"), facts)),
    Effect.as(true),
    Effect.catchAll(({ message }) => {
      const log = isFirstTry ? Effect.logWarning : Effect.logDebug
      return Effect.as(
        Effect.annotateLogs(log("an alert did not get through, trying again"), { ...facts, error: message }),
        false
      )
    })
  )
})

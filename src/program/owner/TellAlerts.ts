import { Clock, Duration, Effect, Stream } from "effect"
import { type Notice } from "../../domain/Alert.ts"
import {
  type AlertStates,
  countOf,
  nextTelling,
  openOf,
  sinceOf,
  type Telling
} from "../../domain/AlertStates.ts"
import { Timing } from "../../domain/Timing.ts"
import { AlertEndpoint } from "../../http/alert/AlertEndpoint.ts"
import { PageAddress } from "../../layers/PageAddress.ts"
import { AlertBook } from "./AlertBook.ts"

/** By then what nobody asks about any more is forgotten. */
const LOOK_AGAIN = Duration.hours(1)

/** Tells the owner what the book says, one after the other, for as long as it runs. What does not get through is told later. */
export const tellAlerts = Effect.gen(function* () {
  const book = yield* AlertBook
  let failures = 0
  for (;;) {
    yield* book.forgetOld
    const states = yield* book.now
    const now = yield* Clock.currentTimeMillis
    const telling = nextTelling(states, now)
    if (telling === undefined || telling.at > now) {
      const due = Effect.sleep(telling === undefined ? LOOK_AGAIN : telling.at - now)
      yield* Effect.raceFirst(due, news(states))
    } else if (yield* tell(telling, states, failures === 0)) {
      failures = 0
    } else {
      // what is news may be worse, or that the way there is free again
      yield* Effect.raceFirst(Effect.sleep(yield* pauseAfter(failures)), news(states))
      failures++
    }
  }
})

/** Waits until the book says something else. */
const news = (known: AlertStates) =>
  Effect.flatMap(AlertBook, ({ changes }) =>
    Stream.runHead(Stream.filter(changes, (states) => states !== known))
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

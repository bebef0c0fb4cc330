import { RequestResolver as Windowed } from "@effect/experimental"
import { Clock, Duration, Effect, Ref, Request, RequestResolver } from "effect"
import { type Contact } from "../../domain/Contact.ts"
import { type Credentials } from "../../domain/Session.ts"
import { Timing } from "../../domain/Timing.ts"
import { type EndpointError } from "../../http/Errors.ts"
import { BatchGetContact } from "../../http/wechat/BatchGetContact.ts"
import { pauses } from "../connection/Backoff.ts"

/** The most names in one question. */
const TOGETHER = 50

/** The Ret of a question with a name in it that WeChat does not know. */
const BAD_ARGUMENT = 1

/** Enough to single out a few bad names among fifty, and not many calls where every answer is broken. */
const HALVINGS_AT_MOST = 20

/** One of those asked for spoils the question, or the answer. */
const isSpoilt = (error: EndpointError): boolean =>
  (error._tag === "BadAnswer" && error.foreign !== true) ||
  (error._tag === "Refused" && error.code === BAD_ARGUMENT)

class Question extends Request.TaggedClass("WhoIs")<void, never, { readonly userName: string }> {}

/** Asks WeChat who somebody is. */
export type WhoIs = Effect.Effect.Success<ReturnType<typeof make>>

/**
 * Asks WeChat who somebody is: several together in one question, and nobody again and again. The records of those who
 * were told go to `take`.
 */
export const make = Effect.fnUntraced(function* (
  credentials: Credentials,
  take: (records: ReadonlyArray<Contact>) => Effect.Effect<void>
) {
  const { contactAgain, contactGathering, contactPatience, contactRetry } = yield* Timing
  const fetch = yield* fetching(credentials)
  const { askSoon, isLeftAlone, leaveAlone } = yield* restingNames
  /** When somebody was last told by WeChat. */
  const toldAt = new Map<string, number>()

  const told = Effect.fnUntraced(function* (
    userNames: ReadonlyArray<string>,
    records: ReadonlyArray<Contact>
  ) {
    yield* take(records)
    yield* leaveAlone(userNames, contactAgain)
    const now = yield* Clock.currentTimeMillis
    for (const userName of userNames) toldAt.set(userName, now)
  })
  const notTold = (userNames: ReadonlyArray<string>, error: EndpointError) =>
    Effect.logWarning("strangers stay unknown for now").pipe(
      Effect.annotateLogs({ error: error.message }),
      Effect.zipRight(leaveAlone(userNames, contactRetry))
    )

  const together = RequestResolver.makeBatched((questions: ReadonlyArray<Question>) =>
    Effect.zipRight(
      fetch({ userNames: questions.map(({ userName }) => userName), told, notTold }),
      Effect.forEach(questions, (question) => Request.succeed(question, undefined), { discard: true })
    )
  )
  const resolver = yield* Windowed.dataLoader(together, { window: contactGathering, maxBatchSize: TOGETHER })

  return {
    /** Waits for the answer, but for a few seconds only. */
    ask: (userName: string) =>
      Effect.timeoutOption(Effect.request(new Question({ userName }), resolver), contactPatience),
    /** Whether asking for them now would be too soon. */
    isLeftAlone,
    /** There is news of them: they need not be left alone. */
    askSoon,
    /** When WeChat last told who this is, in epoch milliseconds. */
    toldAt: (userName: string) => toldAt.get(userName)
  }
})

/** Who is not asked for again for some time: WeChat would be asked over and over for one it does not tell. */
const restingNames = Effect.gen(function* () {
  /** Until when, in epoch milliseconds. */
  const notBefore = yield* Ref.make<ReadonlyMap<string, number>>(new Map())
  return {
    leaveAlone: Effect.fnUntraced(function* (userNames: ReadonlyArray<string>, time: Duration.Duration) {
      const now = yield* Clock.currentTimeMillis
      const until = now + Duration.toMillis(time)
      const names = userNames.map((userName) => [userName, until] as const)
      yield* Ref.update(
        notBefore,
        (before) => new Map([...[...before].filter(([, end]) => now < end), ...names])
      )
    }),
    isLeftAlone: Effect.fnUntraced(function* (userName: string) {
      const until = (yield* Ref.get(notBefore)).get(userName)
      return until !== undefined && (yield* Clock.currentTimeMillis) < until
    }),
    askSoon: (userNames: ReadonlyArray<string>) =>
      userNames.length === 0
        ? Effect.void
        : Ref.update(
            notBefore,
            (before) => new Map([...before].filter(([userName]) => !userNames.includes(userName)))
          )
  }
})

interface Fetch {
  readonly userNames: ReadonlyArray<string>
  readonly told: (userNames: ReadonlyArray<string>, records: ReadonlyArray<Contact>) => Effect.Effect<void>
  readonly notTold: (userNames: ReadonlyArray<string>, error: EndpointError) => Effect.Effect<void>
}

/** Asks for all at once; when one name spoils the question, for each half of them, down to the one. */
const fetching = Effect.fnUntraced(function* (credentials: Credentials) {
  const batchGetContact = yield* BatchGetContact
  const schedule = yield* pauses

  const fetch = (question: Fetch, left = { halvings: HALVINGS_AT_MOST }): Effect.Effect<void> => {
    const { notTold, told, userNames } = question
    return batchGetContact.get(credentials, userNames).pipe(
      // a message of theirs waits, though not for long; what stays spoilt is halved, and not asked for so often again
      Effect.retry({
        schedule,
        times: 2,
        while: ({ _tag }) =>
          _tag === "Unreachable" || (_tag === "BadAnswer" && left.halvings === HALVINGS_AT_MOST)
      }),
      Effect.flatMap((records) => told(userNames, records)),
      Effect.catchAll((error) => {
        if (!isSpoilt(error) || userNames.length === 1 || left.halvings === 0)
          return notTold(userNames, error)
        left.halvings--
        const half = Math.ceil(userNames.length / 2)
        return Effect.zipRight(
          fetch({ ...question, userNames: userNames.slice(0, half) }, left),
          fetch({ ...question, userNames: userNames.slice(half) }, left)
        )
      })
    )
  }
  return (question: Fetch) => fetch(question)
})

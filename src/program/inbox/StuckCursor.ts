import { Effect, Option } from "effect"
import { type Cursor, type Credentials } from "../../domain/Session.ts"
import { format, next, type SyncKey } from "../../domain/SyncKey.ts"
import { BadAnswer, isSessionEnd } from "../../http/Errors.ts"
import { SyncCheck } from "../../http/wechat/SyncCheck.ts"
import { WebwxInit } from "../../http/wechat/WebwxInit.ts"
import { type Changes, type Salvaged, WebwxSync } from "../../http/wechat/WebwxSync.ts"
import { Connection } from "../connection/Connection.ts"

/*
 * The server gives the same answer to the same cursor. One that cannot be read would hold up the robot for ever: after a
 * few tries it goes on in the best way left, and says what it lost.
 */

/** How often an answer is tried that leads no further. */
const TRIES = 5

/** Where the messages go on from, and what the way there was like. */
interface Place extends Cursor {
  /** The last poll could not be read. */
  readonly deaf: boolean
  /** How many fetches in a row brought only what came before, and no new cursor. */
  readonly repeated: number
}

/** Whether one cursor stands elsewhere than another. */
export const isElsewhere = (one: SyncKey, other: SyncKey): boolean => format(one) !== format(other)

/**
 * Polls until an answer comes. What stays unreadable may mean that there is something to fetch: that misses nothing, and
 * may set it right.
 */
export const poll = Effect.fnUntraced(function* (credentials: Credentials, { SyncCheckKey, deaf }: Place) {
  const connection = yield* Connection
  const syncCheck = yield* SyncCheck
  let tries = deaf ? TRIES : 1
  return yield* connection.persistInSession(
    syncCheck.poll(credentials, SyncCheckKey).pipe(
      Effect.map(({ selector }) => ({ selector, deaf: false })),
      Effect.catchTag("BadAnswer", (error) => (tries++ < TRIES ? error : Effect.succeed(heardNothing))),
      Effect.tap((heard) =>
        heard.deaf && !deaf ? Effect.logWarning("synccheck cannot be read: fetching without it") : Effect.void
      )
    )
  )
})

const heardNothing = { selector: 2, deaf: true }

/**
 * What happened since a cursor. Of an answer that stays unreadable, what can be read; where that leads no further, the
 * cursor of webwxinit. If that cannot be read either, nothing is left out: somebody in between answers.
 */
export const fetch = Effect.fnUntraced(function* (credentials: Credentials, place: Place) {
  const connection = yield* Connection
  const webwxInit = yield* WebwxInit
  const webwxSync = yield* WebwxSync
  const { SyncKey } = place

  const salvaged = Effect.catchTag(webwxSync.salvage(credentials, SyncKey), "BadAnswer", () =>
    Effect.succeed(nothing)
  )
  const leadsOn = (answer: Salvaged) => isElsewhere(next(SyncKey, answer.SyncKey), SyncKey)

  /** As far as the present: what came since the cursor and is not in this answer is lost. */
  const skip = Effect.gen(function* () {
    const now = yield* webwxInit.init(credentials)
    const answer = yield* salvaged
    if (leadsOn(answer)) return yield* told(answer)
    if (answer.whole && place.repeated < TRIES) return answer
    if (!isElsewhere(now.SyncKey, SyncKey)) {
      if (answer.whole) return answer
      return yield* new BadAnswer({ endpoint: "webwxsync", issue: "unreadable, and no way around it" })
    }
    yield* Effect.logWarning("webwxsync leads no further: messages may be lost").pipe(
      Effect.annotateLogs({
        read: answer.messages.length,
        lost: answer.whole ? "what it did not bring" : "those before now",
        todo: "look at the phone: what is lost is not answered"
      })
    )
    return { ...answer, undecodable: 0, SyncKey: now.SyncKey, SyncCheckKey: now.SyncCheckKey }
  })

  const rescue = Effect.flatMap(salvaged, (answer) => (answer.whole || leadsOn(answer) ? told(answer) : skip))

  let unreadable = 0
  const call = Effect.suspend(() => {
    const fetched = unreadable < TRIES ? webwxSync.sync(credentials, SyncKey) : rescue
    // the answers can be read: if no other cursor is to be had, it goes on with them
    return place.repeated < TRIES
      ? fetched
      : Effect.catchIf(
          skip,
          (error) => !isSessionEnd(error),
          () => fetched
        )
  })
  return yield* connection.persistInSession<Changes, never>(
    Effect.tapErrorTag(call, "BadAnswer", () => Effect.sync(() => unreadable++))
  )
})

/** Stands for an answer of which nothing can be read. */
const nothing: Salvaged = {
  messages: [],
  undecodable: 0,
  modContacts: [],
  delContacts: [],
  nickName: Option.none(),
  more: false,
  SyncKey: undefined,
  SyncCheckKey: undefined,
  whole: false
}

/** Says once what is missing in an answer, if it is. */
const told = (answer: Salvaged): Effect.Effect<Changes> =>
  answer.whole
    ? Effect.succeed(answer)
    : Effect.logWarning("an answer of webwxsync cannot be read: going on with what can be read of it").pipe(
        Effect.annotateLogs({
          read: answer.messages.length,
          lost: answer.undecodable,
          todo: "look at the phone: what is lost is not answered"
        }),
        Effect.as({ ...answer, undecodable: 0 })
      )

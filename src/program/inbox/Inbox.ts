import { Chunk, Clock, Data, Duration, Effect, Option, Ref, Schema, Stream } from "effect"
import { type AddMsg } from "../../domain/AddMsg.ts"
import { isControl } from "../../domain/Message.ts"
import * as PhoneActivity from "../../domain/PhoneActivity.ts"
import { type Cursor, type Session } from "../../domain/Session.ts"
import { StoredCookie } from "../../domain/StoredCookie.ts"
import { next } from "../../domain/SyncKey.ts"
import { Timing } from "../../domain/Timing.ts"
import { CookieJar } from "../../http/wechat/CookieJar.ts"
import { RequestCeiling } from "../../http/wechat/RequestCeiling.ts"
import { SavedSessions } from "../../layers/journal/SavedSessions.ts"
import { OwnersPhone } from "./OwnersPhone.ts"
import { type AddressBook } from "../contacts/AddressBook.ts"
import * as StuckCursor from "./StuckCursor.ts"
import { sureOfTime } from "../connection/SureOfTime.ts"
import { writeDown } from "./WriteDown.ts"

/** WeChat ended the session, at this cursor: it has to be looked at, or a new log-in is needed. */
export class SessionEnded extends Data.TaggedError("SessionEnded")<{
  readonly code: number
  readonly message: string
  readonly cursor: Cursor
  /** A poll of this inbox was answered, and so was the fetch that it announced. */
  readonly lived: boolean
}> {}

/** Where the loop is: the cursor, and what the last turn was like. */
interface Turn extends Cursor {
  /** The last answer said that more is waiting: no need to poll first. */
  readonly more: boolean
  readonly selector: number
  /** How many polls in a row were answered at once and brought nothing. */
  readonly fruitless: number
  /** How many calls the turn made that brought nobody's words. */
  readonly inVain: number
  /** The last poll could not be read. */
  readonly deaf: boolean
  /** How many fetches in a row brought only what came before, and no new cursor. */
  readonly repeated: number
}

/** A selector may stick. After so many polls in vain the robot pauses before the next. */
const FRUITLESS_POLLS = 3

/** The selector that says "the phone is in use", when it turns up; it may stay for long. */
const PHONE_SELECTOR = 7

/** In milliseconds; more than WeChat's hosts differ by, and than an error in reading their clocks. */
const SURELY_AHEAD = 10_000

/**
 * The messages of a session as they come, for ever: long poll, fetch, write down. The cursor moves only when what it
 * covers is written down, and a turn that failed is tried again from the same cursor. Ends with SessionEnded only.
 */
export const inbox = (session: Session, book: AddressBook) =>
  Stream.unwrap(
    Effect.map(Ref.make(false), (lived) =>
      Stream.paginateChunkEffect(firstTurn(session), (last) =>
        turn(session, book, last).pipe(
          Effect.tap(Ref.set(lived, true)),
          Effect.catchAll(({ code, message }) =>
            Effect.flatMap(Ref.get(lived), (lived) => {
              const { SyncCheckKey, SyncKey } = last
              return new SessionEnded({ code, message, cursor: { SyncKey, SyncCheckKey }, lived })
            })
          ),
          Effect.map(({ messages, next }) => [Chunk.unsafeFromArray(messages), Option.some(next)] as const)
        )
      )
    )
  )

const firstTurn = ({ SyncCheckKey, SyncKey }: Session): Turn => ({
  SyncKey,
  SyncCheckKey,
  more: false,
  selector: 0,
  fruitless: 0,
  // a session that ends in its first turn, again and again, has to pay for it too
  inVain: 2,
  deaf: false,
  repeated: 0
})

/** One poll and, when there is something, one fetch. */
const turn = Effect.fnUntraced(function* (session: Session, book: AddressBook, last: Turn) {
  const { heldPoll } = yield* Timing
  yield* pauseAfter(last.fruitless)
  yield* (yield* RequestCeiling).payFor(last.inVain)
  const polledAt = yield* Clock.currentTimeMillis
  const { deaf, selector } = last.more ? last : yield* StuckCursor.poll(session.credentials, last)
  if (selector !== 0 || last.more) yield* sureOfTime(session.credentials)
  // the selector stays until the next fetch and may come back at once: only its coming is a sign
  if (selector === PHONE_SELECTOR && last.selector !== PHONE_SELECTOR) yield* notePhoneUse
  const held = (yield* Clock.currentTimeMillis) - polledAt >= Duration.toMillis(heldPoll)
  if (selector === 0 && !last.more) {
    const fruitless = held ? 0 : last.fruitless + 1
    return { messages: [], next: { ...last, selector, deaf, fruitless, inVain: 1 } }
  }

  const changes = yield* StuckCursor.fetch(session.credentials, last)
  if (yield* isFromTheFuture(changes.messages)) yield* sureOfTime(session.credentials, true)
  if (changes.undecodable > 0) {
    yield* Effect.logWarning("messages that cannot be read").pipe(
      Effect.annotateLogs({ count: changes.undecodable })
    )
  }
  yield* book.learn(changes.modContacts)
  yield* Option.match(changes.nickName, { onNone: () => Effect.void, onSome: book.rename })
  yield* book.forget(changes.delContacts)
  const cursor = {
    SyncKey: next(last.SyncKey, changes.SyncKey),
    SyncCheckKey: next(last.SyncCheckKey, changes.SyncCheckKey ?? changes.SyncKey)
  }
  const messages = yield* writeDown(session, book, changes.messages, cursor)
  yield* keepCookies
  const news = messages.filter(({ seenBefore }) => !seenBefore)
  const isNew = news.length > 0
  const calls = last.more ? 1 : 2
  const moved = StuckCursor.isElsewhere(cursor.SyncKey, last.SyncKey)
  const contacts = changes.modContacts.length + changes.delContacts.length
  const fruitful = isNew || (moved && contacts > 0)
  const repeated = !isNew && !moved && messages.length + changes.undecodable + contacts > 0
  return {
    messages,
    next: {
      ...cursor,
      more: changes.more,
      selector,
      deaf,
      fruitless: held || fruitful ? 0 : last.fruitless + 1,
      inVain: news.some(({ message }) => !isControl(message.body)) ? 0 : calls,
      repeated: repeated ? last.repeated + 1 : 0
    }
  }
})

/** A message from the future means that this machine slept, and that its clock stood still meanwhile. */
const isFromTheFuture = (messages: ReadonlyArray<AddMsg>) =>
  Effect.map(Clock.currentTimeMillis, (now) =>
    messages.some(({ CreateTime }) => CreateTime * 1000 > now + SURELY_AHEAD)
  )

/** Polls that are answered at once for ever, and bring nothing, would make the robot flood WeChat. */
const pauseAfter = Effect.fnUntraced(function* (fruitless: number) {
  if (fruitless < FRUITLESS_POLLS) return
  const { backoffLimit, fruitless: first } = yield* Timing
  const pause = Duration.min(
    Duration.times(first, 2 ** Math.min(fruitless - FRUITLESS_POLLS, 20)),
    backoffLimit
  )
  yield* Effect.sleep(pause)
})

const notePhoneUse = Effect.gen(function* () {
  const phone = yield* OwnersPhone
  const now = yield* Clock.currentTimeMillis
  yield* phone.note((activity) => PhoneActivity.used(activity, now))
})

/** Cookies may be renewed by any answer; without the newest the next start would need a new log-in. */
const keepCookies = Effect.gen(function* () {
  const sessions = yield* SavedSessions
  const cookies = yield* (yield* CookieJar).export
  const saved = yield* sessions.last
  if (Option.exists(saved, (before) => !sameCookies(before.cookies, cookies))) {
    yield* sessions.keepCookies(cookies)
  }
})

const sameCookies = Schema.equivalence(Schema.Array(StoredCookie))

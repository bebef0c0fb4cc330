import { Chunk, Clock, Data, Duration, Effect, Option, Random, Stream } from "effect"
import { type AddMsg } from "../domain/AddMsg.ts"
import { fromWire, type Message } from "../domain/Message.ts"
import * as PhoneActivity from "../domain/PhoneActivity.ts"
import { type Dice } from "../domain/Facts.ts"
import { isOwnReply } from "../domain/OwnReply.ts"
import { next, type SyncKey } from "../domain/SyncKey.ts"
import { Timing } from "../domain/Timing.ts"
import { SyncCheck } from "../http/wechat/SyncCheck.ts"
import { WebwxSync } from "../http/wechat/WebwxSync.ts"
import { Journal } from "../layers/Journal.ts"
import { Settings } from "../layers/Settings.ts"
import { type AddressBook } from "./AddressBook.ts"
import { Connection } from "./Connection.ts"
import { type Session } from "./Login.ts"

/** A message as it comes out of the inbox. Times are epoch milliseconds on the robot's clock. */
export interface Received {
  readonly message: Message
  readonly seenBefore: boolean
  /** WeChat echoes what the robot sent. */
  readonly ownReply: boolean
  readonly createdAt: number
  readonly receivedAt: number
  readonly dice: Dice
}

/** WeChat ended the session, at this cursor: a new log-in is needed. */
export class SessionEnded extends Data.TaggedError("SessionEnded")<{
  readonly code: number
  readonly message: string
  readonly SyncKey: SyncKey
  readonly SyncCheckKey: SyncKey
}> {}

interface Cursor {
  readonly SyncKey: SyncKey
  readonly SyncCheckKey: SyncKey
  /** The last answer said that more is waiting: no need to poll first. */
  readonly more: boolean
  readonly selector: number
  /** How many polls in a row were answered at once and brought nothing. */
  readonly fruitless: number
}

/** A selector may stick for a while; after so many polls in vain the robot does the waiting itself. */
const FRUITLESS_POLLS = 3

/** The selector that says "the phone is in use", when it turns up; it may stay for long. */
const PHONE_SELECTOR = 7

/**
 * The messages of a session as they come, for ever: long poll, fetch, write down. The cursor moves only when what it
 * covers is written down, and a turn that failed is tried again from the same cursor. Ends with SessionEnded only.
 */
export const inbox = (session: Session, book: AddressBook) =>
  Stream.paginateChunkEffect(firstCursor(session), (cursor) =>
    turn(session, book, cursor).pipe(
      Effect.mapError(({ code, message }) => {
        const { SyncCheckKey, SyncKey } = cursor
        return new SessionEnded({ code, message, SyncKey, SyncCheckKey })
      }),
      Effect.map(({ messages, next }) => [Chunk.unsafeFromArray(messages), Option.some(next)] as const)
    )
  )

const firstCursor = ({ SyncCheckKey, SyncKey }: Session): Cursor => ({
  SyncKey,
  SyncCheckKey,
  more: false,
  selector: 0,
  fruitless: 0
})

/** One poll and, when there is something, one fetch. */
const turn = Effect.fn("Inbox.turn")(function* (session: Session, book: AddressBook, cursor: Cursor) {
  const connection = yield* Connection
  const syncCheck = yield* SyncCheck
  const webwxSync = yield* WebwxSync
  const { heldPoll } = yield* Timing
  yield* pauseAfter(cursor.fruitless)
  const polledAt = yield* Clock.currentTimeMillis
  const selector = cursor.more
    ? cursor.selector
    : (yield* connection.persistInSession(syncCheck.poll(session.credentials, cursor.SyncCheckKey))).selector
  // the selector stays until the next fetch and may come back at once: only its coming is a sign
  if (selector === PHONE_SELECTOR && cursor.selector !== PHONE_SELECTOR) yield* notePhoneUse
  const held = (yield* Clock.currentTimeMillis) - polledAt >= Duration.toMillis(heldPoll)
  if (selector === 0 && !cursor.more) {
    return { messages: [], next: { ...cursor, selector, fruitless: held ? 0 : cursor.fruitless + 1 } }
  }

  const changes = yield* connection.persistInSession(webwxSync.sync(session.credentials, cursor.SyncKey))
  if (changes.undecodable > 0) {
    yield* Effect.logWarning("messages that cannot be read").pipe(
      Effect.annotateLogs({ count: changes.undecodable })
    )
  }
  yield* book.learn(changes.modContacts)
  yield* Option.match(changes.nickName, { onNone: () => Effect.void, onSome: book.rename })
  yield* book.forget(changes.delContacts)
  const messages = yield* writeDown(session, changes.messages)
  const fruitful =
    messages.some(({ seenBefore }) => !seenBefore) ||
    changes.modContacts.length + changes.delContacts.length > 0
  return {
    messages,
    next: {
      SyncKey: next(cursor.SyncKey, changes.SyncKey),
      SyncCheckKey: next(cursor.SyncCheckKey, changes.SyncCheckKey ?? changes.SyncKey),
      more: changes.more,
      selector,
      fruitless: held || fruitful ? 0 : cursor.fruitless + 1
    }
  }
})

/** A server that answers at once for ever, whatever it answers, is not asked faster for it. */
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
  const journal = yield* Journal
  const now = yield* Clock.currentTimeMillis
  yield* journal.notePhone((activity) => PhoneActivity.used(activity, now))
})

/** Reads the messages of one answer, writes them down together, and notes what they say of the owner's phone. */
const writeDown = Effect.fn("Inbox.writeDown")(function* (session: Session, wire: ReadonlyArray<AddMsg>) {
  const journal = yield* Journal
  const receivedAt = yield* Clock.currentTimeMillis
  const read = yield* Effect.forEach(wire, (one) =>
    Effect.map(roll, (dice) => ({ message: fromWire(one, session.me.UserName), dice }))
  )
  const fresh = yield* journal.receive(
    read.map(({ dice, message }) => ({ MsgId: message.MsgId, chat: message.chat, receivedAt, dice }))
  )
  const counted = new Set<string>()
  return yield* Effect.forEach(read, ({ dice, message }) =>
    Effect.gen(function* () {
      const seenBefore = !fresh.has(message.MsgId) || counted.has(message.MsgId)
      counted.add(message.MsgId)
      const ownReply = yield* isEcho(message, session.me.UserName, receivedAt)
      const createdAt = writtenAt(message, session, receivedAt)
      if (!seenBefore && !ownReply) yield* notePhoneSign(message, session.me.UserName, createdAt)
      return { message, dice, seenBefore, ownReply, createdAt, receivedAt } satisfies Received
    })
  )
})

const roll = Effect.all({ group: Random.next, media: Random.next, line: Random.next })

/** The server's time on the robot's clock; never in the future, and now when the server did not say. */
const writtenAt = ({ CreateTime }: Message, { serverAhead }: Session, now: number) =>
  CreateTime === 0 ? now : Math.min(now, CreateTime * 1000 - serverAhead)

const isEcho = Effect.fn("Inbox.isEcho")(function* (message: Message, me: string, now: number) {
  const journal = yield* Journal
  const { replyPrefix } = yield* Settings
  const byMsgId = yield* journal.isOwnSend(message.MsgId)
  const { sent } = yield* journal.history(message.chat)
  return isOwnReply(message, me, now, { byMsgId, sentHere: sent, replyPrefix })
})

const notePhoneSign = Effect.fn("Inbox.notePhoneSign")(function* (message: Message, me: string, at: number) {
  const journal = yield* Journal
  const { takeoverPeriod } = yield* Settings
  switch (PhoneActivity.signOf(message, me)) {
    case "wrote":
      return yield* journal.notePhone((activity) =>
        PhoneActivity.wrote(activity, message.chat, at, Duration.toMillis(takeoverPeriod))
      )
    case "used":
      return yield* journal.notePhone((activity) => PhoneActivity.used(activity, at))
    case "none":
      return
  }
})

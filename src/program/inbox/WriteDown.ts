import { Clock, Duration, Effect, Random } from "effect"
import { type AddMsg } from "../../domain/AddMsg.ts"
import { keysOf } from "../../domain/Chat.ts"
import { type Entry } from "../../domain/Entry.ts"
import { fromWire, type Message } from "../../domain/Message.ts"
import { isOwnReply, sendEchoedBy } from "../../domain/OwnReply.ts"
import * as PhoneActivity from "../../domain/PhoneActivity.ts"
import { type Cursor, type Session } from "../../domain/Session.ts"
import { reached } from "../../layers/Checkpoint.ts"
import { Journal } from "../../layers/journal/Journal.ts"
import { Messages } from "../../layers/journal/Messages.ts"
import { SavedSessions } from "../../layers/journal/SavedSessions.ts"
import { Settings } from "../../layers/settings/Settings.ts"
import { type AddressBook } from "../contacts/AddressBook.ts"
import { OwnersPhone } from "./OwnersPhone.ts"

/** A message as it comes out of the inbox. */
export interface Received extends Entry {
  readonly seenBefore: boolean
}

/** Reads the messages of one answer and writes them down, with the cursor and what they say of the owner's phone. */
export const writeDown = Effect.fnUntraced(function* (
  session: Session,
  book: AddressBook,
  wire: ReadonlyArray<AddMsg>,
  cursor: Cursor
) {
  const messages = yield* Messages
  const me = session.me.UserName
  const receivedAt = yield* Clock.currentTimeMillis
  const seen = new Set(yield* messages.known(wire.map(({ MsgId }) => MsgId)))
  const received = yield* Effect.forEach(wire, (one) =>
    Effect.gen(function* () {
      const message = fromWire(one, me)
      const seenBefore = seen.has(message.MsgId)
      seen.add(message.MsgId)
      const createdAt = writtenAt(message, receivedAt)
      const came = { message, me, seenBefore, createdAt, receivedAt }
      return { ...came, ownReply: yield* isEcho(came), dice: yield* roll } satisfies Received
    })
  )
  const fresh = received.filter(({ seenBefore }) => !seenBefore)
  const activity = yield* phoneAfter(fresh, book)
  const revoked = fresh.flatMap(({ message: { body, chat } }) =>
    body._tag === "Revoke" ? [{ MsgId: body.MsgId, chat }] : []
  )
  yield* reached("fetched")
  yield* (yield* Journal).together(
    Effect.gen(function* () {
      yield* messages.receive(fresh)
      yield* Effect.forEach(revoked, messages.revoke, { discard: true })
      yield* (yield* OwnersPhone).note(() => activity)
      yield* (yield* SavedSessions).moveTo(cursor)
    })
  )
  yield* reached("received")
  return received
})

const roll = Effect.all({ group: Random.next, media: Random.next, line: Random.next })

/** Never in the future, and now when the server did not say. */
const writtenAt = ({ CreateTime }: Message, now: number) =>
  CreateTime === 0 ? now : Math.min(now, CreateTime * 1000)

/** Whether it is an echo of the robot's own words; that of a send nobody knew to have arrived says so. */
const isEcho = Effect.fnUntraced(function* (came: Omit<Received, "ownReply" | "dice">) {
  const { createdAt, me, message, receivedAt, seenBefore } = came
  if (message.from !== me) return false
  const messages = yield* Messages
  const { replyPrefix } = yield* Settings
  const byMsgId = yield* messages.isOwnSend(message.MsgId)
  const unsure = byMsgId || seenBefore ? [] : yield* messages.unsure(message.chat)
  const send = sendEchoedBy(message, me, createdAt, unsure)
  if (send !== undefined) {
    yield* messages.echoed(send.MsgId, message.MsgId)
    yield* Effect.annotateLogs(Effect.logInfo("a send came back: it arrived"), {
      MsgId: send.MsgId,
      echo: message.MsgId
    })
    return true
  }
  // an echo comes in the session of its send: what the chat was called in others does not matter
  const { sent } = yield* messages.history({ userName: message.chat, lastingName: undefined }, me)
  return isOwnReply(message, me, receivedAt, { byMsgId, sentHere: sent, replyPrefix })
})

/** What is known of the owner's phone once these came. */
const phoneAfter = Effect.fnUntraced(function* (fresh: ReadonlyArray<Received>, book: AddressBook) {
  const { takeoverPeriod } = yield* Settings
  let activity = yield* (yield* OwnersPhone).activity
  for (const { createdAt, me, message, ownReply } of fresh) {
    const sign = ownReply ? "none" : PhoneActivity.signOf(message, me)
    if (sign === "used") activity = PhoneActivity.used(activity, createdAt)
    if (sign === "wrote") {
      for (const key of keysOf(yield* book.chatOf(message.chat))) {
        activity = PhoneActivity.wrote(activity, key, createdAt, Duration.toMillis(takeoverPeriod))
      }
    }
  }
  return activity
})

import { Effect, Either, Layer, Logger, Stream } from "effect"
import { CookieJar } from "../src/http/wechat/CookieJar.ts"
import { Chatbots } from "../src/layers/chatbots/Chatbots.ts"
import { Journal } from "../src/layers/journal/Journal.ts"
import { Messages } from "../src/layers/journal/Messages.ts"
import { SavedContacts } from "../src/layers/journal/SavedContacts.ts"
import { SavedSessions } from "../src/layers/journal/SavedSessions.ts"
import { Pacer } from "../src/layers/Pacer.ts"
import { Pseudonyms } from "../src/layers/chatbots/Pseudonyms.ts"
import { Settings } from "../src/layers/settings/Settings.ts"
import * as AddressBook from "../src/program/contacts/AddressBook.ts"
import { Connection } from "../src/program/connection/Connection.ts"
import { CurrentSession } from "../src/program/session/CurrentSession.ts"
import { runInLanes } from "../src/program/inbox/Lanes.ts"
import { OwnersPhone } from "../src/program/inbox/OwnersPhone.ts"
import { type Item, reply } from "../src/program/reply/Reply.ts"
import { settingsOf } from "../test/support/layers/files.ts"
import { endpoints, FakeWechat } from "../test/support/program/FakeWechat.ts"
import { addMsg, contact, cursor, received, session } from "../test/support/program/wire.ts"

/** A robot that answers everybody, with a WeChat and a chatbot that answer at once; only the journal is missing. */
export const Surroundings = Layer.mergeAll(
  endpoints,
  Layer.effect(
    Settings,
    Effect.map(
      settingsOf({ ROBOT_REPLY_DELAY: "0", ROBOT_CHAT_REPLIES_PER_10_MINUTES: "0", ROBOT_QUIET_PERIOD: "0" }),
      ({ settings }) => Either.getOrThrow(settings)
    )
  ),
  Layer.succeed(Chatbots, {
    names: ["tuling"],
    nextDay: (now) => now,
    warnings: [],
    places: [],
    limits: Effect.succeed({}),
    ask: ({ text }) =>
      Effect.succeed({ result: { _tag: "Words", text: `re: ${text}`, chatbot: "tuling" }, asked: [] }),
    troubles: Effect.succeed([])
  }),
  Layer.succeed(Pacer, { room: Effect.void, count: Effect.void }),
  Layer.succeed(Pseudonyms, { of: (parts) => parts.join("/") }),
  Connection.Default,
  CookieJar.Default,
  Logger.remove(Logger.defaultLogger)
).pipe(Layer.provideMerge(FakeWechat.Default))

/** So many friends write, so many messages come with one fetch. */
const FRIENDS = 20
const TOGETHER = 10

/** Receives and answers batch after batch, as the robot does with what a fetch brings; `gap` waits between two. */
export const answerAll = Effect.fnUntraced(function* (messages: number, gap: Effect.Effect<void>) {
  const { failure, together } = yield* Journal
  const { receive } = yield* Messages
  const { begin, moveTo } = yield* SavedSessions
  const { forgetOthers } = yield* SavedContacts
  const phone = yield* OwnersPhone
  const book = yield* AddressBook.make(session)
  const friends = Array.from({ length: FRIENDS }, (_, n) =>
    contact(`@friend${n}`, { NickName: `Friend ${n}` })
  )
  yield* book.learn(friends)
  const open = { session, book }
  yield* (yield* CurrentSession).begin(open)
  yield* together(Effect.zipRight(begin(session, []), forgetOthers(session.me.UserName)))

  const batch = Effect.fnUntraced(function* (n: number) {
    yield* gap
    const now = yield* Effect.clockWith((clock) => clock.currentTimeMillis)
    const entries = Array.from({ length: TOGETHER }, (_, index) => {
      const number = n * TOGETHER + index
      const wire = addMsg(`${number}`, {
        FromUserName: `@friend${number % FRIENDS}`,
        Content: "how are you today?"
      })
      return received(wire, { createdAt: now, receivedAt: now })
    })
    const activity = yield* phone.activity
    yield* together(
      Effect.all([receive(entries), moveTo(cursor(n)), phone.note(() => activity)], { discard: true })
    )
    return yield* Effect.forEach(entries, (one) =>
      Effect.map(book.chatOf(one.message.chat), (chat): Item => ({
        open,
        received: one,
        left: undefined,
        chat
      }))
    )
  })

  yield* Stream.range(0, messages / TOGETHER - 1).pipe(
    Stream.mapEffect(batch),
    Stream.flattenIterables,
    runInLanes({ key: ({ chat }) => chat.key, backlog: 1_000, unless: failure }, reply)
  )
})

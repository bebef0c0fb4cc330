import { Effect, Stream } from "effect"
import { Chatbots } from "../layers/chatbots/Chatbots.ts"
import { Journal, type Unfinished } from "../layers/journal/Journal.ts"
import { Settings } from "../layers/settings/Settings.ts"
import * as AddressBook from "./contacts/AddressBook.ts"
import { inbox, type Received } from "./inbox/Inbox.ts"
import { runInLanes } from "./inbox/Lanes.ts"
import { Connection } from "./connection/Connection.ts"
import * as CurrentSession from "./session/CurrentSession.ts"
import { loadContacts } from "./contacts/LoadContacts.ts"
import { type Session } from "../domain/Session.ts"
import * as Relogin from "./session/Relogin.ts"
import * as Reply from "./reply/Reply.ts"
import * as SendPause from "./reply/SendPause.ts"
import { tellingOfStop } from "./TellingOfStop.ts"

/** When so many messages wait for their answer, fetching more has to wait too. */
const WAITING_AT_MOST = 1_000

/**
 * The robot: logs in, and answers what comes until the session ends; then logs in again. What the last run left on its
 * way goes first. Runs until it is stopped, fails when WeChat refuses the account for good, or when the journal cannot
 * be written any more.
 */
export const robot = Effect.gen(function* () {
  yield* announce
  const connection = yield* Connection
  const journal = yield* Journal
  const current = yield* CurrentSession.make
  const pause = yield* SendPause.make
  const reply = yield* Reply.make(current, pause)
  const relogin = yield* Relogin.make
  const keysOf = keysBySession()
  const goOnPausing = yield* Effect.once(pause.goOn)
  yield* Stream.repeatEffect(Effect.tap(relogin.session, goOnPausing)).pipe(
    Stream.flatMap((session) =>
      Stream.catchTag(itemsOf(session, current, keysOf), "SessionEnded", (end) =>
        Stream.execute(relogin.lost(session, end))
      )
    ),
    runInLanes({ key: ({ lane }) => lane, backlog: WAITING_AT_MOST, unless: journal.failure }, (item) =>
      Effect.ensuring(reply(item), connection.tick)
    ),
    Effect.tapError(({ _tag, message }) =>
      connection.become(_tag === "JournalFailed" ? "stopping" : "refused", message)
    ),
    tellingOfStop(connection.become("stopping", "asked to stop")),
    // not before: what is on its way must not take the pause for over
    Effect.onInterrupt(() => pause.stopped)
  )
})

/** The keys of the chats in the session of an owner's UserName. */
type KeysOf = (me: string) => Map<string, string>

/** They stay while that does: what waits in a lane goes on there when the session is resumed. */
const keysBySession = (): KeysOf => {
  let last = { me: "", keys: new Map<string, string>() }
  return (me) => {
    if (last.me !== me) last = { me, keys: new Map() }
    return last.keys
  }
}

/** What the last run left, then what comes in a session, until WeChat ends it. */
const itemsOf = (session: Session, current: CurrentSession.CurrentSession, keysOf: KeysOf) =>
  Stream.unwrapScoped(
    Effect.gen(function* () {
      const live = { session, book: yield* bookOf(session, keysOf(session.me.UserName)) }
      yield* live.book.learn(session.contacts)
      yield* current.begin(live)
      // beside the messages, since a big address book takes minutes; strangers are asked for meanwhile
      yield* Effect.forkScoped(loadContacts(session, live.book))
      const first = yield* itemsLeft(live, yield* (yield* Journal).unfinished)
      return Stream.concat(
        Stream.fromIterable(first),
        Stream.mapEffect(inbox(session, live.book), (received) => itemOf(live, received, undefined))
      )
    })
  )

/** Who is known in a session, from what was learnt in it before. */
const bookOf = (session: Session, keys: Map<string, string> = new Map()) =>
  Effect.flatMap(Journal, ({ contactsOf }) =>
    Effect.flatMap(contactsOf(session.me.UserName), (known) => AddressBook.make(session, known, keys))
  )

/** What the last run left on its way; some of it may be of a session before, with UserNames of its own. */
const itemsLeft = Effect.fn("Robot.itemsLeft")(function* (
  now: CurrentSession.Live,
  left: ReadonlyArray<Unfinished>
) {
  if (left.length === 0) return []
  yield* Effect.annotateLogs(Effect.logInfo("going on with what the last run left"), {
    messages: left.length
  })
  const lives = new Map([[now.session.me.UserName, now]])
  for (const { entry } of left) {
    if (lives.has(entry.me)) continue
    const session = { ...now.session, me: { ...now.session.me, UserName: entry.me } }
    lives.set(entry.me, { session, book: yield* bookOf(session) })
  }
  return yield* Effect.forEach(left, (one) =>
    itemOf(lives.get(one.entry.me) ?? now, { ...one.entry, seenBefore: false }, one)
  )
})

const itemOf = (live: CurrentSession.Live, received: Received, left: Unfinished | undefined) =>
  Effect.map(live.book.keyOf(received.message.chat), (lane): Reply.Item => ({ live, received, left, lane }))

/** What the owner should know before the first message comes. */
const announce = Effect.gen(function* () {
  const settings = yield* Settings
  const { names, warnings } = yield* Chatbots
  yield* Effect.logInfo("starting").pipe(
    Effect.annotateLogs({ chatbots: names.join(",") || "none", dryRun: settings.dryRun })
  )
  if (names.length === 0) {
    yield* Effect.logWarning(
      "no chatbot has a key: text is answered with the away line, once per chat and hour. Set TULING_API_KEY to have Tuling asked"
    )
  }
  for (const warning of warnings) yield* Effect.logWarning(warning)
  if (settings.dryRun) yield* Effect.logInfo("dry run: everything is decided, nothing is sent")
})

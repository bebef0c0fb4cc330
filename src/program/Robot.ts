import { Effect, Option, Stream } from "effect"
import { commandIn } from "../domain/OwnerCommand.ts"
import { type Session } from "../domain/Session.ts"
import { Chatbots } from "../layers/chatbots/Chatbots.ts"
import { Journal } from "../layers/journal/Journal.ts"
import { Messages, type Unfinished } from "../layers/journal/Messages.ts"
import { Settings } from "../layers/settings/Settings.ts"
import { type SettingValues } from "../layers/settings/SettingsTable.ts"
import { Connection } from "./connection/Connection.ts"
import { AddressBooks } from "./contacts/AddressBooks.ts"
import { loadContacts } from "./contacts/LoadContacts.ts"
import { inbox } from "./inbox/Inbox.ts"
import { type Received } from "./inbox/WriteDown.ts"
import { runInLanes } from "./inbox/Lanes.ts"
import { type Item, reply } from "./reply/Reply.ts"
import { SendPause } from "./connection/SendPause.ts"
import { servicesOf } from "./Services.ts"
import { CurrentSession, type OpenSession } from "./session/CurrentSession.ts"
import { Relogin } from "./session/Relogin.ts"
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
  const pause = yield* SendPause
  const relogin = yield* Relogin
  const goOnPausing = yield* Effect.once(pause.goOn)
  yield* Stream.repeatEffect(Effect.tap(relogin.session, goOnPausing)).pipe(
    Stream.flatMap((session) =>
      Stream.catchTag(itemsOf(session), "SessionEnded", (end) => Stream.execute(relogin.lost(session, end)))
    ),
    runInLanes({ key: laneOf, backlog: WAITING_AT_MOST, unless: journal.failure }, (item) =>
      Effect.ensuring(reply(item), connection.tick)
    ),
    Effect.tapError(({ _tag, message }) =>
      connection.become(_tag === "JournalFailed" ? "stopping" : "refused", message)
    ),
    tellingOfStop(connection.become("stopping", "asked to stop")),
    // only now, or replies on their way would find the pause over and be sent
    Effect.onInterrupt(() => pause.stopped)
  )
})

/** What the last run left, then what comes in a session, until WeChat ends it. */
const itemsOf = (session: Session) =>
  Stream.unwrapScoped(
    Effect.gen(function* () {
      const { of } = yield* AddressBooks
      const open = { session, book: yield* of(session) }
      yield* open.book.learn(session.contacts)
      yield* (yield* CurrentSession).begin(open)
      // beside the messages, since a big address book takes minutes; strangers are asked for meanwhile
      yield* Effect.forkScoped(loadContacts(session, open.book))
      const first = yield* itemsLeft(open, yield* (yield* Messages).unfinished)
      return Stream.concat(
        Stream.fromIterable(first),
        Stream.mapEffect(inbox(session, open.book), (received) => itemOf(open, received, undefined))
      )
    })
  )

/** What the last run left on its way; some of it may be of a session before, with UserNames of its own. */
const itemsLeft = Effect.fn("Robot.itemsLeft")(function* (now: OpenSession, left: ReadonlyArray<Unfinished>) {
  if (left.length === 0) return []
  yield* Effect.annotateLogs(Effect.logInfo("going on with what the last run left"), {
    messages: left.length
  })
  const { ofEarlier } = yield* AddressBooks
  const sessions = new Map([[now.session.me.UserName, now]])
  for (const { entry } of left) {
    if (sessions.has(entry.me)) continue
    const session = { ...now.session, me: { ...now.session.me, UserName: entry.me } }
    sessions.set(entry.me, { session, book: yield* ofEarlier(session) })
  }
  return yield* Effect.forEach(left, (one) =>
    itemOf(sessions.get(one.entry.me) ?? now, { ...one.entry, seenBefore: false }, one)
  )
})

/** What the owner tells the robot does not wait behind an answer in the same chat. */
const laneOf = ({ chat, received: { me, message } }: Item) =>
  commandIn(message, me) === undefined ? chat.key : "the owner's commands"

const itemOf = (open: OpenSession, received: Received, left: Unfinished | undefined) =>
  Effect.map(open.book.chatOf(received.message.chat), (chat): Item => ({ open, received, left, chat }))

/** Only where there is one. */
const throughProxies = (settings: SettingValues) => {
  const all = servicesOf(settings).flatMap(({ name, through }) =>
    Option.toArray(Option.map(through, (proxy) => `${name} through ${proxy}`))
  )
  return all.length === 0 ? {} : { proxies: all.join(", ") }
}

/** What the owner should know before the first message comes. */
const announce = Effect.gen(function* () {
  const settings = yield* Settings
  const { names, places, warnings } = yield* Chatbots
  yield* Effect.logInfo("starting").pipe(
    Effect.annotateLogs({
      chatbots: names.join(",") || "none",
      dryRun: settings.dryRun,
      ...throughProxies(settings)
    })
  )
  for (const { host, model, name, over } of places) {
    yield* Effect.logInfo("texts go to").pipe(
      Effect.annotateLogs({ chatbot: name, host, ...(model === undefined ? {} : { model }), over })
    )
  }
  if (names.length === 0) {
    yield* Effect.logWarning(
      "no chatbot is set up: text is answered with the away line, once per chat and hour. Set TULING_API_KEY to have Tuling asked, or OPENAI_BASE_URL and OPENAI_MODEL to have a model asked"
    )
  }
  for (const warning of warnings) yield* Effect.logWarning(warning)
  if (settings.dryRun) yield* Effect.logInfo("dry run: everything is decided, nothing is sent")
})

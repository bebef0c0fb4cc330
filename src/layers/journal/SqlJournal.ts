import { Array as Arr, Clock, Deferred, Duration, Effect, Layer, Ref, Schedule } from "effect"
import { reasonsInWords } from "../../domain/ReasonsInWords.ts"
import { Timing } from "../../domain/Timing.ts"
import { WechatTime } from "../../http/wechat/WechatTime.ts"
import * as CommitGroup from "./sql/CommitGroup.ts"
import { Journal, type JournalFailed, type Unfinished } from "./Journal.ts"
import { journalFailed, openJournal } from "./sql/Database.ts"
import { load, loadContacts, loadUnfinished, wholeBook } from "./sql/LoadJournal.ts"
import { changesOf, json, withoutWords } from "./sql/Rows.ts"
import { statements } from "./sql/Statements.ts"
import * as Memory from "./MemoryJournal.ts"
import { Settings } from "../settings/Settings.ts"

/** SQLite takes 32,766 values in a statement; nothing says how many messages an answer of WeChat may hold. */
const ASKED_TOGETHER = 1_000

const together = <A, E>(writes: Iterable<Effect.Effect<A, E>>) => Effect.all(writes, { discard: true })

/** What the journal on disk stands on. */
interface Parts {
  /** What the robot asks all the time. It is changed before the file is. */
  readonly memory: Journal["Type"]
  readonly writer: CommitGroup.CommitGroup
  readonly run: ReturnType<typeof statements>
  /** A question to the file. One that fails ends the robot, so that no caller has to handle it. */
  readonly reading: <A, E>(self: Effect.Effect<A, E>) => Effect.Effect<A>
  /** What the last run left on its way, until it is told. */
  readonly left: Ref.Ref<ReadonlyArray<Unfinished>>
}

const messageOperations = ({ left, memory, reading, run, writer }: Parts) =>
  ({
    known: (MsgIds) =>
      Effect.forEach(Arr.chunksOf(MsgIds, ASKED_TOGETHER), (some) => reading(run.known(some))).pipe(
        Effect.map((rows) => new Set(rows.flat().map(({ msgId }) => msgId)))
      ),
    receive: (batch) =>
      Effect.zipRight(
        memory.receive(batch),
        writer.now(
          together([
            run.receive(batch.entries),
            Effect.forEach(batch.revoked, run.revoke, { discard: true }),
            run.keep("cursor", json.cursor(batch.cursor)),
            run.keep("phone", json.phone(batch.phone))
          ])
        )
      ),
    note: (MsgId, progress) =>
      Effect.gen(function* () {
        yield* memory.note(MsgId, progress)
        const changes = changesOf(progress, yield* Clock.currentTimeMillis)
        const write = run.note(MsgId, (yield* memory.isRevoked(MsgId)) ? withoutWords(changes) : changes)
        yield* progress._tag === "sending"
          ? writer.now(Effect.zipRight(write, run.attempt(MsgId)))
          : writer.later(write)
      }),
    unfinished: Ref.getAndSet(left, []),
    isOwnSend: (MsgId) =>
      Effect.flatMap(memory.isOwnSend(MsgId), (isOwn) =>
        isOwn ? Effect.succeed(true) : Effect.map(reading(run.isOwnSend(MsgId)), ({ length }) => length > 0)
      ),
    echoed: (MsgId, echo) =>
      Effect.gen(function* () {
        yield* memory.echoed(MsgId, echo)
        yield* writer.later(run.echoed(MsgId, echo, yield* Clock.currentTimeMillis))
      })
  }) satisfies Partial<Journal["Type"]>

const sessionOperations = ({ left, memory, run, writer }: Parts) =>
  ({
    beginSession: (session, cookies) =>
      Effect.zipRight(
        memory.beginSession(session, cookies),
        writer.now(
          together([
            run.keep("session", json.session({ ...session, contacts: [] })),
            run.lose("cursor"),
            run.keep("cookies", json.cookies(cookies)),
            run.lose("endedBy"),
            run.forgetContacts(session.me.UserName),
            run.forgetWholeBooks(session.me.UserName)
          ])
        )
      ),
    keepCookies: (cookies) =>
      Effect.zipRight(memory.keepCookies(cookies), writer.later(run.keep("cookies", json.cookies(cookies)))),
    endSession: (code) =>
      Effect.zipRight(memory.endSession(code), writer.later(run.keep("endedBy", json.endedBy(code)))),
    learn: (me, contacts) =>
      contacts.length === 0
        ? Effect.void
        : writer.later(Effect.forEach(contacts, (contact) => run.learn(me, contact), { discard: true })),
    unlearn: (me, userNames) =>
      userNames.length === 0 ? Effect.void : writer.later(run.unlearn(me, userNames)),
    learntAll: (me) => writer.later(run.keep(wholeBook(me), json.whole(true))),
    changeAccount: Effect.gen(function* () {
      yield* memory.changeAccount
      yield* Ref.set(left, [])
      yield* writer.now(together(run.changeAccount(yield* Clock.currentTimeMillis)))
    })
  }) satisfies Partial<Journal["Type"]>

/** Removes the messages that are older than the owner wants to keep, now and from time to time. */
const removingOld = Effect.fnUntraced(function* ({ reading, run, writer }: Parts) {
  const { keepMessages } = yield* Settings
  const { retention, retentionStep } = yield* Timing
  if (Duration.toMillis(keepMessages) === 0) return
  const removeOld = Effect.gen(function* () {
    const limit = (yield* Clock.currentTimeMillis) - Duration.toMillis(keepMessages)
    while ((yield* reading(run.before(limit))).length > 0) {
      yield* writer.now(run.removeBefore(limit))
      yield* Effect.sleep(retentionStep)
    }
  })
  // not by a clock that may be years ahead
  const { known } = yield* WechatTime
  yield* Effect.forkScoped(Effect.zipRight(known, Effect.repeat(removeOld, Schedule.spaced(retention))))
})

/**
 * The journal in the data directory: it survives kill -9 at any instant. What the robot asks all the time is held in
 * memory as well; every change goes to the file in the order it was made.
 */
const make = Effect.gen(function* () {
  const { path, sql } = yield* openJournal
  const failing = <A, E>(self: Effect.Effect<A, E>) =>
    Effect.mapError(self, (error): JournalFailed => journalFailed(path, error))
  const run = statements(sql)

  const startedAt = yield* Clock.currentTimeMillis
  const uncertain = yield* failing(run.giveUpSends(startedAt))
  for (const { msgId } of uncertain) {
    yield* Effect.annotateLogs(Effect.logWarning("uncertain"), {
      MsgId: msgId,
      reason: "killed",
      why: reasonsInWords.killed.en
    })
  }
  const memory = yield* Memory.make(yield* failing(load(sql)))
  const left = yield* Ref.make<ReadonlyArray<Unfinished>>(yield* failing(loadUnfinished(sql)))
  const writer = yield* CommitGroup.make(sql)
  const unreadable = yield* Deferred.make<never, JournalFailed>()
  const reading = <A, E>(self: Effect.Effect<A, E>): Effect.Effect<A> =>
    Effect.catchAll(failing(self), (failed) =>
      Effect.zipRight(Deferred.fail(unreadable, failed), Effect.never)
    )
  const parts: Parts = { memory, writer, run, reading, left }
  yield* removingOld(parts)

  return Journal.of({
    ...memory,
    ...messageOperations(parts),
    ...sessionOperations(parts),
    contactsOf: (me) => reading(loadContacts(sql, me)),
    notePhone: (update) =>
      Effect.gen(function* () {
        yield* memory.notePhone(update)
        yield* writer.later(run.keep("phone", json.phone(yield* memory.phone)))
      }),
    limit: (update) =>
      Effect.gen(function* () {
        yield* memory.limit(update)
        yield* writer.later(run.keep("limits", json.limits(yield* memory.limits)))
      }),
    failure: Effect.raceFirst(failing(writer.failure), Deferred.await(unreadable))
  })
})

export const layer = Layer.scoped(Journal, make)

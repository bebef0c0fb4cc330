import { type SqlClient } from "@effect/sql"
import { Array as Arr, Clock, Deferred, Duration, Effect, Layer, Ref, Schedule, Schema } from "effect"
import { type Contact } from "../../domain/Contact.ts"
import { isControl } from "../../domain/Message.ts"
import { Timing } from "../../domain/Timing.ts"
import { WechatTime } from "../../http/wechat/WechatTime.ts"
import * as CommitGroup from "./sql/CommitGroup.ts"
import { type Batch, type Entry, Journal, type JournalFailed, type Progress } from "./Journal.ts"
import { journalFailed, openJournal } from "./sql/Database.ts"
import * as Json from "./JournalJson.ts"
import { load, loadContacts, loadUnfinished, wholeBook } from "./sql/LoadJournal.ts"
import * as Memory from "./MemoryJournal.ts"
import { Settings } from "../settings/Settings.ts"

/** SQLite takes 32,766 values in a statement; nothing says how many messages an answer of WeChat may hold. */
const ASKED_TOGETHER = 1_000

/** So many old messages are removed at a time, so that no commit takes long. */
const REMOVED_TOGETHER = 500

const json = {
  message: Schema.encodeSync(Json.MessageColumn),
  dice: Schema.encodeSync(Json.DiceColumn),
  decision: Schema.encodeSync(Json.DecisionColumn),
  facts: Schema.encodeSync(Json.FactsColumn),
  contact: Schema.encodeSync(Json.ContactColumn),
  cursor: Schema.encodeSync(Json.Kept.cursor),
  phone: Schema.encodeSync(Json.Kept.phone),
  session: Schema.encodeSync(Json.Kept.session),
  cookies: Schema.encodeSync(Json.Kept.cookies),
  endedBy: Schema.encodeSync(Json.Kept.endedBy),
  limits: Schema.encodeSync(Json.Kept.limits),
  whole: Schema.encodeSync(Schema.parseJson(Schema.Boolean))
}

const rowOf = ({ createdAt, dice, me, message, ownReply, receivedAt }: Entry) => ({
  msgId: message.MsgId,
  chat: message.chat,
  me,
  fromMe: message.from === me && !isControl(message.body) ? 1 : 0,
  ownReply: ownReply ? 1 : 0,
  createdAt,
  receivedAt,
  message: json.message(message),
  dice: json.dice(dice),
  state: "received"
})

type Changes = Readonly<Record<string, string | number | null>>

/** The columns that quote a message. */
const quoting: ReadonlySet<string> = new Set(["answer", "decision", "facts"])

/** What still may be written of a message that was taken back. */
const withoutWords = (changes: Changes): Changes =>
  Object.fromEntries(Object.entries(changes).filter(([column]) => !quoting.has(column)))

/** The columns that a step of a message changes. */
const changesOf = (progress: Progress, now: number): Changes => {
  const state = progress._tag
  switch (progress._tag) {
    case "decided":
      return {
        state,
        decision: json.decision(progress.decision),
        facts: json.facts(progress.facts),
        lastingName: progress.lastingName ?? null,
        reason: progress.decision.reason,
        decidedAt: now
      }
    case "answered":
      return { state, answer: progress.text, source: progress.source, clientMsgId: progress.ClientMsgId }
    case "sending":
      return { state, sendingAt: now }
    case "sent":
      return { state, sentMsgId: progress.MsgID, endedAt: now }
    case "skipped":
    case "failed":
      return { state, reason: progress.reason, endedAt: now }
    case "would-send":
    case "uncertain":
      return { state, endedAt: now }
  }
}

/** The statements of the journal. */
const statements = (sql: SqlClient.SqlClient) => {
  const keep = (name: string, value: string) =>
    sql`insert into kept ${sql.insert({ name, value })} on conflict (name) do update set value = excluded.value`
  const lose = (name: string) => sql`delete from kept where name = ${name}`
  return {
    keep,
    lose,
    known: (MsgIds: ReadonlyArray<string>) =>
      sql<{ readonly msgId: string }>`select msg_id from message where ${sql.in("msgId", MsgIds)}`,
    receive: (entries: ReadonlyArray<Entry>) =>
      Effect.forEach(
        entries,
        (entry) => sql`insert into message ${sql.insert(rowOf(entry))} on conflict (msg_id) do nothing`,
        { discard: true }
      ),
    note: (MsgId: string, changes: Changes) =>
      sql`update message set ${sql.update(changes)} where msg_id = ${MsgId} and ended_at is null`,
    /** The only step that a message can make after its end. */
    echoed: (MsgId: string, echo: string, now: number) =>
      sql`
        update message set ${sql.update({ state: "sent", sentMsgId: echo, endedAt: now })}
        where msg_id = ${MsgId} and state in ('sending', 'uncertain')`,
    attempt: (MsgId: string) => sql`update message set attempts = attempts + 1 where msg_id = ${MsgId}`,
    /** What was said is gone, and so is all that quotes it. */
    revoke: ({ MsgId, chat }: Batch["revoked"][number]) =>
      sql`
        update message set revoked = 1, decision = null, facts = null, answer = null,
          message = json_set(message, '$.body', json('{"_tag":"Text","text":""}'))
        where ${
          MsgId === "0"
            ? sql`seq = (select max(seq) from message where chat = ${chat} and from_me = 1)`
            : sql`msg_id = ${MsgId}`
        }`,
    isOwnSend: (MsgId: string) => sql`select 1 from message where sent_msg_id = ${MsgId} limit 1`,
    /** Sends that were under way when the program ended: nobody knows whether they arrived. */
    giveUpSends: (now: number) =>
      sql<{ readonly msgId: string }>`
        update message set state = 'uncertain', ended_at = ${now}
        where state = 'sending' and ended_at is null returning msg_id`,
    learn: (me: string, contact: Contact) =>
      sql`
        insert into contact ${sql.insert({ me, userName: contact.UserName, contact: json.contact(contact) })}
        on conflict (me, user_name) do update set contact = excluded.contact`,
    unlearn: (me: string, userNames: ReadonlyArray<string>) =>
      sql`delete from contact where me = ${me} and ${sql.in("userName", userNames)}`,
    forgetWholeBooks: (me: string) =>
      sql`
        delete from kept where name like ${wholeBook("%")} and name <> ${wholeBook(me)}
          and name not in (select ${wholeBook("")} || me from message where ended_at is null)`,
    /** Those of a session before are needed only while messages of it are on their way. */
    forgetContacts: (me: string) =>
      sql`delete from contact where me <> ${me} and me not in (select me from message where ended_at is null)`,
    changeAccount: (now: number) => [
      sql`
        update message set state = 'skipped', reason = 'another-account', ended_at = ${now}
        where ended_at is null`,
      sql`delete from contact`,
      sql`delete from kept`
    ],
    before: (time: number) =>
      sql`select 1 from message where received_at < ${time} and ended_at is not null limit 1`,
    removeBefore: (time: number) =>
      sql`
        delete from message where seq in (
          select seq from message where received_at < ${time} and ended_at is not null limit ${REMOVED_TOGETHER}
        )`
  }
}

/**
 * The journal in the data directory: it survives kill -9 at any instant. What the robot asks all the time is held in
 * memory as well; every change goes to the file in the order it was made.
 */
const make = Effect.gen(function* () {
  const { keepMessages } = yield* Settings
  const { retention, retentionStep } = yield* Timing
  const { path, sql } = yield* openJournal
  const failing = <A, E>(self: Effect.Effect<A, E>) =>
    Effect.mapError(self, (error): JournalFailed => journalFailed(path, error))
  const run = statements(sql)

  const startedAt = yield* Clock.currentTimeMillis
  const uncertain = yield* failing(run.giveUpSends(startedAt))
  for (const { msgId } of uncertain) {
    yield* Effect.annotateLogs(Effect.logWarning("uncertain"), {
      MsgId: msgId,
      why: "the program ended while it was being sent; it is not sent again"
    })
  }
  const memory = yield* Memory.make(yield* failing(load(sql)))
  const unfinished = yield* Ref.make(yield* failing(loadUnfinished(sql)))
  const writer = yield* CommitGroup.make(sql)

  const unreadable = yield* Deferred.make<never, JournalFailed>()
  /** What cannot be read ends the robot as what cannot be written does: it is not for each caller to handle. */
  const reading = <A, E>(self: Effect.Effect<A, E>): Effect.Effect<A> =>
    Effect.catchAll(failing(self), (failed) =>
      Effect.zipRight(Deferred.fail(unreadable, failed), Effect.never)
    )

  const removeOld = Effect.gen(function* () {
    const limit = (yield* Clock.currentTimeMillis) - Duration.toMillis(keepMessages)
    while ((yield* reading(run.before(limit))).length > 0) {
      yield* writer.now(run.removeBefore(limit))
      yield* Effect.sleep(retentionStep)
    }
  })
  if (Duration.toMillis(keepMessages) > 0) {
    // not by a clock that may be years ahead
    const { known } = yield* WechatTime
    yield* Effect.forkScoped(Effect.zipRight(known, Effect.repeat(removeOld, Schedule.spaced(retention))))
  }

  return Journal.of({
    ...memory,
    known: (MsgIds) =>
      Effect.forEach(Arr.chunksOf(MsgIds, ASKED_TOGETHER), (some) => reading(run.known(some))).pipe(
        Effect.map((rows) => new Set(rows.flat().map(({ msgId }) => msgId)))
      ),
    receive: (batch) =>
      Effect.zipRight(
        memory.receive(batch),
        writer.now(
          Effect.all(
            [
              run.receive(batch.entries),
              Effect.forEach(batch.revoked, run.revoke, { discard: true }),
              run.keep("cursor", json.cursor(batch.cursor)),
              run.keep("phone", json.phone(batch.phone))
            ],
            { discard: true }
          )
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
    unfinished: Ref.getAndSet(unfinished, []),
    isOwnSend: (MsgId) =>
      Effect.flatMap(memory.isOwnSend(MsgId), (isOwn) =>
        isOwn ? Effect.succeed(true) : Effect.map(reading(run.isOwnSend(MsgId)), ({ length }) => length > 0)
      ),
    echoed: (MsgId, echo) =>
      Effect.gen(function* () {
        yield* memory.echoed(MsgId, echo)
        yield* writer.later(run.echoed(MsgId, echo, yield* Clock.currentTimeMillis))
      }),

    notePhone: (update) =>
      Effect.gen(function* () {
        yield* memory.notePhone(update)
        yield* writer.later(run.keep("phone", json.phone(yield* memory.phone)))
      }),

    beginSession: (session, cookies) =>
      Effect.zipRight(
        memory.beginSession(session, cookies),
        writer.now(
          Effect.all(
            [
              run.keep("session", json.session({ ...session, contacts: [] })),
              run.lose("cursor"),
              run.keep("cookies", json.cookies(cookies)),
              run.lose("endedBy"),
              run.forgetContacts(session.me.UserName),
              run.forgetWholeBooks(session.me.UserName)
            ],
            { discard: true }
          )
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
    contactsOf: (me) => reading(loadContacts(sql, me)),
    changeAccount: Effect.gen(function* () {
      yield* memory.changeAccount
      yield* Ref.set(unfinished, [])
      yield* writer.now(Effect.all(run.changeAccount(yield* Clock.currentTimeMillis), { discard: true }))
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

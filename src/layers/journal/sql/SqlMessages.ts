import { Array as Arr, Clock, Effect, Ref } from "effect"
import { isAnswering } from "../../../domain/Decision.ts"
import { canonical } from "../../../domain/Name.ts"
import { type Progress } from "../../../domain/Progress.ts"
import { reasonsInWords } from "../../../domain/ReasonsInWords.ts"
import { Account } from "../../Account.ts"
import { messagesOf } from "../MemoryJournal.ts"
import { MemoryMessages } from "../MemoryMessages.ts"
import { type Row } from "../Row.ts"
import { Messages, type Unfinished } from "../Messages.ts"
import { decodeMessages, type StoredMessage } from "../StoredMessage.ts"
import { Settings } from "../../settings/Settings.ts"
import { JournalFile } from "./JournalFile.ts"
import { removingOld } from "./RemoveOld.ts"
import { turnsOnFile } from "./SqlTurns.ts"
import { messageReads, messageWrites } from "./tables/MessageTable.ts"

/** An account's messages in the journal's file, and at hand those that the robot asks for all the time. */
export const messagesOnFile = Effect.gen(function* () {
  const { sql, writer } = yield* JournalFile
  const account = yield* Account
  const write = messageWrites(sql, account)
  const givenUp = yield* giveUpSends
  const { chatRepliesPer10Minutes } = yield* Settings
  const atHand = new MemoryMessages(yield* rowsAtHand, chatRepliesPer10Minutes)
  const memory = messagesOf(atHand)
  const left = yield* Ref.make(yield* leftOnTheWay)
  const { expecting, turns } = yield* turnsOnFile
  yield* removingOld

  const note = Effect.fnUntraced(function* (MsgId: string, progress: Progress) {
    const row = atHand.get(MsgId)
    yield* memory.note(MsgId, progress)
    const now = yield* Clock.currentTimeMillis
    // as it is when its turn comes: nothing may be written of what was said in a message that is taken back by then
    const noted = () => [write.note(MsgId, progress, now, row?.revoked === true)]
    const isAnswered = row !== undefined && (progress._tag === "sent" || progress._tag === "uncertain")
    const writing = isAnswered ? expecting(row.chat, noted) : noted
    yield* progress._tag === "sending" ? writer.now(writing) : writer.later(writing)
  })

  return Messages.of({
    ...memory,
    ...(yield* questionsOnFile(memory)),
    givenUp,
    note,
    receive: (entries) =>
      Effect.zipRight(
        memory.receive(entries),
        writer.later(() => write.receive(entries))
      ),
    revoke: (message) =>
      Effect.zipRight(
        memory.revoke(message),
        writer.later(
          expecting(message.chat, () => [write.revoke(message), write.revokeAnswer(message.MsgId)])
        )
      ),
    turns,
    unfinished: Ref.getAndSet(left, []),
    echoed: Effect.fnUntraced(function* (MsgId: string, echo: string) {
      yield* memory.echoed(MsgId, echo)
      const now = yield* Clock.currentTimeMillis
      yield* writer.later(() => [write.echoed(MsgId, echo, now)])
    }),
    endAll: Effect.gen(function* () {
      yield* memory.endAll
      yield* Ref.set(left, [])
      const now = yield* Clock.currentTimeMillis
      yield* writer.later(() => [write.endAll(now)])
    })
  })
})

/** What only the file knows. */
const questionsOnFile = Effect.fnUntraced(function* ({ isOwnSend }: ReturnType<typeof messagesOf>) {
  const { ask, reading, sql } = yield* JournalFile
  const read = messageReads(sql, yield* Account)
  return {
    known: (MsgIds: ReadonlyArray<string>) =>
      Effect.map(reading(ask(read.known(MsgIds))), (rows) => new Set(rows.map(({ msg_id }) => `${msg_id}`))),
    latestOf: (chat: Parameters<typeof read.latestOf>[0]) =>
      reading(Effect.flatMap(read.latestOf(chat), decodeMessages)).pipe(Effect.map(Arr.head)),
    isOwnSend: (MsgId: string) =>
      Effect.flatMap(isOwnSend(MsgId), (isOwn) =>
        isOwn
          ? Effect.succeed(true)
          : Effect.map(reading(ask(read.isOwnSend(MsgId))), ({ length }) => length > 0)
      )
  } as const
})

/** Nobody knows whether sends arrived that were under way when the last run ended. */
const giveUpSends = Effect.gen(function* () {
  const { opening, sql } = yield* JournalFile
  const write = messageWrites(sql, yield* Account)
  const uncertain = yield* opening(write.giveUpSends(yield* Clock.currentTimeMillis))
  for (const { msgId } of uncertain) {
    yield* Effect.annotateLogs(Effect.logWarning("uncertain"), {
      MsgId: msgId,
      reason: "killed",
      why: reasonsInWords.killed.en
    })
  }
  return uncertain.map(({ msgId }) => msgId)
})

/** The messages that the robot has to have at hand. */
const rowsAtHand = Effect.gen(function* () {
  const { opening, sql } = yield* JournalFile
  const read = messageReads(sql, yield* Account)
  const now = yield* Clock.currentTimeMillis
  const [last] = yield* opening(read.lastDecision)
  // a clock that is ahead, before WeChat tells the time, must not make what was just done look old
  const latest = Math.min(now, last?.at ?? now)
  const stored = yield* opening(Effect.flatMap(read.recent(latest), decodeMessages))
  return stored.map(rowOf)
})

const rowOf = (stored: StoredMessage): Row => ({
  MsgId: stored.msgId,
  chat: stored.chat,
  me: stored.me,
  fromMe: stored.fromMe,
  receivedAt: stored.receivedAt,
  // as it came, by earlier versions
  lastingName: stored.lastingName === null ? undefined : canonical(stored.lastingName),
  state: stored.state,
  text: stored.answer ?? "",
  answerDecidedAt:
    stored.decision !== null && isAnswering(stored.decision) ? (stored.decidedAt ?? undefined) : undefined,
  sentAt: stored.sendingAt ?? undefined,
  echo: undefined,
  revoked: stored.revoked
})

/** What the last run left on its way. To be asked when the sends that were under way are `uncertain` already. */
const leftOnTheWay = Effect.gen(function* () {
  const { opening, sql } = yield* JournalFile
  const { unfinished } = messageReads(sql, yield* Account)
  const stored = yield* opening(Effect.flatMap(unfinished, decodeMessages))
  return stored.map(unfinishedOf)
})

const unfinishedOf = (stored: StoredMessage): Unfinished => {
  const { answer, clientMsgId, createdAt, decision, dice, facts, me, message, ownReply, receivedAt, source } =
    stored
  return {
    entry: { message, me, ownReply, createdAt, receivedAt, dice },
    decided: decision === null || facts === null ? undefined : { decision, facts: { ...facts, message } },
    answer:
      answer === null || source === null || clientMsgId === null
        ? undefined
        : { text: answer, source, ClientMsgId: clientMsgId }
  }
}

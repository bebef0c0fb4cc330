import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { type FileSystem } from "@effect/platform"
import { NodeFileSystem } from "@effect/platform-node"
import { createClient } from "@libsql/client"
import { Effect, Either, Layer } from "effect"
import { type Decision } from "../../../src/domain/Decision.ts"
import { type Entry } from "../../../src/domain/Entry.ts"
import { type Body } from "../../../src/domain/Message.ts"
import { type Progress } from "../../../src/domain/Progress.ts"
import { Journal } from "../../../src/layers/journal/Journal.ts"
import { Messages } from "../../../src/layers/journal/Messages.ts"
import { SavedSessions } from "../../../src/layers/journal/SavedSessions.ts"
import * as SqlJournalReader from "../../../src/layers/journal/SqlJournalReader.ts"
import { Settings } from "../../../src/layers/settings/Settings.ts"
import { facts, message, text } from "../domain/facts.ts"
import { cursor } from "../program/wire.ts"
import { settingsOf } from "./files.ts"
import { journalIn, type Parts } from "./journals.ts"

/** One life of a robot's journal on a directory: opened, used and closed. */
export const live = <A, E>(
  path: string,
  life: Effect.Effect<A, E, Parts>,
  environment: Readonly<Record<string, string>> = {}
) => Effect.provide(life, journalIn(path, environment))

/** Reads the journal of a directory as the commands do. */
export const reading = <A, E, R>(
  path: string,
  read: Effect.Effect<A, E, R>,
  environment: Readonly<Record<string, string>> = {},
  files: Layer.Layer<FileSystem.FileSystem> = NodeFileSystem.layer
) => {
  const settings = Layer.effect(
    Settings,
    Effect.map(settingsOf({ ROBOT_DATA_DIR: path, ROBOT_TIME_ZONE: "UTC", ...environment }), ({ settings }) =>
      Either.getOrThrow(settings)
    )
  )
  return Effect.provide(read, SqlJournalReader.layer.pipe(Layer.provide(files), Layer.provideMerge(settings)))
}

/** The journal's file, past the journal. */
export const tamper = (path: string, ...statements: ReadonlyArray<string>) =>
  Effect.promise(async () => {
    const client = createClient({ url: pathToFileURL(join(path, "journal.db")).href })
    for (const statement of statements) await client.execute(statement)
    client.close()
  })

/** What a friend writes to the owner. */
export const entry = (MsgId: string, body: Body = text("hello"), receivedAt = 0, chat = "@li"): Entry => ({
  message: message({ MsgId, from: chat, chat, body }),
  me: "@me",
  ownReply: false,
  createdAt: receivedAt,
  receivedAt,
  dice: { group: 0.25, media: 0.5, line: 0.75 }
})

/** Writes messages down with the n-th cursor. */
export const receive = (n: number, ...entries: ReadonlyArray<Entry>) =>
  Effect.gen(function* () {
    const { together } = yield* Journal
    const { receive } = yield* Messages
    const { moveTo } = yield* SavedSessions
    yield* together(Effect.zipRight(receive(entries), moveTo(cursor(n))))
  })

/** Messages of a chat are taken back. */
export const revoke = (...MsgIds: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const { together } = yield* Journal
    const { revoke } = yield* Messages
    yield* together(Effect.forEach(MsgIds, (MsgId) => revoke({ MsgId, chat: "@li" }), { discard: true }))
  })

/** Notes steps of a message, one after the other. */
export const note = (MsgId: string, ...steps: ReadonlyArray<Progress>) =>
  Effect.flatMap(Messages, (messages) =>
    Effect.forEach(steps, (step) => messages.note(MsgId, step), { discard: true })
  )

/** A decision to answer, with all it rests on. */
export const decided = (of: Entry, lastingName: string | undefined = "friend:Li") =>
  ({
    _tag: "decided",
    decision: {
      _tag: "AskChatbot",
      reason: "R3",
      question: "hello",
      trace: [
        { rule: "seen before", saw: "a new MsgId", matched: false },
        { rule: "a friend's text", saw: "Text from friend", matched: true },
        { rule: "replies in this chat", saw: "0 in 10 minutes, at most 10", matched: false }
      ]
    } satisfies Decision,
    facts: facts({ message: of.message, createdAt: of.createdAt, now: of.receivedAt, dice: of.dice }),
    lastingName
  }) as const

/** Words for a message. */
export const answered = (ClientMsgId: string, text = "hi") =>
  ({ _tag: "answered", text, source: "tuling", ClientMsgId }) as const

export const sending = { _tag: "sending" } as const

/** A send that WeChat took. */
export const sent = (MsgID: string) => ({ _tag: "sent", MsgID }) as const

import { Effect } from "effect"
import { Journal } from "../../../src/layers/journal/Journal.ts"
import { type Kept, type KeptValue, KeptValues } from "../../../src/layers/journal/KeptValues.ts"
import { Messages } from "../../../src/layers/journal/Messages.ts"
import { SavedContacts } from "../../../src/layers/journal/SavedContacts.ts"
import { SavedSessions } from "../../../src/layers/journal/SavedSessions.ts"

/**
 * Runs a robot, or a part of it, and tells what it has the journal write down: by call, and for each that is written
 * together in a list of its own.
 */
export const committing = Effect.fnUntraced(function* <A, E, R>(robot: Effect.Effect<A, E, R>) {
  const commits: Array<unknown> = []
  let now = commits
  const told = (what: unknown) => (self: Effect.Effect<void>) =>
    Effect.zipRight(
      Effect.sync(() => now.push(what)),
      self
    )
  const valueTold = <V>(name: string, value: KeptValue<V>): KeptValue<V> => ({
    get: value.get,
    update: (change) => told(`keep ${name}`)(value.update(change))
  })
  const result = yield* robot.pipe(
    Effect.updateService(Journal, (journal) => ({
      ...journal,
      together: (writes) =>
        Effect.suspend(() => {
          const commit: Array<unknown> = []
          commits.push(commit)
          now = commit
          return Effect.ensuring(
            journal.together(writes),
            Effect.sync(() => (now = commits))
          )
        })
    })),
    Effect.updateService(Messages, (messages) => ({
      ...messages,
      receive: (entries) =>
        told({ receive: entries.map(({ message }) => message.MsgId) })(messages.receive(entries)),
      revoke: (message) => told({ revoke: message })(messages.revoke(message)),
      endAll: told("end all messages")(messages.endAll)
    })),
    Effect.updateService(SavedSessions, (sessions) => ({
      ...sessions,
      begin: (session, cookies) => told("begin a session")(sessions.begin(session, cookies)),
      moveTo: (cursor) => told({ moveTo: cursor })(sessions.moveTo(cursor)),
      forget: told("forget the session")(sessions.forget)
    })),
    Effect.updateService(SavedContacts, (contacts) => ({
      ...contacts,
      forgetOthers: (me) => told({ forgetOthersThan: me })(contacts.forgetOthers(me)),
      forgetAll: told("forget all contacts")(contacts.forgetAll)
    })),
    Effect.updateService(KeptValues, (values) => ({
      value: <V, I>(kept: Kept<V, I>) =>
        Effect.map(values.value(kept), (value) => valueTold(kept.name, value)),
      forgetAll: told("forget all values")(values.forgetAll)
    }))
  )
  return { ...result, commits }
})

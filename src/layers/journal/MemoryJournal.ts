import { Clock, type Context, Effect, identity, Layer, Option, Ref, Schema } from "effect"
import { type Contact } from "../../domain/Contact.ts"
import { Journal, JournalFailed } from "./Journal.ts"
import { type KeptValue, KeptValues } from "./KeptValues.ts"
import { dropOlder, KEPT, MemoryMessages } from "./MemoryMessages.ts"
import { Messages } from "./Messages.ts"
import { SavedContacts } from "./SavedContacts.ts"
import { type SavedSession, SavedSessions } from "./SavedSessions.ts"

/* A journal that lives as long as the process; the one on disk has the same in front of its file. */

const MINUTE = 60_000

/** The messages that a journal has at hand. */
export const messagesOf = (messages: MemoryMessages): Omit<Context.Tag.Service<typeof Messages>, "known"> => {
  const now = <A>(f: (now: number) => A) => Effect.map(Clock.currentTimeMillis, f)
  return {
    receive: (entries) =>
      now((now) => {
        messages.forgetOld(now)
        for (const entry of entries) messages.add(entry)
      }),
    revoke: (message) => Effect.sync(() => messages.revoke(message)),
    note: (MsgId, progress) => now((now) => messages.note(MsgId, progress, now)),
    unfinished: Effect.succeed([]),
    givenUp: [],
    isRevoked: (MsgId) => Effect.sync(() => messages.get(MsgId)?.revoked === true),
    history: (chat, me) => now((now) => messages.history(chat, me, now)),
    latestOf: () => Effect.succeedNone,
    turns: () => Effect.succeed([]),
    isOwnSend: (MsgId) => Effect.sync(() => messages.isOwnSend(MsgId)),
    unsure: (chat) => now((now) => messages.unsure(chat, now)),
    echoed: (MsgId, echo) => now((now) => messages.echoed(MsgId, echo, now)),
    echoOf: (MsgId) => Effect.sync(() => Option.fromNullable(messages.get(MsgId)?.echo)),
    sentLately: now((now) => messages.sentAfter(now - MINUTE)),
    endAll: Effect.sync(() => messages.forgetAll())
  }
}

/** MsgIds of the last day: for who has no file to ask. */
class KnownMsgIds {
  readonly #receivedAt = new Map<string, number>()

  add(MsgId: string, now: number) {
    dropOlder(this.#receivedAt, (at) => at, now - KEPT)
    if (!this.#receivedAt.has(MsgId)) this.#receivedAt.set(MsgId, now)
  }

  has(MsgId: string): boolean {
    return this.#receivedAt.has(MsgId)
  }
}

/** The same with the MsgIds that came before. */
const messagesAlone = () => {
  const messages = messagesOf(new MemoryMessages([]))
  const msgIds = new KnownMsgIds()
  return Messages.of({
    ...messages,
    known: (MsgIds) => Effect.sync(() => new Set(MsgIds.filter((MsgId) => msgIds.has(MsgId)))),
    receive: (entries) =>
      Effect.zipRight(
        messages.receive(entries),
        Effect.sync(() => {
          for (const { message, receivedAt } of entries) msgIds.add(message.MsgId, receivedAt)
        })
      )
  })
}

/** The session that a journal has at hand. */
export const sessionsOf = Effect.fnUntraced(function* (saved: Option.Option<SavedSession>) {
  const last = yield* Ref.make(saved)
  const change = (changed: (before: SavedSession) => Partial<SavedSession>) =>
    Ref.update(
      last,
      Option.map((before) => ({ ...before, ...changed(before) }))
    )
  return SavedSessions.of({
    last: Ref.get(last),
    begin: (session, cookies) =>
      Ref.set(last, Option.some({ session: { ...session, contacts: [] }, cookies, endedBy: undefined })),
    moveTo: (cursor) => change(({ session }) => ({ session: { ...session, ...cursor } })),
    keepCookies: (cookies) => change(() => ({ cookies })),
    end: (endedBy) => change(() => ({ endedBy })),
    forget: Ref.set(last, Option.none())
  })
})

/**
 * The values that a journal has at hand, by their names as they are written down. The name of one that changed is told to
 * `changed`.
 */
export const keptValuesOf = (
  values: Map<string, string>,
  changed: (name: string) => Effect.Effect<void>,
  unreadable: (name: string, cause: unknown) => JournalFailed
) => {
  const forgetting: Array<Effect.Effect<void>> = []
  const valueOf = <A>(
    first: A,
    none: A,
    name: string,
    encode: (value: A) => string,
    forgotten: Effect.Effect<void> = Effect.void
  ): Effect.Effect<KeptValue<A>> =>
    Effect.sync(() => {
      let value = first
      const forget = Effect.sync(() => void (value = none))
      forgetting.push(Effect.zipRight(forget, forgotten))
      return {
        get: Effect.sync(() => value),
        update: (change) =>
          Effect.suspend(() => {
            value = change(value)
            values.set(name, encode(value))
            return changed(name)
          })
      }
    })
  return KeptValues.of({
    value: ({ forgotten, name, none, schema }) => {
      const column = Schema.parseJson(schema)
      const before = values.get(name)
      return (before === undefined ? Effect.succeed(none) : Schema.decode(column)(before)).pipe(
        Effect.mapError((error) => unreadable(name, error)),
        Effect.flatMap((first) => valueOf(first, none, name, Schema.encodeSync(column), forgotten))
      )
    },
    forgetAll: Effect.suspend(() => {
      values.clear()
      return Effect.all(forgetting, { discard: true })
    })
  })
}

/** Whom a journal knows, session by session. */
const contactsOf = () => {
  const sessions = new Map<string, { readonly people: Map<string, Contact>; complete: boolean }>()
  const sessionOf = (me: string) => {
    const known = sessions.get(me) ?? { people: new Map<string, Contact>(), complete: false }
    sessions.set(me, known)
    return known
  }
  return SavedContacts.of({
    knownIn: (me) =>
      Effect.sync(() => {
        const { complete, people } = sessionOf(me)
        return { contacts: [...people.values()], complete }
      }),
    learn: (me, contacts) =>
      Effect.sync(() => {
        for (const contact of contacts) sessionOf(me).people.set(contact.UserName, contact)
      }),
    unlearn: (me, userNames) =>
      Effect.sync(() => {
        for (const userName of userNames) sessionOf(me).people.delete(userName)
      }),
    learntAll: (me) =>
      Effect.sync(() => {
        sessionOf(me).complete = true
      }),
    // nothing of an earlier session is on its way in the life of a process
    forgetOthers: (me) =>
      Effect.sync(() => {
        for (const other of sessions.keys()) if (other !== me) sessions.delete(other)
      }),
    forgetAll: Effect.sync(() => sessions.clear())
  })
}

/** All parts. */
export const layer = Layer.mergeAll(
  Layer.succeed(Journal, { together: identity, failure: Effect.never }),
  Layer.sync(Messages, messagesAlone),
  Layer.effect(SavedSessions, sessionsOf(Option.none())),
  Layer.sync(SavedContacts, contactsOf),
  Layer.sync(KeptValues, () =>
    keptValuesOf(
      new Map(),
      () => Effect.void,
      (name) => new JournalFailed({ kind: "unusable", message: `${name} cannot be read` })
    )
  )
)

import { Clock, Effect, Layer, Option, Ref } from "effect"
import * as PhoneActivity from "../../domain/PhoneActivity.ts"
import { type Limits } from "../../domain/Limits.ts"
import { Journal, type SavedSession } from "./Journal.ts"
import { MemoryMessages, type Row } from "./MemoryMessages.ts"

const MINUTE = 60_000

/** What a journal begins with. */
export interface Remembered {
  readonly rows: ReadonlyArray<Row>
  readonly phone: PhoneActivity.PhoneActivity
  readonly saved: Option.Option<SavedSession>
  readonly limits: Limits
}

export const nothing: Remembered = {
  rows: [],
  phone: PhoneActivity.none,
  saved: Option.none(),
  limits: { sendPause: { until: 0, inARow: 0 }, askedAt: null, told: {} }
}

/** What the journal does with messages, but for taking them in. */
const operationsOn = (messages: MemoryMessages) =>
  ({
    known: (MsgIds: ReadonlyArray<string>) =>
      Effect.sync(() => new Set(MsgIds.filter((MsgId) => messages.get(MsgId) !== undefined))),
    note: (MsgId, progress) =>
      Effect.map(Clock.currentTimeMillis, (now) => messages.note(MsgId, progress, now)),
    unfinished: Effect.succeed([]),
    isRevoked: (MsgId) => Effect.sync(() => messages.get(MsgId)?.revoked === true),
    history: (chat, me) => Effect.map(Clock.currentTimeMillis, (now) => messages.history(chat, me, now)),
    isOwnSend: (MsgId) => Effect.sync(() => messages.isOwnSend(MsgId)),
    unsure: (chat) => Effect.map(Clock.currentTimeMillis, (now) => messages.unsure(chat, now)),
    echoed: (MsgId, echo) => Effect.map(Clock.currentTimeMillis, (now) => messages.echoed(MsgId, echo, now)),
    echoOf: (MsgId) => Effect.sync(() => Option.fromNullable(messages.get(MsgId)?.echo)),
    sentLately: Effect.map(Clock.currentTimeMillis, (now) => messages.sentAfter(now - MINUTE))
  }) satisfies Partial<Journal["Type"]>

/** A journal that lives as long as the process. */
export const make = Effect.fnUntraced(function* (remembered: Remembered) {
  const messages = new MemoryMessages(remembered.rows)
  const phone = yield* Ref.make(remembered.phone)
  const saved = yield* Ref.make(remembered.saved)
  const limits = yield* Ref.make(remembered.limits)
  const change = (changed: (before: SavedSession) => Partial<SavedSession>) =>
    Ref.update(
      saved,
      Option.map((before) => ({ ...before, ...changed(before) }))
    )

  return Journal.of({
    ...operationsOn(messages),
    receive: ({ cursor, entries, phone: activity, revoked }) =>
      Effect.gen(function* () {
        messages.forgetOld(yield* Clock.currentTimeMillis)
        for (const entry of entries) messages.add(entry)
        for (const one of revoked) messages.revoke(one)
        yield* Ref.set(phone, activity)
        yield* change(({ session }) => ({ session: { ...session, ...cursor } }))
      }),

    phone: Ref.get(phone),
    notePhone: (update) => Ref.update(phone, update),

    savedSession: Ref.get(saved),
    beginSession: (session, cookies) =>
      Ref.set(saved, Option.some({ session: { ...session, contacts: [] }, cookies, endedBy: undefined })),
    keepCookies: (cookies) => change(() => ({ cookies })),
    endSession: (endedBy) => change(() => ({ endedBy })),
    learn: () => Effect.void,
    unlearn: () => Effect.void,
    learntAll: () => Effect.void,
    contactsOf: () => Effect.succeed({ contacts: [], complete: false }),
    changeAccount: Effect.gen(function* () {
      messages.forgetAll()
      yield* Ref.set(phone, nothing.phone)
      yield* Ref.set(limits, nothing.limits)
    }),

    limits: Ref.get(limits),
    limit: (update) => Ref.update(limits, update),
    failure: Effect.never
  })
})

export const layer = Layer.effect(Journal, make(nothing))

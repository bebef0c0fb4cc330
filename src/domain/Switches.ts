import { Schema } from "effect"
import { type Chat } from "./Chat.ts"
import { undefinedAsNull } from "./UndefinedAsNull.ts"

/*
 * The owner's switches: the whole robot paused, single chats muted. What came during a silence is not answered after it,
 * so those that ended are remembered for a day.
 */

/** A silence that the owner asked for, in epoch milliseconds. */
export const Silence = Schema.Struct({
  since: Schema.Number,
  /** Null is until the owner ends it. */
  until: Schema.NullOr(Schema.Number)
})
export type Silence = typeof Silence.Type

/** A muted chat: known by its UserName in the session of then, and beyond that by what it is called. */
export const Mute = Schema.Struct({
  userName: Schema.String,
  lastingName: undefinedAsNull(Schema.String),
  ...Silence.fields
})
export type Mute = typeof Mute.Type

/** All silences, also those that ended within the last day. */
export const SwitchesState = Schema.Struct({
  pauses: Schema.Array(Silence),
  mutes: Schema.Array(Mute)
})
export type SwitchesState = typeof SwitchesState.Type

export const none: SwitchesState = { pauses: [], mutes: [] }

/** What is on now. */
export interface SwitchesNow {
  readonly paused: Silence | undefined
  readonly mutes: ReadonlyArray<Mute>
}

/** By what a muted chat is found again. Two that are called the same are muted together. */
export type MutedChat = Pick<Chat, "userName" | "lastingName">

/** When a message came, in epoch milliseconds on the robot's clock; WeChat tells the second in which it was written. */
export interface Came {
  readonly createdAt: number
  readonly receivedAt: number
}

const REMEMBERED = 24 * 3_600_000
const LAST_OF_SECOND = 999

const isOn = ({ until }: Silence, now: number) => until === null || now < until

const isOver = ({ until }: Silence, now: number) => until !== null && until < now - REMEMBERED

/** Whether a message came during a silence: it was there before the end, and not before the beginning. */
const covers = ({ since, until }: Silence, { createdAt, receivedAt }: Came) =>
  receivedAt >= since && (until === null || Math.min(receivedAt, createdAt + LAST_OF_SECOND) < until)

const silences = (all: ReadonlyArray<Silence>, now: number, came: Came | undefined) =>
  all.some((silence) => isOn(silence, now) || (came !== undefined && covers(silence, came)))

const isOf = (mute: Mute, { lastingName, userName }: MutedChat) =>
  mute.userName === userName || (lastingName !== undefined && mute.lastingName === lastingName)

/** The mute of a chat among those that are on. */
export const muteOf = (mutes: ReadonlyArray<Mute>, chat: MutedChat): Mute | undefined =>
  mutes.find((one) => isOf(one, chat))

/** Has each silence of these that is on end now. */
const ended = <S extends Silence>(all: ReadonlyArray<S>, now: number, which: (silence: S) => boolean) =>
  all
    .filter((silence) => !isOver(silence, now))
    .map((silence) => (isOn(silence, now) && which(silence) ? { ...silence, until: now } : silence))

/** A silence of now that goes on with the one before, if that is on: the same one, with another end. */
const goingOn = (before: Silence | undefined, now: number, until: number | null): Silence => ({
  since: before?.since ?? now,
  until
})

export const switchesNow = ({ mutes, pauses }: SwitchesState, now: number): SwitchesNow => ({
  paused: pauses.find((one) => isOn(one, now)),
  mutes: mutes.filter(
    (one, at) =>
      isOn(one, now) && !mutes.slice(0, at).some((before) => isOn(before, now) && isSameName(before, one))
  )
})

/** They are told once. */
const isSameName = (one: Mute, other: Mute) =>
  one.lastingName === undefined ? one.userName === other.userName : one.lastingName === other.lastingName

export const pause = (state: SwitchesState, now: number, until: number | null): SwitchesState => ({
  ...state,
  pauses: [
    ...state.pauses.filter((one) => !isOn(one, now) && !isOver(one, now)),
    goingOn(switchesNow(state, now).paused, now, until)
  ]
})

export const resume = (state: SwitchesState, now: number): SwitchesState => ({
  ...state,
  pauses: ended(state.pauses, now, () => true)
})

export const mute = (
  state: SwitchesState,
  now: number,
  chat: MutedChat,
  until: number | null
): SwitchesState => {
  const isThis = (one: Mute) => isOn(one, now) && isOf(one, chat)
  const { lastingName, userName } = chat
  return {
    ...state,
    mutes: [
      ...state.mutes.filter((one) => !isThis(one) && !isOver(one, now)),
      { userName, lastingName, ...goingOn(state.mutes.find(isThis), now, until) }
    ]
  }
}

export const unmute = (state: SwitchesState, now: number, chat: MutedChat): SwitchesState => ({
  ...state,
  mutes: ended(state.mutes, now, (one) => isOf(one, chat))
})

/**
 * What the switches say of a chat now, and of a message in it: one that came during a silence which is over is silenced
 * as well.
 */
export const silenced = (
  { mutes, pauses }: SwitchesState,
  now: number,
  chat: MutedChat,
  came: Came | undefined
) => ({
  paused: silences(pauses, now, came),
  muted: silences(
    mutes.filter((one) => isOf(one, chat)),
    now,
    came
  )
})

/** So many chats of one mute are kept: the one that was meant, and the newest that were called the same. */
const CALLED_THE_SAME = 16

/**
 * The same switches once a chat is seen as it is called now. The mute of a chat goes with it to its next name. One that
 * has only the name of a muted chat, such as the same chat in a new log-in, is muted from then on by itself as well, and
 * the mute that it was found by stays: else somebody could take a name, and the mute away with the next one.
 */
export const seen = (state: SwitchesState, { lastingName, userName }: MutedChat): SwitchesState => {
  if (lastingName === undefined) return state
  const isItsOwn = (one: Mute) => one.userName === userName
  const hasNewName = state.mutes.some((one) => isItsOwn(one) && one.lastingName !== lastingName)
  const mutes = hasNewName
    ? state.mutes.map((one) => (isItsOwn(one) ? { ...one, lastingName } : one))
    : state.mutes
  const ownSince = new Set(mutes.filter(isItsOwn).map(({ since }) => since))
  const byName = mutes.filter((one) => one.lastingName === lastingName && !ownSince.has(one.since))
  const found = byName.filter(({ since }, at) => byName.findIndex((one) => one.since === since) === at)
  return found.length > 0
    ? { ...state, mutes: fewOfEach([...mutes, ...found.map((one) => ({ ...one, userName }))]) }
    : hasNewName
      ? { ...state, mutes }
      : state
}

/** Of those that came from one mute, the one that was meant and the newest. */
const fewOfEach = (mutes: ReadonlyArray<Mute>): ReadonlyArray<Mute> =>
  mutes.filter(({ since }, at) => {
    const isFirst = mutes.findIndex((one) => one.since === since) === at
    return isFirst || mutes.slice(at + 1).filter((one) => one.since === since).length < CALLED_THE_SAME - 1
  })

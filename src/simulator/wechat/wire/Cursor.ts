import { Chunk, Option, Schema } from "effect"
import * as Recent from "../../world/Recent.ts"
import type { Session, State } from "../../world/State.ts"

/** The cursor on the wire. */
export const SyncKey = Schema.Struct({
  Count: Schema.Int,
  List: Schema.Array(Schema.Struct({ Key: Schema.Int, Val: Schema.Int }))
})
export type SyncKey = typeof SyncKey.Type

/** The empty key of a refusal: the client keeps the one it has. */
export const none: SyncKey = { Count: 0, List: [] }

/** The key whose value tells the position: how many events were handed out. */
const POSITION = 1
/** In `SyncCheckKey` this is the position up to which selectors 6 and 7 have been seen; in `SyncKey` it stays as it is. */
const SEEN = 3
/** Added to every position, so that it looks like a real value. */
const BASE = 600_000_000

const keys = (...pairs: ReadonlyArray<readonly [Key: number, Val: number]>): SyncKey => ({
  Count: pairs.length,
  List: pairs.map(([Key, Val]) => ({ Key, Val }))
})

/** `SyncKey` of a position among the events: the cursor of `webwxsync`. */
export const syncKey = (position: number) =>
  keys([POSITION, BASE + position], [2, BASE + position + 1], [SEEN, BASE], [1000, BASE])

/** `SyncCheckKey` of a position among the events: for the next `synccheck` only. */
export const syncCheckKey = (position: number) =>
  keys([POSITION, BASE + position], [2, BASE + position + 1], [SEEN, BASE + position], [1000, BASE])

const value = (key: SyncKey, wanted: number): number | undefined => {
  const found = key.List.find(({ Key }) => Key === wanted)
  return found === undefined ? undefined : found.Val - BASE
}

/**
 * The position among the events that a key stands for. Keys from before the session count as its start, those after the
 * last event as the end. Undefined for what is no cursor at all.
 */
export const positionOf = (state: State, session: Session, key: SyncKey): number | undefined => {
  const position = value(key, POSITION)
  if (position === undefined || position < 0) return undefined
  return Math.min(Math.max(position, session.start, state.events.gone), Recent.countOf(state.events))
}

/** Reads `Key_Val|Key_Val…`, the form that `synccheck` takes. */
export const parse = (text: string): SyncKey =>
  keys(
    ...text.split("|").flatMap((pair) => {
      const [key, val] = pair.split("_").map(Number)
      return Number.isInteger(key) && Number.isInteger(val) && key !== undefined && val !== undefined
        ? [[key, val] as const]
        : []
    })
  )

/**
 * The selector that `synccheck` answers for a key: that of the first event not handed out. A 6 or 7 is repeated until
 * the key is a `SyncCheckKey` from after it. 0 when there is nothing.
 */
export const selector = (state: State, session: Session, key: SyncKey): number => {
  const position = positionOf(state, session, key) ?? session.start
  const next = Chunk.head(Recent.after(state.events, position))
  if (Option.isSome(next)) return next.value.selector
  const seen = Math.max(value(key, SEEN) ?? session.start, session.start, state.events.gone)
  // most often there is none, and the last one tells
  if ((state.repeating.at(-1) ?? -1) < seen) return 0
  const stuck = state.repeating.find((at) => at >= seen) ?? 0
  return Chunk.unsafeHead(Recent.after(state.events, stuck)).selector
}

import { Clock, Effect, Option, Stream, SubscriptionRef } from "effect"
import * as State from "../../domain/Switches.ts"
import { Journal } from "../../layers/journal/Journal.ts"
import { KeptValues } from "../../layers/journal/KeptValues.ts"

/**
 * The owner's switches: the robot paused, a chat muted, for a time or until the owner ends it. Kept in the journal over
 * restarts and log-ins; what is switched is on disk when it is done. Another account begins with none.
 */
export class Switches extends Effect.Service<Switches>()("program/Switches", {
  effect: Effect.gen(function* () {
    const { together } = yield* Journal
    const { changed, kept, tell } = yield* keptSwitches
    const state = Effect.zipWith(kept.get, Clock.currentTimeMillis, State.switchesNow)

    const become = Effect.fnUntraced(function* (
      change: (before: State.SwitchesState, now: number) => State.SwitchesState
    ) {
      const now = yield* Clock.currentTimeMillis
      yield* together(kept.update((before) => change(before, now)))
      yield* tell
    })

    const seen = Effect.fnUntraced(function* (chats: ReadonlyArray<State.MutedChat>) {
      const after = (before: State.SwitchesState) => chats.reduce(State.seen, before)
      const before = yield* kept.get
      // most of what is seen is nobody whom a switch is about
      if (before.mutes.length === 0 || after(before) === before) return
      yield* kept.update(after)
      yield* tell
    })

    return {
      /** What is on now. */
      state,
      /** The same, and again after each change. An end that its time brings is not told: `until` says it. */
      changes: Stream.mapEffect(changed, () => state),
      /** Silence everywhere until then, in epoch milliseconds, or until `resume`. */
      pause: Effect.fn("Switches.pause")(function* (until: Option.Option<number>) {
        yield* become((before, now) => State.pause(before, now, Option.getOrNull(until)))
        yield* logged("the robot is paused", until)
      }),
      /** What came meanwhile is not answered. */
      resume: Effect.gen(function* () {
        yield* become(State.resume)
        yield* Effect.logInfo("the robot is not paused any more")
      }),
      /** Silence in one chat until then, or until `unmute`. */
      mute: Effect.fn("Switches.mute")(function* (chat: State.MutedChat, until: Option.Option<number>) {
        yield* become((before, now) => State.mute(before, now, chat, Option.getOrNull(until)))
        yield* Effect.annotateLogs(logged("a chat is muted", until), { chat: chat.userName })
      }),
      unmute: Effect.fn("Switches.unmute")(function* (chat: State.MutedChat) {
        yield* become((before, now) => State.unmute(before, now, chat))
        yield* Effect.annotateLogs(Effect.logInfo("a chat is not muted any more"), { chat: chat.userName })
      }),
      /** Chats as they are called now; see `seen` of the domain. */
      seen,
      /** What the switches say of a chat now, and of a message that came in it; see `silenced` of the domain. */
      silenced: Effect.fnUntraced(function* (chat: State.MutedChat, came: State.Came | undefined) {
        yield* seen([chat])
        return State.silenced(yield* kept.get, yield* Clock.currentTimeMillis, chat, came)
      })
    } as const
  })
}) {}

/** The switches as the journal keeps them, and a word to others for each change. */
const keptSwitches = Effect.gen(function* () {
  const { value } = yield* KeptValues
  const changed = yield* SubscriptionRef.make(0)
  const tell = SubscriptionRef.update(changed, (times) => times + 1)
  const { none, SwitchesState: schema } = State
  const kept = yield* value({ name: "switches", schema, none, forgotten: tell })
  return { kept, tell, changed: changed.changes }
})

const logged = (what: string, until: Option.Option<number>) =>
  Effect.annotateLogs(Effect.logInfo(what), {
    until: Option.match(until, { onNone: () => "told", onSome: (at) => new Date(at).toISOString() })
  })

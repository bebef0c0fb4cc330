import { Context, Data, type Effect } from "effect"

/** What the journal could not write, so that the robot cannot go on: it would forget what it did. */
export class JournalFailed extends Data.TaggedError("JournalFailed")<{
  readonly kind: "locked" | "disk-full" | "read-only" | "corrupt" | "newer-schema" | "unusable"
  /** What is the matter, with the path of the file. */
  readonly message: string
}> {}

/**
 * What the robot remembers of an account, in four parts: `Messages`, `SavedSessions`, `SavedContacts` and `KeptValues`.
 * What is written counts at once for who reads, but for `Messages.known` and `SavedContacts.knownIn`, which may ask the
 * disk. There it is in the order of the calls, at the latest with the next one that waits.
 */
export class Journal extends Context.Tag("layers/Journal")<
  Journal,
  {
    /**
     * All that this writes, to whichever part, is written down together or not at all; a kept value may be there sooner,
     * since its newest is written each time. On disk when it is done.
     */
    readonly together: <A, E, R>(writes: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
    /** Fails when something can no longer be written; else it never ends. */
    readonly failure: Effect.Effect<never, JournalFailed>
  }
>() {}

import { Context, type Effect, type Schema } from "effect"
import { type JournalFailed } from "./Journal.ts"

/** A value that outlasts the program. */
export interface KeptValue<A> {
  readonly get: Effect.Effect<A>
  readonly update: (change: (before: A) => A) => Effect.Effect<void>
}

/** What a value is kept as. Its name is that of nobody else, and stays as long as there are journals with it. */
export interface Kept<A, I> {
  readonly name: string
  readonly schema: Schema.Schema<A, I>
  /** The value as long as nobody changed it. */
  readonly none: A
  /** What there is to do where others have to hear that it was forgotten, or some of it stays. */
  readonly forgotten?: Effect.Effect<void>
}

/** The part of the journal that holds single values, such as a limit: each belongs to the one who names it. */
export class KeptValues extends Context.Tag("layers/KeptValues")<
  KeptValues,
  {
    /** Fails when what is kept under this name cannot be read. */
    readonly value: <A, I>(kept: Kept<A, I>) => Effect.Effect<KeptValue<A>, JournalFailed>
    /** All values are again as if nobody had changed them. */
    readonly forgetAll: Effect.Effect<void>
  }
>() {}

import { Context, type Effect } from "effect"

/** The pace of the whole account: WeChat bars accounts that send too fast, counted over all chats together. */
export class Pacer extends Context.Tag("layers/Pacer")<
  Pacer,
  {
    /** Waits until one message may be sent, first come, first served. Interrupting it gives the place up. */
    readonly turn: Effect.Effect<void>
  }
>() {}

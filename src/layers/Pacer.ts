import { Context, type Effect } from "effect"

/**
 * The pace of the whole account: WeChat bars accounts that send too fast, counted over all chats together. For one sender
 * at a time. Room that is not used stays: a reply that nobody wants any more costs those behind it nothing.
 */
export class Pacer extends Context.Tag("layers/Pacer")<
  Pacer,
  {
    /** Waits until one more message may be sent. */
    readonly room: Effect.Effect<void>
    /** One is sent now. */
    readonly count: Effect.Effect<void>
  }
>() {}

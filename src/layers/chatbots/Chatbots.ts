import { Context, type Effect } from "effect"
import { type Question } from "../../domain/Chatbot.ts"

/**
 * What came of asking:
 * - `Words`: send them
 * - `NoWords`: one that works has no answer: the fallback line is due
 * - `Unavailable`: those asked failed for the moment: the fallback line is due once per chat and ten minutes
 * - `Spent`: the day's questions are used up: the fallback line is due once per chat until the next day begins
 * - `Barred`: none may be asked until the operator acts; the chat is told nothing
 */
export type Answer =
  | { readonly _tag: "Words"; readonly text: string; readonly chatbot: string }
  | { readonly _tag: "NoWords" }
  | { readonly _tag: "Unavailable" }
  | { readonly _tag: "Spent" }
  | { readonly _tag: "Barred" }

/** The chatbots that have a key, asked in the owner's order until one has words. */
export class Chatbots extends Context.Tag("layers/Chatbots")<
  Chatbots,
  {
    /** Their names; with none the robot answers text with the away line. */
    readonly names: ReadonlyArray<string>
    /** When the first of them has a new day, and questions anew. Epoch milliseconds, as `now`. */
    readonly nextDay: (now: number) => number
    /** What the owner should know of them before the first question. */
    readonly warnings: ReadonlyArray<string>
    readonly ask: (question: Question) => Effect.Effect<Answer>
  }
>() {}

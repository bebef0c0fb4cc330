import { Effect } from "effect"
import { type Question } from "../../domain/Chatbot.ts"
import { Chatbots } from "../../layers/chatbots/Chatbots.ts"

/** At most so many questions are asked side by side, of as many chats. */
const AT_ONCE = 16

/** Asks the chatbots, for all chats together. */
export class Asking extends Effect.Service<Asking>()("program/Asking", {
  effect: Effect.gen(function* () {
    const chatbots = yield* Chatbots
    const turn = yield* Effect.makeSemaphore(AT_ONCE)
    return {
      /** Whether there is a chatbot to ask. */
      possible: chatbots.names.length > 0,
      ask: (question: Question) => turn.withPermits(1)(chatbots.ask(question))
    } as const
  })
}) {}

import { Effect, Layer } from "effect"
import { type ChatbotResult, Chatbots } from "../../layers/chatbots/Chatbots.ts"
import { Messages } from "../../layers/journal/Messages.ts"
import { AlertBook } from "./AlertBook.ts"

/* What the alerts have to know of replies is overheard, so that the way of a message is the same without them. */

const ofMessages = Effect.gen(function* () {
  const { raise, settle } = yield* AlertBook
  const messages = yield* Messages
  return Messages.of({
    ...messages,
    note: (MsgId, progress) =>
      progress._tag === "uncertain"
        ? Effect.zipRight(messages.note(MsgId, progress), raise("uncertain-send", MsgId))
        : messages.note(MsgId, progress),
    echoed: (MsgId, echo) => Effect.zipRight(messages.echoed(MsgId, echo), settle("uncertain-send", MsgId))
  })
})

const ofChatbots = Effect.gen(function* () {
  const { raise, settle } = yield* AlertBook
  const chatbots = yield* Chatbots
  const heard = ({ _tag }: ChatbotResult): Effect.Effect<void> => {
    switch (_tag) {
      case "Barred":
        return raise("chatbots-barred")
      case "Spent":
        return raise("chatbots-spent")
      case "Words":
      case "NoWords":
        return Effect.zipRight(settle("chatbots-barred"), settle("chatbots-spent"))
      case "Unavailable":
        return Effect.void
    }
  }
  return Chatbots.of({
    ...chatbots,
    ask: (question, aside) => Effect.tap(chatbots.ask(question, aside), ({ result }) => heard(result))
  })
})

/** Messages and chatbots as before, overheard. */
export const layer = Layer.merge(Layer.effect(Messages, ofMessages), Layer.effect(Chatbots, ofChatbots))

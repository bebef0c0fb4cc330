import { Effect, Option } from "effect"
import { type Question } from "../../../src/domain/Chatbot.ts"

/** A friend's question, in a chat of which nothing is known. */
export const question: Question = {
  text: "hello",
  userId: "u1",
  groupId: Option.none(),
  speaker: Option.none(),
  quoted: Option.none()
}

/** What goes beside it. */
export const aside = {
  chatKeys: ["friend:Li"],
  background: Effect.succeed({ instructions: "", turns: [] }),
  isRevoked: Effect.succeed(false)
}

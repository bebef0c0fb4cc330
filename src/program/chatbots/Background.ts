import { Effect, Option } from "effect"
import { type Chat } from "../../domain/Chat.ts"
import { type Background as ToldBesides } from "../../domain/Chatbot.ts"
import { type Names } from "../../domain/ContactNames.ts"
import { canonical } from "../../domain/Name.ts"
import { nobodyInParticular, saidFor } from "../../domain/Persona.ts"
import { Settings } from "../../layers/settings/Settings.ts"
import { type OpenSession } from "../session/CurrentSession.ts"
import { Memory } from "./Memory.ts"

/** What a chatbot is told besides the question: how the owner wants this chat answered, and what was said in it. */
export class Background extends Effect.Service<Background>()("program/Background", {
  effect: Effect.gen(function* () {
    const { openaiSystemPrompt, persona } = yield* Settings
    const { turnsOf } = yield* Memory
    const whole = Option.getOrElse(persona, () => nobodyInParticular)
    return {
      of: Effect.fnUntraced(function* (chat: Chat, open: OpenSession): Effect.fn.Return<ToldBesides> {
        // a part of the persona is for one chat: nobody else who is called the same reads it
        const { ownNames } = whole.parts.length === 0 ? nameless : yield* namesOf(chat, open)
        return {
          instructions: [openaiSystemPrompt.trim(), ...saidFor(whole, ownNames)].filter(Boolean).join("\n\n"),
          turns: yield* turnsOf(chat, open)
        }
      })
    } as const
  })
}) {}

/** Whether the owner wants nothing of this chat told to a chatbot. Who else is called the same is left out as well. */
export const isOptedOut = Effect.fnUntraced(function* (chat: Chat, open: OpenSession) {
  const { optOut } = yield* Settings
  if (optOut.length === 0) return false
  if (chat.userName === open.session.me.UserName) return false
  const out = new Set(optOut.map(canonical))
  const { names } = yield* namesOf(chat, open)
  // one whose name nobody could tell may be one of them
  return names.length === 0 || names.some((name) => out.has(canonical(name)))
})

const nameless: Names = { names: [], ownNames: [] }

const namesOf = Effect.fnUntraced(function* ({ userName }: Chat, { book }: OpenSession) {
  const contact = yield* book.find(userName, Option.none())
  return contact === undefined ? nameless : yield* book.namesOf(contact)
})

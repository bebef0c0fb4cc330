import { Effect } from "effect"
import { type Chat } from "../../domain/Chat.ts"

/** Remembers the key with which each chat was first seen, for as long as the owner has the same UserName. */
export interface ChatKeys {
  /** The same chat with the key that it had first, which is its own when it was not seen before. */
  readonly keep: (chat: Chat) => Effect.Effect<Chat>
}

export const make = (): ChatKeys => {
  /** By the UserNames of chats. */
  const keys = new Map<string, string>()
  return {
    keep: (chat) =>
      Effect.sync(() => {
        const key = keys.get(chat.userName) ?? chat.key
        keys.set(chat.userName, key)
        return { ...chat, key }
      })
  }
}

import { type MessageDetail } from "../../../program/api/contract/Views.ts"
import { ask, Refused } from "../../server/ask.ts"

export type Otherwise = NonNullable<MessageDetail["otherwise"]>

/** What came of asking for a message. */
export type Told<A> = { readonly detail: A } | { readonly failed: Refused } | undefined

export const pathOf = (id: string): string => `/api/messages/${encodeURIComponent(id)}`

export const tellStory = async (id: string, signal: AbortSignal): Promise<Told<MessageDetail>> => {
  try {
    return { detail: await ask<MessageDetail>(pathOf(id), signal) }
  } catch (error) {
    if (error instanceof Refused) return { failed: error }
    throw error
  }
}

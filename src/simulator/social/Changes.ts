import { Clock, Effect } from "effect"
import { Event, type Message } from "../world/Events.ts"
import type { Contact, Group } from "../world/People.ts"
import * as Recent from "../world/Recent.ts"
import type { SocialCall } from "../world/social/Social.ts"
import { addEvents, deliver, type State } from "../world/State.ts"
import { World } from "../world/World.ts"
import { encodeText } from "../wechat/wire/Content.ts"
import type { Refused } from "../wechat/SessionCall.ts"

/** Selectors of `synccheck`. */
export const CONTACT_CHANGED = 4
export const FRIEND_ADDED = 6

const SYSTEM = 10_000

/** A message that has no `MsgId` and no time yet. */
export type Draft = Omit<Message, "MsgId" | "CreateTime">

/** A line of the system in a chat. Unlike in text, quotes come raw in it. */
export const systemLine = (chat: string, text: string): Draft => ({
  chat,
  speaker: null,
  fields: () => ({
    MsgType: SYSTEM,
    Content: encodeText(text).replaceAll("&quot;", '"').replaceAll("&#39;", "'")
  }),
  override: {}
})

/** What the owner sees somebody called in such lines. */
export const calledBy = (state: State, name: string): string => {
  const contact = state.contacts.get(name)
  if (contact?._tag === "Person" && contact.remarkName !== "") return contact.remarkName
  return contact?.nickName ?? name
}

/** The state with a contact added or changed, of which the client learns with its next sync. */
export const withContact = (state: State, contact: Contact, selector: 4 | 6 = CONTACT_CHANGED): State => {
  const contacts = new Map(state.contacts).set(contact.name, contact)
  return addEvents({ ...state, contacts }, [Event.ContactChanged({ selector, name: contact.name })])
}

/** The state with a group changed as it is now, if it is still there. */
export const withGroup = (state: State, name: string, change: (group: Group) => Group): State => {
  const group = state.contacts.get(name)
  return group?._tag === "Group" ? withContact(state, change(group)) : state
}

/** Makes a change, and delivers what is said about it in the same instant. */
export const carryOut = (change: (state: State) => State, said: ReadonlyArray<Draft> = []) =>
  Effect.gen(function* () {
    const { message, modify } = yield* World
    const messages = yield* Effect.forEach(said, (draft) => message(draft))
    yield* modify((state) => [undefined, deliver(change(state), messages)])
  })

/** Something asked, before it is answered. */
export type Asked = Omit<SocialCall, "order" | "at" | "Ret">

const lengthOf = ({ chat, people, text }: SocialCall) =>
  (chat ?? "").length + people.join("").length + text.length

/** Keeps for the control API what was asked and how it was answered. */
export const note = (asked: Asked, Ret: number) =>
  Effect.gen(function* () {
    const { modify } = yield* World
    const at = yield* Clock.currentTimeMillis
    yield* modify((state) => {
      const { calls } = state.social
      const call = { ...asked, order: Recent.countOf(calls) + 1, at, Ret }
      const more = Recent.withMore(calls, [call], lengthOf)
      return [undefined, { ...state, social: { ...state.social, calls: more } }]
    })
  })

/** Does what was asked and keeps it, refused or not. */
export const noted = <A>(asked: Asked, work: Effect.Effect<A, Refused, World>) =>
  Effect.tapBoth(work, { onFailure: ({ Ret }) => note(asked, Ret), onSuccess: () => note(asked, 0) })

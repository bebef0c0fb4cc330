import { Effect } from "effect"
import { BadInput, UnknownName } from "./ControlApi.ts"
import type { MessageInput } from "./ControlInput.ts"
import type { Message } from "../world/Events.ts"
import { fieldsOf } from "./MessageKinds.ts"
import { type Contact, ME } from "../world/People.ts"
import { lastMessage, owner, type State } from "../world/State.ts"
import type { World } from "../world/World.ts"

/** The space that phones put after a mention. */
const MENTION_END = "\u2005"

/** The contact of that name. */
export const contactNamed = (state: State, name: string): Effect.Effect<Contact, UnknownName> => {
  const contact = state.contacts.get(name)
  return contact === undefined
    ? new UnknownName({ name, known: Array.from(state.contacts.keys()) })
    : Effect.succeed(contact)
}

const chatNameOf = ({ from, group, kind, to }: MessageInput): Effect.Effect<string, BadInput> => {
  if (group !== undefined) return Effect.succeed(group)
  if (from === ME) return Effect.succeed(to ?? ME)
  if (kind === "friend-request") return Effect.succeed("fmessage")
  return from === undefined
    ? new BadInput({ accepted: '"from" (a person or "me"), or "group", or both' })
    : Effect.succeed(from)
}

const textWithMention = (
  state: State,
  chat: Contact,
  input: MessageInput
): Effect.Effect<string, BadInput> => {
  const text = input.text ?? ""
  if (input.mention === undefined || input.mention === false) return Effect.succeed(text)
  if (chat._tag !== "Group") return new BadInput({ accepted: '"mention" in a "group" only' })
  if (input.mention === "all") return Effect.succeed(`@所有人${MENTION_END}${text}`)
  const displayName = chat.members.find(({ name }) => name === ME)?.displayName ?? ""
  return Effect.succeed(`@${displayName || owner(state).nickName}${MENTION_END}${text}`)
}

const revokedMsgId = (state: State, chat: string, input: MessageInput): Effect.Effect<string, BadInput> => {
  const MsgId = input.of ?? lastMessage(state, chat)?.MsgId
  return MsgId === undefined
    ? new BadInput({ accepted: '"of": the MsgId to take back, as the chat holds no message yet' })
    : Effect.succeed(MsgId)
}

/** Makes the message that an input describes, said now or `age` seconds ago. */
export const say = (world: World, input: MessageInput): Effect.Effect<Message, BadInput | UnknownName> =>
  Effect.gen(function* () {
    const state = yield* world.state
    const chat = yield* contactNamed(state, yield* chatNameOf(input))
    if (input.group !== undefined && chat._tag !== "Group") {
      return yield* new BadInput({ accepted: `"group": the name of a group, which ${chat.name} is not` })
    }
    const lineOfSystem = input.kind === "system" || input.kind === "system-notice"
    const speaker =
      lineOfSystem || input.from === undefined ? null : (yield* contactNamed(state, input.from)).name
    const text = yield* textWithMention(state, chat, input)
    const revoked = input.kind === "revoke" ? yield* revokedMsgId(state, chat.name, input) : ""
    const message = yield* world.message(
      {
        chat: chat.name,
        speaker,
        fields: (of) => fieldsOf(input, { of, text, revoked }),
        override: input.override ?? {}
      },
      input.age
    )
    const { MsgId } = message.override
    return typeof MsgId === "string" ? { ...message, MsgId } : message
  })

import { Effect } from "effect"
import { BadInput, UnknownName } from "./ControlApi.ts"
import type { MessageInput } from "./ControlInput.ts"
import { mediaFor } from "./media/ControlMedia.ts"
import type { Message } from "../world/Events.ts"
import { fieldsOf } from "./MessageKinds.ts"
import { type Contact, ME, type Person } from "../world/People.ts"
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
  if (input.kind === "announcement") {
    return chat._tag === "Group"
      ? Effect.succeed(`@所有人\n${text}`)
      : new BadInput({ accepted: '"kind": "announcement" in a "group" only' })
  }
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

/** Lines that the system writes: nobody is the speaker, even if they are about somebody. */
const ofSystem: ReadonlySet<MessageInput["kind"]> = new Set(["system", "system-notice", "red-packet", "pat"])

/** Kinds that tell of a person. */
const aboutSomebody: ReadonlySet<MessageInput["kind"]> = new Set(["card", "friend-request", "pat", "revoke"])

/** Whose card it is, who asks to be a friend, who pats or takes back; for other kinds it does not matter. */
const personOf = (state: State, input: MessageInput): Effect.Effect<Person, BadInput | UnknownName> => {
  const { kind, person = "weixin" } = input
  const from = input.from ?? (kind === "revoke" ? ME : "passer-by")
  if (!aboutSomebody.has(kind)) return Effect.succeed(owner(state))
  return Effect.filterOrFail(
    contactNamed(state, kind === "card" ? person : from),
    (contact) => contact._tag === "Person",
    ({ name }) => new BadInput({ accepted: `the name of a person, which ${name} is not` })
  )
}

/** Makes the message that an input describes, said now or `age` seconds ago. */
export const say = (world: World, input: MessageInput): Effect.Effect<Message, BadInput | UnknownName> =>
  Effect.gen(function* () {
    const state = yield* world.state
    const chat = yield* contactNamed(state, yield* chatNameOf(input))
    if (input.group !== undefined && chat._tag !== "Group") {
      return yield* new BadInput({ accepted: `"group": the name of a group, which ${chat.name} is not` })
    }
    const speaker =
      ofSystem.has(input.kind) || input.from === undefined
        ? null
        : (yield* contactNamed(state, input.from)).name
    const text = yield* textWithMention(state, chat, input)
    const revoked = input.kind === "revoke" ? yield* revokedMsgId(state, chat.name, input) : ""
    const person = yield* personOf(state, input)
    const media = yield* mediaFor(world, input)
    // the shelf alone keeps the bytes
    const { bytes, ...rest } = input
    const shown = bytes === undefined ? rest : { ...rest, size: bytes.length }
    const mediaId = media?.MediaId ?? ""
    const message = yield* world.message(
      {
        chat: chat.name,
        speaker,
        fields: (of) => fieldsOf(shown, { of, person, text, revoked, mediaId, origin: world.origin }),
        override: input.override ?? {},
        ...(media === undefined ? {} : { media })
      },
      input.age
    )
    const { MsgId } = message.override
    return typeof MsgId === "string" ? { ...message, MsgId } : message
  })

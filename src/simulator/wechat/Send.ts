import { Chunk, Clock, Data, Effect, HashMap, Option, Schema } from "effect"
import * as Response from "./wire/Response.ts"
import { encodeText } from "./wire/Content.ts"
import type { Message } from "../world/Events.ts"
import { type Contact, ME } from "../world/People.ts"
import type { Sent } from "../world/Records.ts"
import * as Recent from "../world/Recent.ts"
import { BaseRequest, orRefusal, PARAM_ERROR, readPost, refusal, Refused } from "./SessionCall.ts"
import { contactOf, deliver, type SendKey, type State, userNameOf } from "../world/State.ts"
import { World } from "../world/World.ts"

/** The target is not a friend, or is oneself where the account cannot write to itself. */
export const NOT_A_FRIEND = 1204

const Id = Schema.Union(Schema.String, Schema.Number)

const Body = Schema.Struct({
  BaseRequest,
  Scene: Schema.optional(Schema.Number),
  Msg: Schema.Struct({
    Type: Schema.Int,
    Content: Schema.String,
    FromUserName: Schema.String,
    ToUserName: Schema.String,
    LocalID: Id,
    ClientMsgId: Id
  })
})

export const canReceive = (contact: Contact, selfChat: boolean) => {
  if (contact.name === ME) return selfChat
  return contact._tag === "Group" || contact.inBook
}

/** What a repeat has in common with the first: clients send one text to several chats under one `ClientMsgId`. */
const keyOf = ({ ClientMsgId, to }: Pick<Sent, "ClientMsgId" | "to">): SendKey => Data.tuple(to, ClientMsgId)

const firstOf = ({ kept }: Recent.Recent<Sent>) =>
  HashMap.fromIterable(
    Chunk.map(
      Chunk.filter(kept, ({ repeated }) => !repeated),
      (sent) => [keyOf(sent), sent.MsgId] as const
    )
  )

/** Accepts a send. What is repeated in a chat is not delivered again and gets the first answer, unless `acceptRepeats`. */
export const accept =
  (said: Message, send: Omit<Sent, "order" | "MsgId" | "repeated" | "delivered">) =>
  (state: State): readonly [MsgId: string, State] => {
    const first = HashMap.get(state.firstSent, keyOf(send))
    const repeated = Option.isSome(first)
    const delivered = !repeated || state.acceptRepeats
    const MsgId = Option.isSome(first) && !delivered ? first.value : said.MsgId
    const order = Recent.countOf(state.sent) + 1
    const sent = Recent.withMore(
      state.sent,
      [{ ...send, order, MsgId, repeated, delivered }],
      ({ ClientMsgId, text }) => ClientMsgId.length + text.length
    )
    const firstSent = repeated ? state.firstSent : HashMap.set(state.firstSent, keyOf(send), MsgId)
    const known = sent.gone === state.sent.gone ? firstSent : firstOf(sent)
    const next = { ...state, sent, firstSent: known }
    return [MsgId, delivered && state.echoSends ? deliver(next, [said]) : next]
  }

/** Refuses `webwxsendmsg`. */
export const webwxsendmsgRefusal = refusal({ MsgID: "", LocalID: "" })

/** POST `webwxsendmsg`: takes a text for a friend, a group, `filehelper` or oneself. */
export const webwxsendmsg = Effect.gen(function* () {
  const world = yield* World
  const { body, session } = yield* readPost(Body, "optional")
  const { ClientMsgId, Content, FromUserName, LocalID, ToUserName } = body.Msg
  const state = yield* world.state
  if (FromUserName !== userNameOf(state, session)(ME)) return yield* new Refused({ Ret: PARAM_ERROR })
  const target = contactOf(state, session, ToUserName)
  if (target === undefined || !canReceive(target, world.options.selfChat)) {
    return yield* new Refused({ Ret: NOT_A_FRIEND })
  }
  const said = yield* world.message({
    chat: target.name,
    speaker: ME,
    fields: () => ({ Content: encodeText(Content) }),
    override: {},
    length: Content.length
  })
  const at = yield* Clock.currentTimeMillis
  const MsgID = yield* world.modify(
    accept(said, { at, ClientMsgId: String(ClientMsgId), ToUserName, to: target.name, text: Content })
  )
  return Response.json({ ...Response.base(0), MsgID, LocalID: String(LocalID) })
}).pipe(orRefusal(webwxsendmsgRefusal))

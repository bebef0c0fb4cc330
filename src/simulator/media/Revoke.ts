import { Chunk, Clock, Duration, Effect, Option, Schema } from "effect"
import { encodeOwn } from "../wechat/wire/Content.ts"
import { OWN_REVOKE, revokeXml } from "../wechat/wire/RevokeXml.ts"
import { BaseRequest, orRefusal, PARAM_ERROR, readPost, refusal, Refused } from "../wechat/SessionCall.ts"
import type { Message } from "../world/Events.ts"
import { ME } from "../world/People.ts"
import * as Recent from "../world/Recent.ts"
import type { Sent } from "../world/Records.ts"
import { contactOf, deliver, type State } from "../world/State.ts"
import { World } from "../world/World.ts"

const Id = Schema.Union(Schema.String, Schema.Number)

const Body = Schema.Struct({
  BaseRequest,
  SvrMsgId: Id,
  ToUserName: Schema.String,
  ClientMsgId: Id
})

/** What was sent longer ago than this stays. */
const TIME = Duration.minutes(2)

const wrong = new Refused({ Ret: PARAM_ERROR })

/** What the client may take back: one of its sends to this chat, by the service's id, or else by its own. */
const findSent = (state: State, chat: string, SvrMsgId: string, ClientMsgId: string): Sent | undefined => {
  const to = Chunk.filter(state.sent.kept, (sent) => sent.to === chat)
  return Chunk.findLast(to, ({ MsgId }) => MsgId === SvrMsgId).pipe(
    Option.orElse(() => Chunk.findLast(to, (sent) => sent.ClientMsgId === ClientMsgId)),
    Option.getOrUndefined
  )
}

/** The line that everybody in the chat sees instead. */
const line = (chat: string, MsgId: string): Omit<Message, "MsgId" | "CreateTime"> => ({
  chat,
  speaker: ME,
  fields: () => ({
    MsgType: 10002,
    Content: encodeOwn(revokeXml(MsgId, OWN_REVOKE))
  }),
  override: {}
})

/** Refuses `webwxrevokemsg`. */
export const webwxrevokemsgRefusal = refusal({ Introduction: "", SysWording: "" })

/** POST `webwxrevokemsg`: takes back what was sent within the last two minutes, once. */
export const webwxrevokemsg = Effect.gen(function* () {
  const world = yield* World
  const { body, session } = yield* readPost(Body, "ignored")
  const state = yield* world.state
  const target = contactOf(state, session, body.ToUserName)
  if (target === undefined) return yield* wrong
  const sent = findSent(state, target.name, String(body.SvrMsgId), String(body.ClientMsgId))
  const at = yield* Clock.currentTimeMillis
  if (sent === undefined || !state.takesBack || at - sent.at > Duration.toMillis(TIME)) return yield* wrong
  const { MsgId } = sent
  const said = yield* world.message(line(target.name, MsgId))
  const done = yield* world.modify((state) => {
    if (Chunk.some(state.takenBack.kept, (taken) => taken.MsgId === MsgId)) return [false, state]
    const order = Recent.countOf(state.takenBack) + 1
    const takenBack = Recent.withMore(state.takenBack, [{ order, at, MsgId, to: target.name }])
    return [true, deliver({ ...state, takenBack }, [said])]
  })
  return done ? webwxrevokemsgRefusal(0) : yield* wrong
}).pipe(orRefusal(webwxrevokemsgRefusal))

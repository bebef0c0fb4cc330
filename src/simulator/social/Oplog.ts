import { Effect, Schema } from "effect"
import { BaseRequest, orRefusal, PARAM_ERROR, readPost, refusal, Refused } from "../wechat/SessionCall.ts"
import * as Response from "../wechat/wire/Response.ts"
import { type Contact, ME } from "../world/People.ts"
import { contactOf } from "../world/State.ts"
import { World } from "../world/World.ts"
import { carryOut, noted, withContact } from "./Changes.ts"

/** `CmdId`s. */
const REMARK = 2
const PIN = 3

const Body = Schema.Struct({
  BaseRequest,
  CmdId: Schema.Literal(REMARK, PIN),
  UserName: Schema.String,
  RemarkName: Schema.optional(Schema.String),
  OP: Schema.optional(Schema.Literal(0, 1))
})

/** The contact as the call leaves it; undefined if it cannot be. A pin without a remark takes the remark away. */
const changed = (contact: Contact, { CmdId, OP, RemarkName = "" }: typeof Body.Type): Contact | undefined => {
  if (contact.name === ME) return undefined
  if (contact._tag === "Group") return CmdId === PIN ? { ...contact, pinned: OP === 1 } : undefined
  if (!contact.inBook) return undefined
  const pinned = CmdId === PIN ? OP === 1 : contact.pinned
  return { ...contact, remarkName: RemarkName, pinned }
}

const actionOf = ({ CmdId, OP }: typeof Body.Type) => {
  if (CmdId === REMARK) return "remark"
  return OP === 1 ? "pin" : "unpin"
}

/** Refuses `webwxoplog`. */
export const webwxoplogRefusal = refusal({})

/** POST `webwxoplog`: gives a friend a remark name, or pins a chat. */
export const webwxoplog = Effect.gen(function* () {
  const { state } = yield* World
  const { body, session } = yield* readPost(Body, "optional")
  const contact = contactOf(yield* state, session, body.UserName)
  const asked = {
    action: actionOf(body),
    chat: contact?.name ?? body.UserName,
    people: [],
    text: body.RemarkName ?? ""
  } as const
  const next = contact === undefined ? undefined : changed(contact, body)
  yield* noted(
    asked,
    next === undefined ? new Refused({ Ret: PARAM_ERROR }) : carryOut((state) => withContact(state, next))
  )
  return Response.json(Response.base(0))
}).pipe(orRefusal(webwxoplogRefusal))

import { Effect, Schema } from "effect"
import { encodeOwn } from "./wire/Content.ts"
import * as Response from "./wire/Response.ts"
import { stableId } from "./wire/StableId.ts"
import type { Fields, Message } from "../world/Events.ts"
import { ME } from "../world/People.ts"
import { BaseRequest, orRefusal, readPost, refusal } from "./SessionCall.ts"
import { deliver } from "../world/State.ts"
import { World } from "../world/World.ts"

/** `StatusNotifyCode`: what another client of the owner did. */
export const READ = 1
export const OPENED = 2
const INITED = 3
/** The list of recent chats, which comes after each log-in. */
export const RECENT_CHATS = 4
export const LEFT = 5

const STATUS_NOTIFY = 51

/** The fields of a message of MsgType 51 about chats: their `UserName`s, and inside the XML as many stable ids. */
export const statusNotifyFields = (
  code: number,
  chats: ReadonlyArray<string>,
  of: (name: string) => string
): Fields => {
  const ids = chats.map((name) => stableId(name, of(name))).join(",")
  return {
    MsgType: STATUS_NOTIFY,
    StatusNotifyCode: code,
    StatusNotifyUserName: chats.map(of).join(","),
    Content: encodeOwn(`<msg>\n<op id='${code}'>\n<username>${ids}</username>\n</op>\n</msg>`)
  }
}

/** A message of MsgType 51 about chats: from the owner, to the chat it is about or to the owner. */
export const statusNotify = (
  code: number,
  chat: string,
  chats: ReadonlyArray<string>
): Omit<Message, "MsgId" | "CreateTime"> => ({
  chat,
  speaker: ME,
  fields: (of) => statusNotifyFields(code, chats, of),
  override: {}
})

const Body = Schema.Struct({
  BaseRequest,
  Code: Schema.Union(Schema.Number, Schema.NumberFromString),
  FromUserName: Schema.String,
  ToUserName: Schema.String,
  ClientMsgId: Schema.Union(Schema.Number, Schema.String)
})

/** Refuses `webwxstatusnotify`. */
export const webwxstatusnotifyRefusal = refusal({ MsgID: "" })

/** POST `webwxstatusnotify`: code 3 says that a web client is up and comes back in the next sync. */
export const webwxstatusnotify = Effect.gen(function* () {
  const { ids, message, modify } = yield* World
  const { body } = yield* readPost(Body, "ignored")
  if (body.Code !== INITED) return Response.json({ ...Response.base(0), MsgID: yield* ids.msgId })
  const up = yield* message(statusNotify(INITED, ME, [ME]))
  yield* modify((state) => [undefined, deliver(state, [up])])
  return Response.json({ ...Response.base(0), MsgID: up.MsgId })
}).pipe(orRefusal(webwxstatusnotifyRefusal))

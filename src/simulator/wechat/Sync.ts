import { Chunk, Clock, Effect, Schema } from "effect"
import { addMsg } from "./wire/AddMsgJson.ts"
import * as Response from "./wire/Response.ts"
import { changedContactJson } from "./wire/ContactJson.ts"
import * as Cookies from "./wire/Cookies.ts"
import type { Message } from "../world/Events.ts"
import { BaseRequest, orRefusal, PARAM_ERROR, readPost, refusal, Refused } from "./SessionCall.ts"
import * as Recent from "../world/Recent.ts"
import { type Session, type State, withSession } from "../world/State.ts"
import * as Cursor from "./wire/Cursor.ts"
import { type Transition, World } from "../world/World.ts"

/** When more events are waiting than go into one answer, its `ContinueFlag` is 1. */
const EVENTS_PER_ANSWER = 50

const Body = Schema.Struct({ BaseRequest, SyncKey: Cursor.SyncKey })

const nothing = {
  AddMsgCount: 0,
  AddMsgList: [],
  ModContactCount: 0,
  ModContactList: [],
  DelContactCount: 0,
  DelContactList: [],
  ModChatRoomMemberCount: 0,
  ModChatRoomMemberList: [],
  Profile: {
    BitFlag: 0,
    UserName: { Buff: "" },
    NickName: { Buff: "" },
    BindUin: 0,
    BindEmail: { Buff: "" },
    BindMobile: { Buff: "" },
    Status: 0,
    Sex: 0,
    PersonalCard: 0,
    Alias: "",
    HeadImgUpdateFlag: 0,
    HeadImgUrl: "",
    Signature: ""
  },
  ContinueFlag: 0,
  SKey: ""
}

/** Refuses `webwxsync`. */
export const webwxsyncRefusal = refusal({ ...nothing, SyncKey: Cursor.none, SyncCheckKey: Cursor.none })

const record = (state: State, messages: ReadonlyArray<Message>, at: number): State => {
  const order = Recent.countOf(state.fetched) + 1
  const fetched = messages.map(({ MsgId, chat }, index) => ({ order: order + index, at, MsgId, chat }))
  return { ...state, fetched: Recent.withMore(state.fetched, fetched) }
}

/** The answer with the events from a position on, and the state in which they are fetched. */
const eventsFrom =
  (session: Session, position: number, at: number): Transition<object> =>
  (state) => {
    const page = Chunk.toReadonlyArray(Chunk.take(Recent.after(state.events, position), EVENTS_PER_ANSWER))
    const next = position + page.length
    const messages = page.flatMap((event) => (event._tag === "Message" ? [event.message] : []))
    const changed = new Set(page.flatMap((event) => (event._tag === "ContactChanged" ? [event.name] : [])))
    // there may be thousands of people, and most pages change none
    const contacts =
      changed.size === 0 ? [] : Array.from(state.contacts.values()).filter(({ name }) => changed.has(name))
    const body = {
      ...Response.base(0),
      ...nothing,
      AddMsgCount: messages.length,
      AddMsgList: messages.map((message) => addMsg(state, session, message)),
      ModContactCount: contacts.length,
      ModContactList: contacts.map((contact) => changedContactJson(state, session, contact)),
      ContinueFlag: next < Recent.countOf(state.events) ? 1 : 0,
      SyncKey: Cursor.syncKey(next),
      SyncCheckKey: Cursor.syncCheckKey(next)
    }
    const further = withSession(state, session, ({ fetched }) => ({ fetched: Math.max(fetched, next) }))
    return [body, record(further, messages, at)]
  }

/**
 * POST `webwxsync`: everything after the client's cursor, a page at a time. The server does not remember what it
 * delivered: an old cursor brings the same again.
 */
export const webwxsync = Effect.gen(function* () {
  const world = yield* World
  const { body, session } = yield* readPost(Body, "wanted")
  const position = Cursor.positionOf(yield* world.state, session, body.SyncKey)
  if (position === undefined) return yield* new Refused({ Ret: PARAM_ERROR })
  const at = yield* Clock.currentTimeMillis
  const answer = yield* world.modify(eventsFrom(session, position, at))
  return Cookies.set(world, session, yield* world.now)(Response.json(answer))
}).pipe(orRefusal(webwxsyncRefusal))

import { Effect, Schema } from "effect"
import * as Response from "./wire/Response.ts"
import { contactJson, headImgUrl } from "./wire/ContactJson.ts"
import { encodeText } from "./wire/Content.ts"
import * as Cookies from "./wire/Cookies.ts"
import { BaseRequest, orRefusal, readPost, refusal } from "./SessionCall.ts"
import { ME } from "../world/People.ts"
import { countOf } from "../world/Recent.ts"
import { deliver, owner, type Session, type State, userNameOf, withSession } from "../world/State.ts"
import { RECENT_CHATS, statusNotify } from "./StatusNotify.ts"
import * as Cursor from "./wire/Cursor.ts"
import { World } from "../world/World.ts"

const Body = Schema.Struct({ BaseRequest })

/** So many recent groups come with their members, who have no names there; the others come without. Both were seen. */
const MEMBERS_OF = 10

/** Fields of every answer that mean nothing here. */
const constant = {
  ClientVersion: 369_299_473,
  GrayScale: 1,
  InviteStartCount: 40,
  MPSubscribeMsgCount: 0,
  MPSubscribeMsgList: [],
  ClickReportInterval: 600_000
}

/** Refuses `webwxinit`. */
export const webwxinitRefusal = refusal({
  Count: 0,
  ContactList: [],
  SyncKey: Cursor.none,
  User: { Uin: 0, UserName: "", NickName: "" },
  ChatSet: "",
  SKey: "",
  SystemTime: 0,
  ...constant
})

const recentChats = (state: State) =>
  Array.from(state.contacts.values()).filter(({ _tag, name }) => _tag === "Group" || name === "filehelper")

const body = (state: State, session: Session, now: number) => {
  const recent = recentChats(state)
  const UserName = userNameOf(state, session)(ME)
  return {
    ...Response.base(0),
    Count: recent.length,
    ContactList: recent.map((contact, index) =>
      contactJson(state, session, contact, index < MEMBERS_OF ? "nameless" : "none")
    ),
    SyncKey: Cursor.syncKey(countOf(state.events)),
    User: {
      Uin: session.uin,
      UserName,
      NickName: encodeText(owner(state).nickName),
      HeadImgUrl: headImgUrl(session, UserName),
      RemarkName: "",
      PYInitial: "",
      PYQuanPin: "",
      RemarkPYInitial: "",
      RemarkPYQuanPin: "",
      HideInputBarFlag: 0,
      StarFriend: 0,
      Sex: 0,
      Signature: "",
      AppAccountFlag: 0,
      VerifyFlag: 0,
      ContactFlag: 0,
      WebWxPluginSwitch: 0,
      HeadImgFlag: 1,
      SnsFlag: 1
    },
    ChatSet: recent.map((contact) => `${session.userNames.of(contact)},`).join(""),
    SKey: session.skey,
    SystemTime: Math.floor(now / 1000),
    ...constant
  }
}

/**
 * POST `webwxinit`: the owner, the recent chats (groups without their members' names) and the first cursor, that of now.
 * After the first one of a session the list of recent chats follows as a status notify.
 */
export const webwxinit = Effect.gen(function* () {
  const world = yield* World
  const { session } = yield* readPost(Body, "optional")
  const now = yield* world.now
  const recent = recentChats(yield* world.state).map(({ name }) => name)
  const notify = yield* world.message(statusNotify(RECENT_CHATS, ME, recent))
  const answer = yield* world.modify((state) => {
    const next = withSession(state, session, ({ inits }) => ({ inits: inits + 1 }))
    return [body(state, session, now), session.inits === 0 ? deliver(next, [notify]) : next]
  })
  return Cookies.set(world, session, now)(Response.json(answer))
}).pipe(orRefusal(webwxinitRefusal))

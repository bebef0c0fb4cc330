import { Effect, Schema } from "effect"
import { BaseRequest, orRefusal, PARAM_ERROR, readPost, refusal, Refused } from "../wechat/SessionCall.ts"
import { encodeText } from "../wechat/wire/Content.ts"
import * as Response from "../wechat/wire/Response.ts"
import { group, ME } from "../world/People.ts"
import { deliver, type Session, type State } from "../world/State.ts"
import { World } from "../world/World.ts"
import { calledBy, note, systemLine, withContact } from "./Changes.ts"
import { comers, friends, INVITE_ABOVE, memberList, namesOf } from "./Members.ts"

const Body = Schema.Struct({
  BaseRequest,
  Topic: Schema.String,
  MemberList: Schema.Array(Schema.Struct({ UserName: Schema.String }))
})

const nothing = {
  Topic: "",
  PYInitial: "",
  QuanPin: "",
  MemberCount: 0,
  MemberList: [],
  ChatRoomName: "",
  BlackList: ""
}

/** Refuses `webwxcreatechatroom`. */
export const webwxcreatechatroomRefusal = refusal(nothing)

/** A name for the control API that nobody has yet. */
const freeName = (state: State, number = 1): string =>
  state.contacts.has(`group-${number}`) ? freeName(state, number + 1) : `group-${number}`

const refuse = new Refused({ Ret: PARAM_ERROR })

/** Two or more friends, one of whom can be invited at least. */
const members = (state: State, session: Session, userNames: ReadonlyArray<string>) =>
  Effect.filterOrElse(
    friends(state, session, userNames),
    (people) => people.length > 1 && comers(people).length > 0,
    () => refuse
  )

/** POST `webwxcreatechatroom`: a group of the owner and two or more friends. Who cannot be invited is left out. */
export const webwxcreatechatroom = Effect.gen(function* () {
  const { message, modify, state } = yield* World
  const { body, session } = yield* readPost(Body, "optional")
  const { MemberList, Topic } = body
  const now = yield* state
  const wanted = MemberList.map(({ UserName }) => UserName)
  // with the owner
  const isMany = wanted.length + 1 > INVITE_ABOVE
  const asked = {
    action: "create",
    chat: null,
    people: isMany ? [] : namesOf(now, session, wanted),
    text: Topic
  } as const
  const people = yield* Effect.tapError(isMany ? refuse : members(now, session, wanted), ({ Ret }) =>
    note(asked, Ret)
  )
  const names = comers(people).map(({ name }) => name)
  const line = `你邀请"${names.map((name) => calledBy(now, name)).join("、")}"加入了群聊`
  const said = yield* message(systemLine("", line))
  // in one step: another group may be made at the same time, and no poll may see the group without the line
  const room = yield* modify((state) => {
    const room = group(freeName(state), {
      nickName: Topic,
      inBook: false,
      members: [ME, ...names].map((name) => ({ name, displayName: "" }))
    })
    return [room, deliver(withContact(state, room), [{ ...said, chat: room.name }])]
  })
  yield* note({ ...asked, chat: room.name }, 0)
  return Response.json({
    BaseResponse: { Ret: 0, ErrMsg: "Everything is OK" },
    ...nothing,
    Topic: encodeText(Topic),
    MemberCount: people.length,
    MemberList: memberList(session, people),
    ChatRoomName: session.userNames.of(room)
  })
}).pipe(orRefusal(webwxcreatechatroomRefusal))

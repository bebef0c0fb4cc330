import { HttpServerRequest } from "@effect/platform"
import { Effect, Schema } from "effect"
import {
  BaseRequest,
  orRefusal,
  param,
  PARAM_ERROR,
  readPost,
  refusal,
  Refused
} from "../wechat/SessionCall.ts"
import * as Response from "../wechat/wire/Response.ts"
import { type Group, ME, type Person } from "../world/People.ts"
import { withWaiting } from "../world/social/Social.ts"
import { contactOf, type Session, type State } from "../world/State.ts"
import { World } from "../world/World.ts"
import { type Asked, calledBy, carryOut, noted, systemLine, withGroup } from "./Changes.ts"
import { comers, friends, INVITE_ABOVE, memberList, namesOf } from "./Members.ts"

/** More names than this in one call are refused. */
const NAMES_AT_MOST = 100

const Body = Schema.Struct({
  BaseRequest,
  ChatRoomName: Schema.String,
  AddMemberList: Schema.optional(Schema.String),
  InviteMemberList: Schema.optional(Schema.String),
  DelMemberList: Schema.optional(Schema.String),
  NewTopic: Schema.optional(Schema.String)
})

/** Each `fun`: what the control API calls it, and the field that its names come in. */
const funs = {
  addmember: { action: "add", list: "AddMemberList" },
  invitemember: { action: "invite", list: "InviteMemberList" },
  delmember: { action: "remove", list: "DelMemberList" },
  modtopic: { action: "topic", list: undefined }
} as const
type Fun = keyof typeof funs
const isFun = Schema.is(Schema.Literal("addmember", "invitemember", "delmember", "modtopic"))

const refuse = new Refused({ Ret: PARAM_ERROR })

/** What a call is about, all of it checked to be there. */
interface Call {
  readonly state: State
  readonly session: Session
  readonly group: Group
  readonly userNames: ReadonlyArray<string>
  readonly topic: string
}

/** Brings people into a group, who are there at once. */
export const join = (state: State, group: string, people: ReadonlyArray<Person>) => {
  const called = people.map(({ name }) => calledBy(state, name)).join("、")
  return carryOut(
    (state) =>
      withGroup(state, group, (group) => {
        const there = new Set(group.members.map(({ name }) => name))
        const added = people.filter(({ name }) => !there.has(name))
        return {
          ...group,
          members: [...group.members, ...added.map(({ name }) => ({ name, displayName: "" }))]
        }
      }),
    people.length === 0 ? [] : [systemLine(group, `你邀请"${called}"加入了群聊`)]
  )
}

/** Who of the friends that a call names is not in the group yet, and the list that answers it. */
const newcomers = ({ group, session, state, userNames }: Call) =>
  Effect.map(friends(state, session, userNames), (people) => {
    const there = new Set(group.members.map(({ name }) => name))
    return {
      people: comers(people).filter(({ name }) => !there.has(name)),
      answer: memberList(session, people)
    }
  })

const add = (call: Call) =>
  Effect.gen(function* () {
    if (call.group.members.length > INVITE_ABOVE) return yield* refuse
    const { answer, people } = yield* newcomers(call)
    yield* join(call.state, call.group.name, people)
    return answer
  })

/** In a large group those invited have to accept, by the control API; in a small one they are there at once. */
const invite = (call: Call) =>
  Effect.gen(function* () {
    if (call.group.members.length <= INVITE_ABOVE) return yield* add(call)
    const { answer, people } = yield* newcomers(call)
    yield* carryOut((state) => ({
      ...state,
      social: people.reduce(
        (social, { name }) => withWaiting(social, { name, group: call.group.name }),
        state.social
      )
    }))
    return answer
  })

const remove = ({ group, session, state, userNames }: Call) =>
  Effect.gen(function* () {
    const names = namesOf(state, session, userNames)
    const there = new Set(group.members.map(({ name }) => name))
    if (group.owner !== ME || names.some((name) => name === ME || !there.has(name))) return yield* refuse
    const called = names.map((name) => calledBy(state, name)).join("、")
    yield* carryOut(
      (state) =>
        withGroup(state, group.name, (group) => ({
          ...group,
          members: group.members.filter(({ name }) => !names.includes(name))
        })),
      [systemLine(group.name, `你将"${called}"移出了群聊`)]
    )
    return []
  })

const rename = ({ group, topic }: Call) =>
  Effect.gen(function* () {
    if (topic === "") return yield* refuse
    yield* carryOut(
      (state) => withGroup(state, group.name, (group) => ({ ...group, nickName: topic })),
      [systemLine(group.name, `你修改群名为“${topic}”`)]
    )
    return []
  })

const work = { addmember: add, invitemember: invite, delmember: remove, modtopic: rename }

const namesIn = (fun: Fun, body: typeof Body.Type) => {
  const { list } = funs[fun]
  return (list === undefined ? "" : (body[list] ?? "")).split(",").filter((userName) => userName !== "")
}

/** Refuses `webwxupdatechatroom`. */
export const webwxupdatechatroomRefusal = refusal({ MemberCount: 0, MemberList: [] })

/** POST `webwxupdatechatroom`: brings members into a group, takes them out, or changes its name, as `fun` says. */
export const webwxupdatechatroom = Effect.gen(function* () {
  const { body, session } = yield* readPost(Body, "optional")
  const fun = param(yield* HttpServerRequest.ParsedSearchParams, "fun")
  if (!isFun(fun)) return yield* refuse
  const state = yield* (yield* World).state
  const contact = contactOf(state, session, body.ChatRoomName)
  const userNames = namesIn(fun, body)
  const isMany = userNames.length > NAMES_AT_MOST
  const topic = body.NewTopic ?? ""
  const asked: Asked = {
    action: funs[fun].action,
    chat: contact?.name ?? body.ChatRoomName,
    people: isMany ? [] : namesOf(state, session, userNames),
    text: topic
  }
  const lacksNames = fun !== "modtopic" && userNames.length === 0
  const isMember = contact?._tag === "Group" && contact.members.some(({ name }) => name === ME)
  const answer = yield* noted(
    asked,
    isMany || lacksNames || contact?._tag !== "Group" || !isMember
      ? refuse
      : work[fun]({ state, session, group: contact, userNames, topic })
  )
  return Response.json({ ...Response.base(0), MemberCount: answer.length, MemberList: answer })
}).pipe(orRefusal(webwxupdatechatroomRefusal))

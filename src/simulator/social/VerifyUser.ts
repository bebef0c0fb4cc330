import { Chunk, Effect, Schema } from "effect"
import { BaseRequest, orRefusal, PARAM_ERROR, readPost, refusal, Refused } from "../wechat/SessionCall.ts"
import * as Response from "../wechat/wire/Response.ts"
import type { Message } from "../world/Events.ts"
import { ME, person, type Person } from "../world/People.ts"
import { withWaiting } from "../world/social/Social.ts"
import { contactOf, deliver, type Session, type State, userNameOf } from "../world/State.ts"
import { World } from "../world/World.ts"
import { calledBy, carryOut, FRIEND_ADDED, noted, systemLine, withContact } from "./Changes.ts"

/** `Opcode`s. */
const ASK = 2
const ACCEPT = 3

/** The chat that friend requests come in. */
const REQUESTS = "fmessage"

const Body = Schema.Struct({
  BaseRequest,
  Opcode: Schema.Literal(ASK, ACCEPT),
  VerifyUserList: Schema.Tuple(
    Schema.Struct({ Value: Schema.String, VerifyUserTicket: Schema.optional(Schema.String) })
  ),
  VerifyContent: Schema.optional(Schema.String)
})

const Request = Schema.Struct({
  RecommendInfo: Schema.Struct({
    UserName: Schema.String,
    NickName: Schema.String,
    Ticket: Schema.NonEmptyString
  })
})
const isRequest = Schema.is(Request)

/** What a message of that chat says about who asks, in the log-in of now. */
const requestIn = (state: State, session: Session, message: Message) => {
  const fields = { ...message.fields(userNameOf(state, session)), ...message.override }
  return isRequest(fields) ? [fields.RecommendInfo] : []
}

/** Who asked the owner, if somebody with this `UserName` did, with this ticket. */
const whoAsked = (state: State, session: Session, userName: string, ticket: string): Person | undefined => {
  const request = Chunk.toReadonlyArray(state.events.kept)
    .flatMap((event) => (event._tag === "Message" && event.message.chat === REQUESTS ? [event.message] : []))
    .flatMap((message) => requestIn(state, session, message))
    .find(({ Ticket, UserName }) => UserName === userName && Ticket === ticket)
  if (request === undefined) return undefined
  const contact = contactOf(state, session, userName)
  if (contact?._tag === "Person") return contact
  // somebody that only the request tells of
  const { NickName } = request
  const isFree = NickName !== "" && !state.contacts.has(NickName)
  return person(isFree ? NickName : userName, { nickName: NickName, fixedUserName: userName })
}

/** Asks a stranger to be a friend: they have to answer, by the control API. */
const ask = (contact: ReturnType<typeof contactOf>) => {
  if (contact?._tag !== "Person" || contact.name === ME) return new Refused({ Ret: PARAM_ERROR })
  if (contact.inBook) return Effect.void
  const { name } = contact
  return carryOut((state) => ({ ...state, social: withWaiting(state.social, { name, group: null }) }))
}

/** Makes the one who asked a friend. */
const accept = (asker: Person | undefined) =>
  Effect.gen(function* () {
    if (asker === undefined) return yield* new Refused({ Ret: PARAM_ERROR })
    const { message, modify, state } = yield* World
    const { name } = asker
    const called = calledBy(withContact(yield* state, asker), name)
    const said = yield* message(systemLine(name, `你已添加了${called}，现在可以开始聊天了。`))
    yield* modify((state) => {
      const known = state.contacts.get(name)
      const before = known?._tag === "Person" ? known : undefined
      if (before?.inBook === true) return [undefined, state]
      const friend = { ...(before ?? asker), inBook: true }
      return [undefined, deliver(withContact(state, friend, FRIEND_ADDED), [said])]
    })
  })

/** Refuses `webwxverifyuser`. */
export const webwxverifyuserRefusal = refusal({})

/** POST `webwxverifyuser`: asks somebody to be a friend, or accepts who asked, by the ticket of the request. */
export const webwxverifyuser = Effect.gen(function* () {
  const { state } = yield* World
  const { body, session } = yield* readPost(Body, "optional")
  const [{ Value, VerifyUserTicket = "" }] = body.VerifyUserList
  const { Opcode, VerifyContent = "" } = body
  const now = yield* state
  const contact = contactOf(now, session, Value)
  const name = contact?.name ?? Value
  if (Opcode === ASK) {
    yield* noted({ action: "ask", chat: name, people: [name], text: VerifyContent }, ask(contact))
  } else {
    // some clients put the ticket where the greeting goes
    const asker = whoAsked(now, session, Value, VerifyUserTicket === "" ? VerifyContent : VerifyUserTicket)
    const chat = asker?.name ?? name
    yield* noted({ action: "accept", chat, people: [chat], text: "" }, accept(asker))
  }
  return Response.json(Response.base(0))
}).pipe(orRefusal(webwxverifyuserRefusal))

import { Effect, Schema } from "effect"
import * as Response from "./wire/Response.ts"
import { contactJson } from "./wire/ContactJson.ts"
import { BaseRequest, get, orRefusal, param, PARAM_ERROR, post, refusal, Refused } from "./SessionCall.ts"
import { contactOf } from "../world/State.ts"
import { World } from "../world/World.ts"

/** More names than this in one `webwxbatchgetcontact` are refused. */
const BATCH = 50

/** Refuses `webwxgetcontact`. */
export const getContactRefusal = refusal({ MemberCount: 0, MemberList: [], Seq: 0 })

/**
 * GET or POST `webwxgetcontact`: a page of the address book from `seq` on; `Seq` of the answer is the next page's, 0
 * after the last. Groups come without members, and only those saved to the book.
 */
export const getContact = Effect.gen(function* () {
  const { settled, state } = yield* World
  const { params, session } = yield* get
  const now = yield* state
  const book = Array.from(now.contacts.values()).filter((contact) => contact.inBook)
  const seq = Number(param(params, "seq"))
  const from = Number.isInteger(seq) && seq > 0 ? seq : 0
  const page = book.slice(from, from + settled.contactsPerPage)
  const next = from + page.length
  return Response.json({
    ...Response.base(0),
    MemberCount: page.length,
    MemberList: page.map((contact) => contactJson(now, session, contact, false)),
    Seq: next < book.length ? next : 0
  })
}).pipe(orRefusal(getContactRefusal))

const Batch = Schema.Struct({
  BaseRequest,
  Count: Schema.Int,
  List: Schema.Array(Schema.Struct({ UserName: Schema.String }))
})

/** Refuses `webwxbatchgetcontact`. */
export const batchGetContactRefusal = refusal({ Count: 0 })

/** POST `webwxbatchgetcontact`: details of up to 50, groups with members. Names nobody has are left out. */
export const batchGetContact = Effect.gen(function* () {
  const { state } = yield* World
  const { body, session } = yield* post(Batch, "wanted")
  if (body.List.length > BATCH) return yield* new Refused({ Ret: PARAM_ERROR })
  const now = yield* state
  const found = body.List.flatMap(({ UserName }) => {
    const contact = contactOf(now, session, UserName)
    return contact === undefined ? [] : [contactJson(now, session, contact, true)]
  })
  return Response.json({ ...Response.base(0), Count: found.length, ContactList: found })
}).pipe(orRefusal(batchGetContactRefusal))

import { Effect, Schema } from "effect"
import * as Response from "./wire/Response.ts"
import { contactJson } from "./wire/ContactJson.ts"
import { BaseRequest, orRefusal, param, readGet, readPost, refusal } from "./SessionCall.ts"
import { contactOf } from "../world/State.ts"
import { World } from "../world/World.ts"

/** Of more names than this in one `webwxbatchgetcontact` only the first are looked up. */
const NAMES_AT_MOST = 50

/** Refuses `webwxgetcontact`. */
export const getContactRefusal = refusal({ MemberCount: 0, MemberList: [], Seq: 0 })

/**
 * GET or POST `webwxgetcontact`: a page of the address book from `seq` on; `Seq` of the answer is the next page's, 0
 * after the last. Groups come without members, and only those saved to the book.
 */
export const getContact = Effect.gen(function* () {
  const { options, state } = yield* World
  const { params, session } = yield* readGet
  const now = yield* state
  const book = Array.from(now.contacts.values()).filter((contact) => contact.inBook)
  const seq = Number(param(params, "seq"))
  const from = Number.isInteger(seq) && seq > 0 ? seq : 0
  const page = book.slice(from, from + options.contactsPerPage)
  const next = from + page.length
  return Response.json({
    ...Response.base(0),
    MemberCount: page.length,
    MemberList: page.map((contact) => contactJson(now, session, contact, "none")),
    Seq: next < book.length ? next : 0
  })
}).pipe(orRefusal(getContactRefusal))

const BatchBody = Schema.Struct({
  BaseRequest,
  Count: Schema.Int,
  List: Schema.Array(Schema.Struct({ UserName: Schema.String }))
})

/** Refuses `webwxbatchgetcontact`. */
export const batchGetContactRefusal = refusal({ Count: 0 })

/** POST `webwxbatchgetcontact`: details of the first 50 names, groups with members. Unknown names are left out. */
export const batchGetContact = Effect.gen(function* () {
  const { state } = yield* World
  const { body, session } = yield* readPost(BatchBody, "optional")
  const now = yield* state
  const found = body.List.slice(0, NAMES_AT_MOST).flatMap(({ UserName }) => {
    const contact = contactOf(now, session, UserName)
    return contact === undefined ? [] : [contactJson(now, session, contact, "all")]
  })
  return Response.json({ ...Response.base(0), Count: found.length, ContactList: found })
}).pipe(orRefusal(batchGetContactRefusal))

import { Effect } from "effect"
import { encodeText } from "../wechat/wire/Content.ts"
import { memberFields } from "../wechat/wire/ContactJson.ts"
import { PARAM_ERROR, Refused } from "../wechat/SessionCall.ts"
import { ME, type Person } from "../world/People.ts"
import { contactOf, type Session, type State } from "../world/State.ts"

/** Groups with more members than this take new ones only by an invitation that they accept. */
export const INVITE_ABOVE = 40

/** Bit of `VerifyFlag`. */
const OFFICIAL = 8

/** `MemberStatus` of those who were asked for. */
const STATUS = { accepts: 0, blocked: 3, deleted: 4 } as const

/** The friends with these `UserName`s, each once; refused if one of them is nobody who can be in a group. */
export const friends = (
  state: State,
  session: Session,
  userNames: ReadonlyArray<string>
): Effect.Effect<ReadonlyArray<Person>, Refused> =>
  Effect.forEach(Array.from(new Set(userNames)), (userName) => {
    const contact = contactOf(state, session, userName)
    return contact?._tag === "Person" &&
      contact.name !== ME &&
      contact.inBook &&
      (contact.verifyFlag & OFFICIAL) === 0
      ? Effect.succeed(contact)
      : new Refused({ Ret: PARAM_ERROR })
  })

/** Those of them who let the owner bring them into a group. */
export const comers = (people: ReadonlyArray<Person>) =>
  people.filter(({ invitation }) => invitation === "accepts")

/** The names by which the control API knows these `UserName`s. */
export const namesOf = (state: State, session: Session, userNames: ReadonlyArray<string>) =>
  userNames.map((userName) => contactOf(state, session, userName)?.name ?? userName)

/** Members as an answer lists them: each with what became of the wish to have them in. */
export const memberList = (session: Session, people: ReadonlyArray<Person>) =>
  people.map((person) => ({
    ...memberFields,
    UserName: session.userNames.of(person),
    NickName: encodeText(person.nickName),
    MemberStatus: STATUS[person.invitation]
  }))

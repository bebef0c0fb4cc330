import { Array, Chunk, Record, Schema } from "effect"
import { FaultInput } from "./ControlInput.ts"
import type { Group, Person } from "../world/People.ts"
import { heldIn } from "../world/media/Shelf.ts"
import { countOf } from "../world/Recent.ts"
import { isWaiting } from "../world/social/Social.ts"
import type { Account } from "../world/World.ts"
import { liveSession, owner, type State, userNameOf } from "../world/State.ts"

const UserName = Schema.NullOr(Schema.String).annotations({ description: "null while nobody is logged in" })

/** A person, and their UserName in the current log-in. */
export const PersonView = Schema.Struct({
  name: Schema.String,
  UserName,
  nickName: Schema.String,
  remarkName: Schema.String,
  inBook: Schema.Boolean,
  verifyFlag: Schema.Int,
  invitation: Schema.Literal("accepts", "deleted", "blocked"),
  pinned: Schema.Boolean,
  /** The owner asked them to be a friend, and they have not answered. */
  asked: Schema.Boolean
})
export type PersonView = typeof PersonView.Type

/** A group, and its UserName and its members' in the current log-in. */
export const GroupView = Schema.Struct({
  name: Schema.String,
  UserName,
  nickName: Schema.String,
  inBook: Schema.Boolean,
  owner: Schema.String,
  pinned: Schema.Boolean,
  /** Those who were invited and have not answered. */
  invited: Schema.Array(Schema.String),
  members: Schema.Array(Schema.Struct({ name: Schema.String, UserName, displayName: Schema.String }))
})
export type GroupView = typeof GroupView.Type

/** A fault and how many calls it hit. */
export const FaultView = Schema.Struct({ order: Schema.Int, hits: Schema.Int, fault: FaultInput })
export type FaultView = typeof FaultView.Type

/** Answer of `GET /control/state`. */
export const StateView = Schema.Struct({
  /** Goes up by one at every change of the account; at the first account's also with what is common. */
  revision: Schema.Int,
  autoScan: Schema.Boolean,
  pushLogin: Schema.Boolean,
  barred: Schema.Boolean,
  refusal: Schema.Literal("xml", "html"),
  passTicket: Schema.Literal("xml", "cookie"),
  /** The servers' clocks: seconds ahead of this machine's, and whether answers carry a `date`. */
  clock: Schema.Struct({ ahead: Schema.Int, dated: Schema.Boolean }),
  echo: Schema.Boolean,
  acceptRepeats: Schema.Boolean,
  takesBack: Schema.Boolean,
  badLinks: Schema.Array(Schema.String),
  /** Bytes of media that are held, and a little for each piece. */
  held: Schema.Int,
  /** QR codes and pushes that no other account's phone has scanned, oldest first. */
  scans: Schema.Array(Schema.Struct({ uuid: Schema.String, stage: Schema.String })),
  /** Log-ins, oldest first. */
  sessions: Schema.Array(
    Schema.Struct({ order: Schema.Int, inits: Schema.Int, ended: Schema.NullOr(Schema.Int) })
  ),
  people: Schema.Array(PersonView),
  groups: Schema.Array(GroupView),
  /** Events that the session has not fetched; 0 without a session. */
  pending: Schema.Int,
  /** Polls that are being held now. */
  holding: Schema.Struct({ login: Schema.Int, synccheck: Schema.Int }),
  /** Answered requests, of those that are kept, by endpoint. */
  requests: Schema.Record({ key: Schema.String, value: Schema.Int }),
  /** Whether the port is open, which only a fault closes. */
  listening: Schema.Boolean,
  /** All that are not cleared, also those whose `times` are used up. */
  faults: Schema.Array(FaultView),
  /** Sends, of those that are kept, with a `ClientMsgId` that was accepted before for the same chat. */
  repeats: Schema.Int
})
export type StateView = typeof StateView.Type

const userNameNow = (state: State) => {
  const session = liveSession(state)
  return session === undefined ? () => null : userNameOf(state, session)
}

/** A person as the control API shows them. */
export const personView = (state: State, person: Person): PersonView => {
  const { inBook, invitation, name, nickName, pinned, remarkName, verifyFlag } = person
  const asked = isWaiting(state.social, { name, group: null })
  const UserName = userNameNow(state)(name)
  return { name, UserName, nickName, remarkName, inBook, verifyFlag, invitation, pinned, asked }
}

/** A group as the control API shows it. */
export const groupView = (state: State, group: Group): GroupView => {
  const { inBook, members, name, nickName, owner, pinned } = group
  const userName = userNameNow(state)
  return {
    name,
    UserName: userName(name),
    nickName,
    inBook,
    owner,
    pinned,
    invited: state.social.waiting.flatMap((one) => (one.group === name ? [one.name] : [])),
    members: members.map((member) => ({ ...member, UserName: userName(member.name) }))
  }
}

/** An account as the control API shows it. */
export const AccountView = Schema.Struct({
  name: Schema.String,
  uin: Schema.Int,
  /** What its owner is called. */
  nickName: Schema.String,
  loggedIn: Schema.Boolean
})
export type AccountView = typeof AccountView.Type

/** The account of that state as the control API shows it. */
export const accountView = ({ name, uin }: Account, state: State): AccountView => ({
  name,
  uin,
  nickName: owner(state).nickName,
  loggedIn: liveSession(state) !== undefined
})

/** An account's state, and what is common to all, as the control API shows it: without credentials. */
export const stateView = ({ name }: Account, state: State, common: State): StateView => {
  const contacts = Array.fromIterable(state.contacts.values())
  const session = liveSession(state)
  const byEndpoint = Array.groupBy(common.requested.kept, ({ endpoint }) => endpoint)
  return {
    revision: state.revision,
    autoScan: common.autoScan === name,
    pushLogin: state.pushLogin,
    barred: state.barred,
    refusal: state.refusal,
    passTicket: state.passTicket,
    clock: { ahead: common.clockAhead / 1000, dated: common.dated },
    echo: state.echoSends,
    acceptRepeats: state.acceptRepeats,
    takesBack: state.takesBack,
    badLinks: state.badLinks,
    held: heldIn(state.shelf),
    scans: common.scans
      .filter(({ account }) => account === null || account === name)
      .map(({ stage, uuid }) => ({ uuid, stage })),
    sessions: state.sessions.map(({ ended, inits, order }) => ({ order, inits, ended })),
    people: contacts.flatMap((contact) => (contact._tag === "Person" ? [personView(state, contact)] : [])),
    groups: contacts.flatMap((contact) => (contact._tag === "Group" ? [groupView(state, contact)] : [])),
    pending: session === undefined ? 0 : countOf(state.events) - Math.max(session.fetched, state.events.gone),
    holding: { login: common.holding.login, synccheck: state.holding.synccheck },
    requests: Record.map(byEndpoint, (requests) => requests.length),
    listening: common.listening,
    faults: common.faults,
    repeats: Chunk.size(Chunk.filter(state.sent.kept, ({ repeated }) => repeated))
  }
}

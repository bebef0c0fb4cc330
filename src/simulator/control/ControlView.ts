import { Array, Chunk, Record, Schema } from "effect"
import { FaultInput } from "./ControlInput.ts"
import type { Group, Person } from "../world/People.ts"
import { liveSession, type State, userNameOf } from "../world/State.ts"

const UserName = Schema.NullOr(Schema.String).annotations({ description: "null while nobody is logged in" })

/** A person, and their UserName in the current log-in. */
export const PersonView = Schema.Struct({
  name: Schema.String,
  UserName,
  nickName: Schema.String,
  remarkName: Schema.String,
  inBook: Schema.Boolean,
  verifyFlag: Schema.Int
})
export type PersonView = typeof PersonView.Type

/** A group, and its UserName and its members' in the current log-in. */
export const GroupView = Schema.Struct({
  name: Schema.String,
  UserName,
  nickName: Schema.String,
  inBook: Schema.Boolean,
  members: Schema.Array(Schema.Struct({ name: Schema.String, UserName, displayName: Schema.String }))
})
export type GroupView = typeof GroupView.Type

/** A fault and how many calls it hit. */
export const FaultView = Schema.Struct({ order: Schema.Int, hits: Schema.Int, fault: FaultInput })
export type FaultView = typeof FaultView.Type

/** Answer of `GET /control/state`. */
export const StateView = Schema.Struct({
  /** Goes up by one at every change. */
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
  /** QR codes and pushes, oldest first. */
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
  /** Answered requests, by endpoint. */
  requests: Schema.Record({ key: Schema.String, value: Schema.Int }),
  /** Whether the port is open, which only a fault closes. */
  listening: Schema.Boolean,
  /** All that are not cleared, also those whose `times` are used up. */
  faults: Schema.Array(FaultView),
  /** Sends with a `ClientMsgId` that was accepted before. */
  repeats: Schema.Int
})
export type StateView = typeof StateView.Type

const userNameNow = (state: State) => {
  const session = liveSession(state)
  return session === undefined ? () => null : userNameOf(state, session)
}

/** A person as the control API shows them. */
export const personView = (state: State, person: Person): PersonView => {
  const { inBook, name, nickName, remarkName, verifyFlag } = person
  return { name, UserName: userNameNow(state)(name), nickName, remarkName, inBook, verifyFlag }
}

/** A group as the control API shows it. */
export const groupView = (state: State, group: Group): GroupView => {
  const { inBook, members, name, nickName } = group
  const userName = userNameNow(state)
  return {
    name,
    UserName: userName(name),
    nickName,
    inBook,
    members: members.map((member) => ({ ...member, UserName: userName(member.name) }))
  }
}

/** The state as the control API shows it: without credentials. */
export const stateView = (state: State): StateView => {
  const contacts = Array.fromIterable(state.contacts.values())
  const session = liveSession(state)
  const byEndpoint = Array.groupBy(Chunk.toReadonlyArray(state.requested), ({ endpoint }) => endpoint)
  return {
    revision: state.revision,
    autoScan: state.autoScan,
    pushLogin: state.pushLogin,
    barred: state.barred,
    refusal: state.refusal,
    passTicket: state.passTicket,
    clock: { ahead: state.clockAhead / 1000, dated: state.dated },
    echo: state.echoSends,
    acceptRepeats: state.acceptRepeats,
    scans: state.scans.map(({ stage, uuid }) => ({ uuid, stage })),
    sessions: state.sessions.map(({ ended, inits, order }) => ({ order, inits, ended })),
    people: contacts.flatMap((contact) => (contact._tag === "Person" ? [personView(state, contact)] : [])),
    groups: contacts.flatMap((contact) => (contact._tag === "Group" ? [groupView(state, contact)] : [])),
    pending: session === undefined ? 0 : Chunk.size(state.events) - session.fetched,
    holding: state.holding,
    requests: Record.map(byEndpoint, (requests) => requests.length),
    listening: state.listening,
    faults: state.faults,
    repeats: Chunk.size(Chunk.filter(state.sent, ({ repeated }) => repeated))
  }
}

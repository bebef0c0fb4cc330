import { Chunk, HashMap } from "effect"
import { Event, type Message } from "./Events.ts"
import type { KeptFault } from "./Fault.ts"
import type { FullOptions } from "./Options.ts"
import { cast, type Contact, ME, type Person, person } from "./People.ts"
import * as Recent from "./Recent.ts"
import type { Asked, Fetched, Prompted, Requested, Sent, TakenBack, Uploaded } from "./Records.ts"
import { emptyShelf, type Shelf } from "./media/Shelf.ts"
import type { OpenaiAnswer } from "./answers/OpenaiAnswer.ts"
import { noOrders, type Orders } from "./answers/Orders.ts"
import { noSocial, type Social } from "./social/Social.ts"
import type { TulingAnswer } from "./answers/TulingAnswer.ts"
import type { UserNames } from "./UserNames.ts"

/** The account that every simulator starts with. */
export const FIRST = "first"

/** One QR code, or one push to the phone, from its start to the log-in. */
export interface Scan {
  readonly uuid: string
  readonly ticket: string
  /** `countdown` is the phone's safety pause after the scan: polls answer 400 although the code stays valid. */
  readonly stage:
    | "waiting"
    | "scanned"
    | "countdown"
    | "confirmed"
    | "cancelled"
    | "expired"
    | "failed"
    | "used"
  /** The client was told 201. */
  readonly told: boolean
  /** Whose phone it is on; null while nobody has scanned the code. */
  readonly account: string | null
}

/** One log-in. The control API shows none of its credentials. */
export interface Session {
  readonly order: number
  readonly uin: number
  readonly sid: string
  /** The host that serves it, as the log-in page was called; null where the simulator was called by no real name. */
  readonly host: string | null
  readonly skey: string
  /** Decoded; on the wire it is percent-encoded. */
  readonly passTicket: string
  readonly dataTicket: string
  readonly uvid: string
  readonly authTicket: string
  readonly userNames: UserNames
  /** How many events there were at the log-in: this session never gets them. */
  readonly start: number
  /** How far `webwxsync` has handed out the events. */
  readonly fetched: number
  /** How often `webwxinit` succeeded. */
  readonly inits: number
  /** The retcode that ended it; null until then. */
  readonly ended: number | null
}

/** What makes a send the same as an earlier one. */
export type SendKey = readonly [to: string, ClientMsgId: string]

/**
 * All that the simulated servers know of one account; the first account's state also holds what is common to all: codes,
 * clocks, chatbots, faults, requests. Immutable: each request makes a new one.
 */
export interface State {
  /** Goes up by one at every change: what `GET /control/state?after=` waits for. */
  readonly revision: number
  /** The account whose phone scans each new code by itself; null for none. */
  readonly autoScan: string | null
  readonly pushLogin: boolean
  /** The account may not use Web WeChat: the login page says so. */
  readonly barred: boolean
  /** By 1203 in XML, or by a page of HTML. */
  readonly refusal: "xml" | "html"
  /** Where the login page gives `pass_ticket`. */
  readonly passTicket: "xml" | "cookie"
  /** How far the servers' clocks are ahead of this machine's, in milliseconds. */
  readonly clockAhead: number
  /** Answers carry a `date`. */
  readonly dated: boolean
  readonly echoSends: boolean
  readonly acceptRepeats: boolean
  /** By name, in the order they were added. */
  readonly contacts: ReadonlyMap<string, Contact>
  readonly events: Recent.Recent<Event>
  /** Where among them those are whose selector repeats until they are seen: 6 and 7. */
  readonly repeating: ReadonlyArray<number>
  readonly social: Social
  readonly scans: ReadonlyArray<Scan>
  readonly sessions: ReadonlyArray<Session>
  /** Polls that are being held now. */
  readonly holding: { readonly login: number; readonly synccheck: number }
  readonly tuling: Orders<TulingAnswer>
  readonly openai: Orders<OpenaiAnswer>
  readonly faults: ReadonlyArray<KeptFault>
  /** How many faults there have been. */
  readonly faultsMade: number
  /** The port is open. */
  readonly listening: boolean
  readonly sent: Recent.Recent<Sent>
  /** The `MsgId` that each `ClientMsgId` of them got first in its chat. */
  readonly firstSent: HashMap.HashMap<SendKey, string>
  readonly asked: Recent.Recent<Asked>
  readonly prompted: Recent.Recent<Prompted>
  readonly fetched: Recent.Recent<Fetched>
  readonly requested: Recent.Recent<Requested>
  readonly shelf: Shelf
  readonly uploaded: Recent.Recent<Uploaded>
  /** Whether the client may take back what it sent. */
  readonly takesBack: boolean
  readonly takenBack: Recent.Recent<TakenBack>
  /** Beginnings of URLs that `webwxcheckurl` shows a warning for instead of going there. */
  readonly badLinks: ReadonlyArray<string>
}

/** The world before anybody logged in; further accounts have an owner of another name. */
export const initialState = (options: FullOptions, nickName: string | null = null): State => ({
  revision: 0,
  autoScan: options.autoScan ? FIRST : null,
  pushLogin: true,
  barred: false,
  refusal: "xml",
  passTicket: "xml",
  clockAhead: 0,
  dated: true,
  echoSends: options.echoSends,
  acceptRepeats: options.acceptRepeats,
  contacts: new Map(
    cast.map((contact) => [
      contact.name,
      contact.name === ME && nickName !== null ? { ...contact, nickName } : contact
    ])
  ),
  events: Recent.none,
  repeating: [],
  social: noSocial,
  scans: [],
  sessions: [],
  holding: { login: 0, synccheck: 0 },
  tuling: noOrders,
  openai: noOrders,
  faults: [],
  faultsMade: 0,
  listening: true,
  sent: Recent.none,
  firstSent: HashMap.empty(),
  asked: Recent.none,
  prompted: Recent.none,
  fetched: Recent.none,
  requested: Recent.none,
  shelf: emptyShelf,
  uploaded: Recent.none,
  takesBack: true,
  takenBack: Recent.none,
  badLinks: []
})

const lengthOf = (event: Event) => (event._tag === "Message" ? (event.message.length ?? 0) : 0)

/** The state with more events to fetch, added at once: no poll sees only some of them. */
export const addEvents = (state: State, events: ReadonlyArray<Event>): State => {
  const first = Recent.countOf(state.events)
  const repeating = events.flatMap(({ selector }, at) =>
    selector === 6 || selector === 7 ? [first + at] : []
  )
  const kept = Recent.withMore(state.events, events, lengthOf)
  const stays = repeating.length === 0 && kept.gone === state.events.gone
  return {
    ...state,
    events: kept,
    repeating: stays
      ? state.repeating
      : [...state.repeating, ...repeating].filter((position) => position >= kept.gone)
  }
}

/** The state with more messages to fetch. */
export const deliver = (state: State, messages: ReadonlyArray<Message>): State =>
  addEvents(
    state,
    messages.map((message) => Event.Message({ selector: 2, message }))
  )

/** The session that has not ended, if there is one. */
export const liveSession = (state: State): Session | undefined =>
  state.sessions.find((session) => session.ended === null)

/** The state with changes to one session. */
export const withSession = (
  state: State,
  { order }: Session,
  change: (session: Session) => Partial<Session>
): State => ({
  ...state,
  sessions: state.sessions.map((session) =>
    session.order === order ? { ...session, ...change(session) } : session
  )
})

/** The state in which a session is over. Its table of names goes: an account that logs in often must not keep them all. */
export const endSession = (state: State, session: Session, ended: number): State =>
  withSession(state, session, ({ userNames }) => ({ ended, userNames: userNames.again() }))

/** The state with one scan changed. */
export const withScan = (state: State, changed: Scan): State => ({
  ...state,
  scans: state.scans.map((scan) => (scan.uuid === changed.uuid ? changed : scan))
})

/** The account's owner. */
export const owner = (state: State): Person => {
  const me = state.contacts.get(ME)
  return me?._tag === "Person" ? me : person(ME)
}

/** The `UserName` in one log-in of a contact's name. A name that nobody has is given back as it is. */
export const userNameOf = (state: State, session: Session) => (name: string) => {
  const contact = state.contacts.get(name)
  return contact === undefined ? name : session.userNames.of(contact)
}

/** The contact that has this `UserName` in one log-in, if any. */
export const contactOf = (state: State, session: Session, userName: string): Contact | undefined => {
  const known = session.userNames.whose(userName)
  if (known !== undefined) return state.contacts.get(known)
  return Array.from(state.contacts.values()).find((contact) => session.userNames.of(contact) === userName)
}

/** The last message of a chat, if it has one. */
export const lastMessage = (state: State, chat: string): Message | undefined => {
  for (const event of Chunk.reverse(state.events.kept)) {
    if (event._tag === "Message" && event.message.chat === chat) return event.message
  }
  return undefined
}

import { Option, Redacted } from "effect"
import { type AddMsg } from "../../../src/domain/AddMsg.ts"
import { type Chat } from "../../../src/domain/Chat.ts"
import { type Contact, type Member } from "../../../src/domain/Contact.ts"
import { fromWire } from "../../../src/domain/Message.ts"
import { type SyncKey } from "../../../src/domain/SyncKey.ts"
import { Refused, Unreachable } from "../../../src/http/Errors.ts"
import { SessionEnded } from "../../../src/program/inbox/Inbox.ts"
import { type Received } from "../../../src/program/inbox/WriteDown.ts"
import { type Session } from "../../../src/domain/Session.ts"

/** The owner. */
export const me = "@me"
export const friend = "@li"
export const group = "@@family"

export const syncKey = (n: number): SyncKey => ({ Count: 1, List: [{ Key: 1, Val: n }] })
export const checkKey = (n: number): SyncKey => ({ Count: 1, List: [{ Key: 2, Val: n }] })

export const cursor = (n: number) => ({ SyncKey: syncKey(n), SyncCheckKey: checkKey(n) })

/** A session just begun. */
export const session: Session = {
  credentials: {
    host: "wx2.qq.com",
    skey: Redacted.make("@crypt_skey"),
    wxsid: Redacted.make("sid"),
    wxuin: Redacted.make("100000001"),
    pass_ticket: Redacted.make("ticket")
  },
  me: { UserName: me, NickName: "Xiao Bai" },
  SyncKey: syncKey(0),
  SyncCheckKey: checkKey(0),
  contacts: []
}

/** A message as it comes over the wire: a friend's text of now, unless said otherwise. */
export const addMsg = (MsgId: string, fields: Partial<AddMsg> = {}): AddMsg => ({
  MsgId,
  FromUserName: friend,
  ToUserName: me,
  MsgType: 1,
  SubMsgType: 0,
  AppMsgType: 0,
  Content: "hello",
  CreateTime: 0,
  Url: "",
  StatusNotifyCode: 0,
  StatusNotifyUserName: "",
  ...fields
})

/** The same as it comes out of the inbox; no die says yes. */
export const received = (addMsg: AddMsg, rest: Partial<Received> = {}): Received => ({
  message: fromWire(addMsg, me),
  me,
  seenBefore: false,
  ownReply: false,
  createdAt: 0,
  receivedAt: 0,
  dice: { group: 0.99, media: 0.99, line: 0 },
  ...rest
})

/** A chat with what it is called beyond its log-in, if that was known from the start. */
export const chat = (userName: string, lastingName?: string): Chat => ({
  userName,
  key: lastingName ?? userName,
  lastingName
})

/** A friend in the address book. */
export const contact = (UserName: string, fields: Partial<Contact> = {}): Contact => ({
  UserName,
  NickName: "",
  RemarkName: "",
  VerifyFlag: 0,
  ContactFlag: 1,
  MemberList: [],
  ...fields
})

/** A member of a group, by a nick name and maybe another name in the group. */
export const member = (UserName: string, DisplayName = ""): Member => ({
  UserName,
  NickName: `nick of ${UserName}`,
  DisplayName
})

export const noSpeaker = Option.none<string>()

/** WeChat says no. */
export const refused = (code: number) => new Refused({ endpoint: "fake", code })
/** No answer: the request may have arrived. */
export const timedOut = new Unreachable({ endpoint: "fake", reason: "timed out", delivered: "unknown" })
/** No answer: the request certainly did not arrive. */
export const notConnected = new Unreachable({ endpoint: "fake", reason: "ECONNREFUSED", delivered: "no" })

/** WeChat ended the session, at this cursor; a poll had lived, unless said otherwise. */
export const ended = (code: number, at = 0, lived = true) =>
  new SessionEnded({
    code,
    message: refused(code).message,
    cursor: cursor(at),
    lived
  })

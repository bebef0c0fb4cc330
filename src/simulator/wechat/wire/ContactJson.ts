import { encodeText } from "./Content.ts"
import { type Contact, ME, type Member } from "../../world/People.ts"
import { type Session, type State, userNameOf } from "../../world/State.ts"

/** Bits of `ContactFlag`. */
const FRIEND = 1
const CHAT = 2
const IN_BOOK_GROUP = 4

const flag = (contact: Contact): number => {
  if (contact.name === ME) return 0
  if (contact._tag === "Group") return contact.inBook ? CHAT + IN_BOOK_GROUP : CHAT
  return contact.inBook ? FRIEND + CHAT : 0
}

/** The `HeadImgUrl` of somebody: a path with the `skey` in it. */
export const headImgUrl = (session: Session, userName: string) =>
  `/cgi-bin/mmwebwx-bin/webwxget${userName.startsWith("@@") ? "headimg" : "icon"}` +
  `?seq=600000000&username=${userName}&skey=${session.skey}`

const memberJson = (state: State, session: Session) => (member: Member) => ({
  Uin: 0,
  UserName: userNameOf(state, session)(member.name),
  NickName: encodeText(state.contacts.get(member.name)?.nickName ?? member.name),
  AttrStatus: 0,
  PYInitial: "",
  PYQuanPin: "",
  RemarkPYInitial: "",
  RemarkPYQuanPin: "",
  MemberStatus: 0,
  DisplayName: encodeText(member.displayName),
  KeyWord: ""
})

/** A contact as the service writes it. Only with `details` does a group come with its members. */
export const contactJson = (state: State, session: Session, contact: Contact, details: boolean) => {
  const UserName = session.userNames.of(contact)
  const members = contact._tag === "Group" && details ? contact.members : []
  return {
    Uin: 0,
    UserName,
    NickName: encodeText(contact.nickName),
    HeadImgUrl: headImgUrl(session, UserName),
    ContactFlag: flag(contact),
    MemberCount: members.length,
    MemberList: members.map(memberJson(state, session)),
    RemarkName: contact._tag === "Person" ? encodeText(contact.remarkName) : "",
    HideInputBarFlag: 0,
    Sex: 0,
    Signature: "",
    VerifyFlag: contact._tag === "Person" ? contact.verifyFlag : 0,
    OwnerUin: 0,
    PYInitial: "",
    PYQuanPin: "",
    RemarkPYInitial: "",
    RemarkPYQuanPin: "",
    StarFriend: 0,
    AppAccountFlag: 0,
    Statues: contact._tag === "Group" ? 1 : 0,
    AttrStatus: 0,
    Province: "",
    City: "",
    Alias: "",
    SnsFlag: 0,
    UniFriend: 0,
    DisplayName: "",
    ChatRoomId: 0,
    KeyWord: contact._tag === "Person" && (contact.verifyFlag & 8) !== 0 ? "gh_" : "",
    EncryChatRoomId: contact._tag === "Group" && details ? UserName.slice(2, 18) : "",
    IsOwner: 0
  }
}

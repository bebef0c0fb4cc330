import { encodeText } from "./Content.ts"
import { type Contact, ME, type Member } from "../../world/People.ts"
import { type Session, type State, userNameOf } from "../../world/State.ts"

/** Bits of `ContactFlag`. */
const IN_BOOK = 1
const CHAT = 2
/** What the owner has besides, where they stand in their own address book. */
const OWNER = 4
/** Kept on top of the chats. */
const PINNED = 2048

const kindFlag = (contact: Contact): number => {
  if (contact.name === ME) return IN_BOOK + CHAT + OWNER
  if (contact._tag === "Group") return contact.inBook ? IN_BOOK + CHAT : CHAT
  return contact.inBook ? IN_BOOK + CHAT : 0
}

const flag = (contact: Contact): number => kindFlag(contact) + (contact.pinned ? PINNED : 0)

/** The `HeadImgUrl` of somebody: a path with the `skey` in it. */
export const headImgUrl = (session: Session, userName: string) =>
  `/cgi-bin/mmwebwx-bin/webwxget${userName.startsWith("@@") ? "headimg" : "icon"}` +
  `?seq=600000000&username=${userName}&skey=${session.skey}`

/** Whether a group comes with its members, and these with their names. */
type Members = "none" | "nameless" | "all"

/** The fields of a member that are the same for all. */
export const memberFields = {
  Uin: 0,
  AttrStatus: 0,
  PYInitial: "",
  PYQuanPin: "",
  RemarkPYInitial: "",
  RemarkPYQuanPin: "",
  MemberStatus: 0,
  DisplayName: "",
  KeyWord: ""
}

const memberJson = (state: State, session: Session, named: boolean) => (member: Member) => ({
  ...memberFields,
  UserName: userNameOf(state, session)(member.name),
  NickName: named ? encodeText(state.contacts.get(member.name)?.nickName ?? member.name) : "",
  DisplayName: named ? encodeText(member.displayName) : ""
})

/** A contact as lists of contacts hold it. */
export const contactJson = (state: State, session: Session, contact: Contact, withMembers: Members) => {
  const UserName = session.userNames.of(contact)
  const members = contact._tag === "Group" && withMembers !== "none" ? contact.members : []
  return {
    Uin: 0,
    UserName,
    NickName: encodeText(contact.nickName),
    HeadImgUrl: headImgUrl(session, UserName),
    ContactFlag: flag(contact),
    MemberCount: members.length,
    MemberList: members.map(memberJson(state, session, withMembers === "all")),
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
    EncryChatRoomId: contact._tag === "Group" && withMembers === "all" ? `@${UserName.slice(-32)}` : "",
    IsOwner: contact._tag === "Group" && contact.owner === ME ? 1 : 0
  }
}

/** A contact that changed, or was added, as `ModContactList` holds it: it has fields of its own, and lacks some. */
export const changedContactJson = (state: State, session: Session, contact: Contact) => {
  const all = contactJson(state, session, contact, "all")
  return {
    UserName: all.UserName,
    NickName: all.NickName,
    Sex: all.Sex,
    HeadImgUpdateFlag: 1,
    ContactType: 0,
    Alias: all.Alias,
    ChatRoomOwner: contact._tag === "Group" ? userNameOf(state, session)(contact.owner) : "",
    HeadImgUrl: all.HeadImgUrl,
    ContactFlag: all.ContactFlag,
    MemberCount: all.MemberCount,
    MemberList: all.MemberList,
    HideInputBarFlag: all.HideInputBarFlag,
    Signature: all.Signature,
    VerifyFlag: all.VerifyFlag,
    RemarkName: all.RemarkName,
    Statues: all.Statues,
    AttrStatus: all.AttrStatus,
    Province: all.Province,
    City: all.City,
    SnsFlag: all.SnsFlag,
    KeyWord: all.KeyWord
  }
}

import { Schema } from "effect"
import * as Lenient from "./Lenient.ts"
import { decodeName } from "./MessageText.ts"
import { canonical } from "./Name.ts"

/** A member of a group, from webwxbatchgetcontact or ModContactList. */
export const Member = Schema.Struct({
  UserName: Schema.NonEmptyString,
  NickName: Lenient.text,
  /** The member's name in this group; mostly empty. */
  DisplayName: Lenient.text
})
export type Member = typeof Member.Type

/**
 * A person, group or account of the address book, as four endpoints send it. Names are escaped like message text:
 * read them through `displayNames`. `HeadImgUrl` is left out: it holds the skey.
 */
export const Contact = Schema.Struct({
  UserName: Schema.NonEmptyString,
  NickName: Lenient.text,
  /** The owner's own name for a friend. */
  RemarkName: Lenient.text,
  /** Bit 8 is set for every official account; missing in some updates. */
  VerifyFlag: Lenient.maybeInt,
  /** Bit 1 is set for a friend; missing in some answers. */
  ContactFlag: Lenient.maybeInt,
  MemberList: Lenient.list(Member)
})
export type Contact = typeof Contact.Type

export const ContactKind = Schema.Literal(
  "self",
  "friend",
  "group",
  "official-account",
  "special-account",
  "unknown"
)
export type ContactKind = typeof ContactKind.Type

export const specialAccounts: ReadonlySet<string> = new Set([
  "newsapp",
  "fmessage",
  "filehelper",
  "weibo",
  "qqmail",
  "tmessage",
  "qmessage",
  "qqsync",
  "floatbottle",
  "lbsapp",
  "shakeapp",
  "medianote",
  "qqfriend",
  "readerapp",
  "blogapp",
  "facebookapp",
  "masssendapp",
  "meishiapp",
  "feedsapp",
  "voip",
  "blogappweixin",
  "weixin",
  "brandsessionholder",
  "weixinreminder",
  "officialaccounts",
  "notification_messages",
  "notifymessage",
  "wxitil",
  "userexperience_alarm",
  "wxid_novlwrv3lqwv11",
  "gh_22b87fa7cb3c"
])

/** 文件传输助手, the owner's scratch pad: it never sends anything. */
export const FILE_HELPER = "filehelper"

/** The second is a group of the old style, the third one with contacts of WeChat Work in it. */
export const isGroup = (userName: string): boolean =>
  userName.startsWith("@@") || userName.endsWith("@chatroom") || userName.endsWith("@im.chatroom")

export const isSpecialAccount = (userName: string): boolean =>
  specialAccounts.has(userName) || /@(qqim|lbsroom|talkroom)$/.test(userName)

/** People's UserNames; those of WeChat Work end in `@openim`. */
const isPerson = (userName: string) => userName.startsWith("@") || userName.endsWith("@openim")

/** Who a UserName is, in the order of tests that Tencent's own client uses; `contact` is what is known of it. */
export const kindOf = (userName: string, me: string, contact: Contact | undefined): ContactKind => {
  if (userName === me) return "self"
  if (isGroup(userName)) return "group"
  if (isSpecialAccount(userName)) return "special-account"
  if (contact === undefined) return "unknown"
  if (((contact.VerifyFlag ?? 0) & 8) !== 0) return "official-account"
  const befriended = contact.ContactFlag === undefined || (contact.ContactFlag & 1) !== 0
  return isPerson(userName) && befriended ? "friend" : "unknown"
}

/** A friend or a group: the chats that the owner tells apart by their names. */
export const isNamedChat = (contact: Contact, me: string): boolean => {
  const kind = kindOf(contact.UserName, me, contact)
  return kind === "friend" || kind === "group"
}

/** The contact's names as a person reads them, the owner's remark first; invisible names are left out. */
export const displayNames = (contact: Contact): ReadonlyArray<string> =>
  [contact.RemarkName, contact.NickName].map(decodeName).filter((name) => canonical(name) !== "")

/** Some answers list members without any name: that does not mean that they have none. */
export const isNamed = ({ DisplayName, NickName }: Member): boolean =>
  DisplayName.trim() !== "" || NickName.trim() !== ""

/** The members after a full list, which replaces the known ones; a member without names in it keeps the known names. */
const replaceMembers = (known: ReadonlyArray<Member>, full: ReadonlyArray<Member>): ReadonlyArray<Member> => {
  if (full.length === 0) return known
  const before = new Map(known.map((member) => [member.UserName, member]))
  return full.map((member) => (isNamed(member) ? member : (before.get(member.UserName) ?? member)))
}

/** The members after a list that may be partial: no member is removed, and no name is erased. */
const mergeMembers = (known: ReadonlyArray<Member>, update: ReadonlyArray<Member>): ReadonlyArray<Member> => {
  const merged = new Map(known.map((member) => [member.UserName, member]))
  for (const { DisplayName, NickName, UserName } of update) {
    const before = merged.get(UserName)
    merged.set(UserName, {
      UserName,
      NickName: NickName.trim() === "" ? (before?.NickName ?? "") : NickName,
      DisplayName: DisplayName.trim() === "" ? (before?.DisplayName ?? "") : DisplayName
    })
  }
  return [...merged.values()]
}

/**
 * What is known after an update that sends only what changed: an empty value never erases a known one, and an official
 * account (VerifyFlag) stays one. ContactFlag is replaced: a friend can stop being one.
 */
export const merge = (known: Contact | undefined, update: Contact): Contact =>
  known === undefined
    ? update
    : {
        UserName: update.UserName,
        NickName: update.NickName || known.NickName,
        RemarkName: update.RemarkName || known.RemarkName,
        VerifyFlag: update.VerifyFlag || known.VerifyFlag,
        ContactFlag: update.ContactFlag ?? known.ContactFlag,
        MemberList: mergeMembers(known.MemberList, update.MemberList)
      }

/**
 * What is known after a full record, as webwxgetcontact and webwxbatchgetcontact give it: it replaces what was known,
 * and removes a remark. Known members are kept when it has none: the address book lists groups without members.
 */
export const replace = (known: Contact | undefined, record: Contact): Contact =>
  known === undefined
    ? record
    : {
        ...record,
        NickName: record.NickName || known.NickName,
        VerifyFlag: record.VerifyFlag ?? known.VerifyFlag,
        ContactFlag: record.ContactFlag ?? known.ContactFlag,
        MemberList: replaceMembers(known.MemberList, record.MemberList)
      }

/** Whether an update lacks a remark that is known: only a full record tells whether the remark is really gone. */
export const takesNameAway = (known: Contact | undefined, update: Contact): boolean =>
  known !== undefined && known.RemarkName !== "" && update.RemarkName === "" && update.NickName !== ""

/**
 * A name for a friend or group that outlasts the UserNames of one log-in: its kind with the owner's remark, else the nick
 * name, in canonical form. Others may have the same; undefined for all other kinds, and for those without a name.
 */
export const lastingName = (contact: Contact, me: string): string | undefined => {
  const [name] = displayNames(contact)
  return name !== undefined && isNamedChat(contact, me)
    ? `${kindOf(contact.UserName, me, contact)}:${canonical(name)}`
    : undefined
}

/** The name in a lasting name. */
export const nameIn = (lastingName: string): string => lastingName.slice(lastingName.indexOf(":") + 1)

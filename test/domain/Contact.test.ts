import { describe, expect, it } from "@effect/vitest"
import { Schema } from "effect"
import {
  Contact,
  displayNames,
  isGroup,
  isSpecialAccount,
  kindOf,
  merge,
  replace
} from "../../src/domain/Contact.ts"

const me = "@me"
const decode = Schema.decodeUnknownSync(Contact)

/** As the clients list them. */
const specialAccounts = `
  newsapp fmessage filehelper weibo qqmail tmessage qmessage qqsync floatbottle lbsapp shakeapp medianote
  qqfriend readerapp blogapp facebookapp masssendapp meishiapp feedsapp voip blogappweixin weixin
  brandsessionholder weixinreminder officialaccounts notification_messages notifymessage wxitil
  userexperience_alarm wxid_novlwrv3lqwv11 gh_22b87fa7cb3c 12@qqim 12@lbsroom 12@talkroom
`

const contact = (overrides: Partial<Contact> = {}): Contact => ({
  UserName: "@li",
  NickName: "Li",
  RemarkName: "Li Lei",
  VerifyFlag: 0,
  ContactFlag: 3,
  MemberList: [],
  ...overrides
})

describe("kindOf", () => {
  it.each([
    ["the owner", "@me", contact(), "self"],
    ["a group", "@@family", undefined, "group"],
    ["a group of the old style", "family@chatroom", undefined, "group"],
    ["an account of WeChat's", "filehelper", undefined, "special-account"],
    ["somebody in the address book", "@li", contact(), "friend"],
    ["somebody not in the address book", "@li", undefined, "unknown"],
    ["a name without an @", "li", contact(), "unknown"],
    ["a contact of WeChat Work", "li@openim", contact(), "friend"],
    ["the same with an @ before it", "@li@openim", contact(), "friend"],
    ["the same, not in the address book", "li@openim", undefined, "unknown"],
    ["a group with some of them", "25@im.chatroom", undefined, "group"],
    ["a name with an @ elsewhere", "li@example", contact(), "unknown"]
  ] as const)("%s, %s", (_, userName, known, kind) => {
    expect(kindOf(userName, me, known)).toBe(kind)
  })

  it.each([8, 24, 56, 136])("VerifyFlag %i: official-account", (VerifyFlag) => {
    expect(kindOf("@li", me, contact({ VerifyFlag }))).toBe("official-account")
    expect(kindOf("@li", me, contact({ VerifyFlag, ContactFlag: undefined }))).toBe("official-account")
  })

  it.each([undefined, 0, 1, 2, 4, 16, 128])("VerifyFlag %s: a friend all the same", (VerifyFlag) => {
    expect(kindOf("@li", me, contact({ VerifyFlag }))).toBe("friend")
  })

  it.each([
    [undefined, "friend"],
    [1, "friend"],
    [3, "friend"],
    [2049, "friend"],
    [0, "unknown"],
    [2, "unknown"],
    [8, "unknown"]
  ])("ContactFlag %s: %s", (ContactFlag, kind) => {
    expect(kindOf("@li", me, contact({ ContactFlag }))).toBe(kind)
  })

  it("tests in the order of the official client", () => {
    const official = contact({ VerifyFlag: 8 })
    expect(kindOf("@me", "@me", official)).toBe("self")
    expect(kindOf("@@family", me, official)).toBe("group")
    expect(kindOf("weixin", me, official)).toBe("special-account")
    expect(kindOf("@chatroom@qqim@chatroom", me, official)).toBe("group")
  })
})

describe("groups and special accounts", () => {
  it.each(["@@family", "1234@chatroom"])("%s is a group", (userName) => {
    expect(isGroup(userName)).toBe(true)
  })

  it.each(["@family", "a@@b", "@chatroom1", "chatroom", ""])("%j is no group", (userName) => {
    expect(isGroup(userName)).toBe(false)
  })

  it.each(specialAccounts.trim().split(/\s+/))("%s is a special account", (userName) => {
    expect(isSpecialAccount(userName)).toBe(true)
    expect(kindOf(userName, me, undefined)).toBe("special-account")
  })

  it.each(["@weixin", "weixin1", "Weixin", "@qqim1", "wxid_1", ""])(
    "%s is no special account",
    (userName) => {
      expect(isSpecialAccount(userName)).toBe(false)
    }
  )
})

describe("a contact of the wire", () => {
  it("needs its UserName only", () => {
    const bare = {
      NickName: "",
      RemarkName: "",
      VerifyFlag: undefined,
      ContactFlag: undefined,
      MemberList: []
    }
    expect(decode({ UserName: "@li" })).toEqual({ UserName: "@li", ...bare })
    expect(decode({ UserName: "@li", MemberList: null, VerifyFlag: null })).toEqual({
      UserName: "@li",
      ...bare
    })
    expect(() => decode({ UserName: "" })).toThrow()
  })

  it("keeps the members that can be read, and nothing secret", () => {
    const read = decode({
      UserName: "@@family",
      VerifyFlag: "0",
      HeadImgUrl: "/cgi-bin/mmwebwx-bin/webwxgeticon?skey=@crypt_1",
      MemberList: [{ UserName: "@li", NickName: "Li", DisplayName: "Dad" }, { UserName: "" }, null]
    })
    expect(read.MemberList).toEqual([{ UserName: "@li", NickName: "Li", DisplayName: "Dad" }])
    expect(read.VerifyFlag).toBe(0)
    expect(JSON.stringify(read)).not.toContain("@crypt_")
  })
})

describe("displayNames", () => {
  it("are the remark and the nick name as people see them", () => {
    const RemarkName = 'A &amp; B <span class="emoji emoji1f604"></span>'
    expect(displayNames(contact({ RemarkName, NickName: " Li<br/>Lei " }))).toEqual([
      "A & B \u{1F604}",
      "Li Lei"
    ])
  })

  it("leave out the empty ones", () => {
    expect(displayNames(contact({ RemarkName: " ", NickName: "Li" }))).toEqual(["Li"])
    expect(displayNames(contact({ RemarkName: "", NickName: "" }))).toEqual([])
  })
})

const member = (UserName: string, DisplayName: string) => ({ UserName, NickName: UserName, DisplayName })
const nameless = (UserName: string) => ({ UserName, NickName: "", DisplayName: " " })

describe("merge", () => {
  it("takes what is new", () => {
    expect(merge(undefined, contact())).toEqual(contact())
    const update = contact({ NickName: "Lei", RemarkName: "", VerifyFlag: 8, ContactFlag: 1 })
    expect(merge(contact(), update)).toEqual({ ...update, RemarkName: "Li Lei" })
  })

  it("an update that says nothing erases nothing", () => {
    const known = contact({ VerifyFlag: 24, MemberList: [member("@li", "Dad")] })
    expect(merge(known, decode({ UserName: "@li" }))).toEqual(known)
  })

  it("an official account stays one when an update sends no flags", () => {
    expect(merge(contact({ VerifyFlag: 24 }), contact({ VerifyFlag: 0 })).VerifyFlag).toBe(24)
  })

  it("a friend can be one no longer", () => {
    expect(merge(contact(), contact({ ContactFlag: 2 })).ContactFlag).toBe(2)
  })

  it("a list of members only adds: who is missing in it stays, and so do the names it leaves empty", () => {
    const known = contact({ MemberList: [member("@li", "Dad"), member("@bo", "Bo")] })
    const MemberList = [member("@li", ""), member("@an", "An"), member("@bo", "Bobo")]
    expect(merge(known, contact({ MemberList })).MemberList).toEqual([
      member("@li", "Dad"),
      member("@bo", "Bobo"),
      member("@an", "An")
    ])
  })
})

describe("replace", () => {
  it("takes a full record for what it says, a remark and a display name that are gone too", () => {
    const known = contact({
      RemarkName: "boss",
      VerifyFlag: 8,
      MemberList: [member("@li", "Dad"), member("@bo", "Bo")]
    })
    const record = contact({ RemarkName: "", VerifyFlag: 0, MemberList: [member("@li", "")] })
    expect(replace(known, record)).toEqual(record)
    expect(replace(undefined, record)).toEqual(record)
  })

  it("keeps what the address book never tells: the members of a group, and names of members without any", () => {
    const known = contact({ MemberList: [member("@li", "Dad")] })
    expect(replace(known, contact({ MemberList: [] })).MemberList).toEqual(known.MemberList)
    const MemberList = [nameless("@li"), member("@bo", "")]
    expect(replace(known, contact({ MemberList })).MemberList).toEqual([
      member("@li", "Dad"),
      member("@bo", "")
    ])
  })
})

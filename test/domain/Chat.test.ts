import { describe, expect, it } from "@effect/vitest"
import { calledAs, firstSeen, keysOf } from "../../src/domain/Chat.ts"
import { contact, me } from "../support/program/wire.ts"

const li = contact("@li", { NickName: "Li" })

describe("a chat when it is first seen", () => {
  it.each([
    ["a friend", "@li", li, { key: "friend:Li", lastingName: "friend:Li" }],
    [
      "a group",
      "@@home",
      contact("@@home", { NickName: "home" }),
      { key: "group:home", lastingName: "group:home" }
    ],
    ["a friend without a name", "@li", contact("@li"), { key: "@li", lastingName: undefined }],
    ["somebody unknown", "@li", undefined, { key: "@li", lastingName: undefined }],
    [
      "an official account",
      "@shop",
      contact("@shop", { NickName: "shop", VerifyFlag: 8 }),
      { key: "@shop", lastingName: undefined }
    ],
    ["文件传输助手", "filehelper", undefined, { key: "filehelper", lastingName: undefined }],
    ["the owner", me, undefined, { key: "self", lastingName: undefined }],
    ["the owner as a contact", me, contact(me, { NickName: "Bai" }), { key: "self", lastingName: undefined }]
  ] as const)("goes by what it is called then: %s", (_, userName, known, names) => {
    expect(firstSeen(userName, me, known)).toEqual({ userName, ...names })
  })
})

describe("a chat that is called otherwise by now", () => {
  it("keeps its key", () => {
    const stranger = firstSeen("@li", me, undefined)
    expect(calledAs(stranger, me, li)).toEqual({
      userName: "@li",
      key: "@li",
      lastingName: "friend:Li"
    })
    const known = firstSeen("@li", me, li)
    expect(calledAs(known, me, contact("@li", { NickName: "Lei" }))).toEqual({
      userName: "@li",
      key: "friend:Li",
      lastingName: "friend:Lei"
    })
    expect(calledAs(known, me, undefined)).toEqual({
      userName: "@li",
      key: "friend:Li",
      lastingName: undefined
    })
  })
})

describe("what is remembered of a chat", () => {
  it("goes by its UserName and by its key", () => {
    expect(keysOf(firstSeen("@li", me, li))).toEqual(["@li", "friend:Li"])
  })
})

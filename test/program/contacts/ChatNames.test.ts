import { describe, expect, it } from "@effect/vitest"
import { countNames } from "../../../src/domain/ContactNames.ts"
import {
  howManyCalled,
  namedChats,
  onlyOneCalled,
  ownLastingName
} from "../../../src/program/contacts/ChatNames.ts"
import { type People } from "../../../src/program/contacts/KnownPeople.ts"
import * as LastingNames from "../../../src/program/contacts/LastingNames.ts"
import { contact, me } from "../../support/program/wire.ts"

const li = contact("@li", { NickName: "Li" })
const wang = contact("@wang", { NickName: "Wang", RemarkName: "plumber" })
const wangToo = contact("@wang2", { NickName: "Wang" })
const groupOfLi = contact("@@li", { NickName: "Li" })
const shop = contact("@shop", { NickName: "Li", VerifyFlag: 8 })
const owner = contact(me, { NickName: "Li" })

const people = new Map([li, wang, wangToo, groupOfLi, shop, owner].map((one) => [one.UserName, one]))

describe("the chats that have names", () => {
  it("are friends and groups", () => {
    expect(namedChats(people, me)).toEqual([li, wang, wangToo, groupOfLi])
  })

  it.each([
    ["Li", 2, 0],
    ["plumber", 1, 1],
    ["Wang", 2, 0],
    ["nobody", 0, 0]
  ] as const)("go by a name, or have it to themselves: %s", (name, names, ownNames) => {
    const chats = namedChats(people, me)
    const counts = countNames(chats)
    expect(howManyCalled(chats, counts, name, "names")).toBe(names)
    expect(howManyCalled(chats, counts, name, "ownNames")).toBe(ownNames)
  })
})

const calledSo = (all: People) => LastingNames.make(me).of(all.values())

describe("a name that lasts", () => {
  it("tells the only one who is called so, by kind", () => {
    expect(onlyOneCalled(calledSo(people), "friend:Li")).toBe("@li")
    expect(onlyOneCalled(calledSo(people), "group:Li")).toBe("@@li")
    expect(onlyOneCalled(calledSo(people), "friend:nobody")).toBe(undefined)
  })

  it("tells nobody where two are called so", () => {
    const twins = new Map(people).set("@li2", contact("@li2", { NickName: "Li" }))
    expect(onlyOneCalled(calledSo(twins), "friend:Li")).toBe(undefined)
    expect(ownLastingName(calledSo(twins), twins.get("@li"), me)).toBe(undefined)
    expect(ownLastingName(calledSo(twins), twins.get("@@li"), me)).toBe("group:Li")
  })

  it("is had by friends and groups that are known", () => {
    const nameOf = (userName: string) => ownLastingName(calledSo(people), people.get(userName), me)
    expect(["@li", "@wang", "@shop", "@unknown"].map(nameOf)).toEqual([
      "friend:Li",
      "friend:plumber",
      undefined,
      undefined
    ])
  })
})

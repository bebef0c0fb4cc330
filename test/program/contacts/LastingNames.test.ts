import { describe, expect, it } from "@effect/vitest"
import { FastCheck as fc } from "effect"
import { type Contact } from "../../../src/domain/Contact.ts"
import * as LastingNames from "../../../src/program/contacts/LastingNames.ts"
import { contact, me } from "../../support/program/wire.ts"

const name = fc.constantFrom("", "Li", "Wang", "Li\u200B")
const someone = fc
  .record({
    UserName: fc.constantFrom("@a", "@b", "@@c", "@d", "filehelper", me),
    NickName: name,
    RemarkName: name,
    VerifyFlag: fc.constantFrom(0, 8)
  })
  .map(({ UserName, ...rest }) => contact(UserName, rest))

const sorted = (called: LastingNames.CalledSo) =>
  [...called]
    .map(([name, userNames]) => [name, [...userNames].toSorted()] as const)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))

describe("lasting names", () => {
  it.prop(
    "are after any changes what they are when all are looked up anew",
    {
      first: fc.array(someone),
      changes: fc.array(fc.oneof(someone, fc.constantFrom("@a", "@b", "@@c")), { maxLength: 30 })
    },
    ({ changes, first }) => {
      const people = new Map<string, Contact>(first.map((one) => [one.UserName, one]))
      const kept = LastingNames.make(me)
      kept.of(people.values())
      for (const change of changes) {
        const userName = typeof change === "string" ? change : change.UserName
        const was = people.get(userName)
        if (typeof change === "string") people.delete(userName)
        else people.set(userName, change)
        kept.changed(was, people.get(userName))
      }
      expect(sorted(kept.of([]))).toEqual(sorted(LastingNames.make(me).of(people.values())))
    }
  )

  it("are those of the people there are when somebody first asks", () => {
    const kept = LastingNames.make(me)
    kept.changed(undefined, contact("@a", { NickName: "Li" }))
    expect([...kept.of([contact("@b", { NickName: "Wang" })])]).toEqual([["friend:Wang", new Set(["@b"])]])
  })
})

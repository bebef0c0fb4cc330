import { describe, expect, it } from "@effect/vitest"
import * as LastingNames from "../../../src/program/contacts/LastingNames.ts"
import { changingPeople, tellOf } from "../../support/program/changingPeople.ts"
import { contact, me } from "../../support/program/wire.ts"

const sorted = (called: LastingNames.CalledSo) =>
  [...called]
    .map(([name, userNames]) => [name, [...userNames].toSorted()] as const)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))

describe("lasting names", () => {
  it.prop("are after any changes what they are when all are looked up anew", changingPeople, (change) => {
    const kept = LastingNames.make(me)
    const people = tellOf(kept, change)
    expect(sorted(kept.of([]))).toEqual(sorted(LastingNames.make(me).of(people)))
  })

  it("are those of the people there are when somebody first asks", () => {
    const kept = LastingNames.make(me)
    kept.changed(undefined, contact("@a", { NickName: "Li" }))
    expect([...kept.of([contact("@b", { NickName: "Wang" })])]).toEqual([["friend:Wang", new Set(["@b"])]])
  })
})

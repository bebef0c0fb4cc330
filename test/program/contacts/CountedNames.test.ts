import { describe, expect, it } from "@effect/vitest"
import * as CountedNames from "../../../src/program/contacts/CountedNames.ts"
import { changingPeople, tellOf } from "../../support/program/changingPeople.ts"
import { contact, me } from "../../support/program/wire.ts"

const sorted = (counts: ReadonlyMap<string, number>) =>
  [...counts].toSorted(([one], [other]) => (one < other ? -1 : 1))

describe("counted names", () => {
  it.prop("are after any changes what they are when all are counted anew", changingPeople, (change) => {
    const kept = CountedNames.make(me)
    const people = tellOf(kept, change)
    expect(sorted(kept.of([]))).toEqual(sorted(CountedNames.make(me).of(people)))
  })

  it("are those of the people there are when somebody first asks", () => {
    const kept = CountedNames.make(me)
    kept.changed(undefined, contact("@a", { NickName: "Li" }))
    expect([...kept.of([contact("@b", { NickName: "Wang" })])]).toEqual([["Wang", 1]])
  })
})

import { describe, expect, it } from "@effect/vitest"
import { countNames, namesAmong } from "../../src/domain/ContactNames.ts"
import { contact } from "../support/program/wire.ts"

const heart = contact("@heart", { NickName: 'Heart<span class="emoji emoji2764"></span>' })
const namesake = contact("@other", { NickName: "Heart\u2764\uFE0F" })
const remarked = contact("@third", { NickName: "Heart\u2764", RemarkName: "Li" })

describe("the names of friends and groups", () => {
  it("are their own while nobody else has them, however they are spelt", () => {
    expect(namesAmong(countNames([heart]), heart)).toEqual({
      names: ["Heart\u2764"],
      ownNames: ["Heart\u2764"]
    })
    expect(namesAmong(countNames([heart, namesake]), heart).ownNames).toEqual([])
    expect(namesAmong(countNames([heart, namesake]), namesake).ownNames).toEqual([])
  })

  it("are a remark's that the owner gave, and the nick name then only denies", () => {
    expect(namesAmong(countNames([heart, remarked]), remarked)).toEqual({
      names: ["Li", "Heart\u2764"],
      ownNames: ["Li"]
    })
    expect(namesAmong(countNames([heart, remarked]), heart).ownNames).toEqual([])
  })

  it("count once for who has one twice, and not at all where nobody sees anything", () => {
    const twice = contact("@a", { NickName: "Ann", RemarkName: "Ann\u200B" })
    const unseen = contact("@b", { NickName: "\u3164", RemarkName: " " })
    expect([...countNames([twice, unseen])]).toEqual([["Ann", 1]])
    expect(namesAmong(new Map(), unseen)).toEqual({ names: [], ownNames: [] })
  })
})

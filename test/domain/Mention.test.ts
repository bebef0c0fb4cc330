import { describe, expect, it } from "@effect/vitest"
import { FastCheck as fc } from "effect"
import * as Mention from "../../src/domain/Mention.ts"
import { nameSpelling } from "../support/domain/names.ts"
import { canonical } from "../../src/domain/Name.ts"
import { decodeName, decodeText } from "../../src/domain/MessageText.ts"

/** With the owner's names, and those of other members. */
const mentionOf = (text: string, owner: ReadonlyArray<string>, others: ReadonlyArray<string> = []) =>
  Mention.mentionOf(text, { owner, others })

const phoneSpace = "\u2005"
const boundary = fc.constantFrom(phoneSpace, " ", "\u00A0", "\u3000", "\t", "\n", "")

const anyUnits = fc
  .array(
    fc.oneof(
      fc.constantFrom("@", phoneSpace, " ", "a"),
      fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code))
    )
  )
  .map((units) => units.join(""))

/** Names that are hard to look for: signs of patterns, markup, emoji with all they come with. */
const name = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ..."*+?()[]{}|\\^$.-/&<;@ '\"",
        "$&",
        "\u{1F604}",
        "\u2764\uFE0F",
        "\u{1F1E8}\u{1F1F3}",
        "1\uFE0F\u20E3"
      ),
      fc.fullUnicode()
    ),
    { minLength: 1 }
  )
  .map((pieces) => pieces.join("").trim())
  .filter((name) => canonical(name) !== "")

/** Without `@` and space: holds no mention of its own and cannot end one. */
const words = fc.stringMatching(/^[a-z,。你好]{0,10}$/)

const personal = (rest: string) => Mention.Personal({ rest })

describe("a mention by name", () => {
  it.prop(
    "is found for every name at every boundary",
    [name, boundary, words],
    ([name, boundary, before]) => {
      expect(mentionOf(`${before}@${name}${boundary}`, [name])).toEqual(personal(before))
    }
  )

  it.prop("leaves the words around it", [name, words, words], ([name, before, after]) => {
    expect(mentionOf(`${before}@${name}${phoneSpace}${after}`, [name])).toEqual(personal(before + after))
  })

  it.prop("is not found when the name goes on", [name, words], ([name, after]) => {
    fc.pre(!name.includes("@"))
    expect(mentionOf(`@${name}x${after}`, [name])).toEqual(Mention.None())
  })

  it.prop("is not found without the @", [name, words], ([name, after]) => {
    fc.pre(!name.includes("@"))
    expect(mentionOf(`${name} ${after}`, [name])).toEqual(Mention.None())
  })

  it.prop("never fails, and leaves a trimmed part", [anyUnits, fc.array(anyUnits)], ([text, names]) => {
    const mention = mentionOf(text, names)
    const rest = mention._tag === "Personal" ? mention.rest : ""
    expect(rest).toBe(rest.trim())
    expect(rest.length).toBeLessThanOrEqual(text.length)
  })

  it.each([
    ["@Bob hi", ["Bob"], "hi"],
    ["@Bob", ["Bob"], ""],
    ["say @Bob, @Bob hi", ["Bob"], "say @Bob, hi"],
    ["@Bobby @Bob hi", ["Bob"], "@Bobby hi"],
    ["@Bob @Bob\u2005hi @Bob", ["Bob"], "hi"],
    ["hi\n@Bob\nhow are you", ["Bob"], "hi\nhow are you"],
    ["@Bob @Ann hi", ["Bob"], "@Ann hi"],
    ["@Bob Lee hi", ["Bob", "Bob Lee"], "hi"],
    ["@Bob Lee hi", ["Bob Lee", "Bob"], "hi"],
    ["@小白\u2005hi", ["Bob", "小白"], "hi"],
    ["@Bob hi", ["", " ", "Bob"], "hi"],
    ["@a@a@a hi", ["a@a"], "@ahi"]
  ])("%s for %j leaves %j", (text, names, rest) => {
    expect(mentionOf(text, names)).toEqual(personal(rest))
  })

  it.each([
    ["", ["Bob"]],
    ["Bob hi", ["Bob"]],
    ["@bob hi", ["Bob"]],
    ["@Bobby hi", ["Bob"]],
    ["@Bob, hi", ["Bob"]],
    ["@ hi", [""]],
    ["@  hi", [" "]],
    ["@Bob hi", []]
  ])("%j for %j is none", (text, names) => {
    expect(mentionOf(text, names)).toEqual(Mention.None())
  })

  it("matches a name and a text as they come over the wire", () => {
    const text = decodeText('@Tom &amp; <span class="emoji emoji1f63a"></span>\u2005&lt;3')
    const name = decodeName('Tom &amp; <span class="emoji emoji1f63a"></span>')
    expect(mentionOf(text, [name])).toEqual(personal("<3"))
  })
})

describe("a mention of a name with emoji", () => {
  it.each([
    ["another emoji", "@Bob\u{1F602}\u2005hi", "Bob\u{1F63A}"],
    ["no emoji", "@Bob\u2005hi", "Bob\u{1F63A}"],
    ["a box", "@Bob□\u2005hi", "Bob\u{1F63A}"],
    ["a box in the name", "@Bob\u{1F970}\u2005hi", "Bob□"],
    ["no variation selector", "@\u2764Bob\u2005hi", "\u2764\uFE0FBob"],
    ["the text style", "@\u2764\uFE0EBob\u2005hi", "\u2764\uFE0FBob"],
    ["no joiner", "@Bob\u{1F468}\u{1F469}\u2005hi", "Bob\u{1F468}\u200D\u{1F469}"],
    ["another skin", "@Bob\u{1F44D}\u2005hi", "Bob\u{1F44D}\u{1F3FD}"],
    ["no flag", "@Bob\u2005hi", "Bob\u{1F1E8}\u{1F1F3}"],
    ["no regional flag", "@Bob\u2005hi", "Bob\u{1F3F4}\u{E0067}\u{E0062}\u{E007F}"],
    ["another keycap", "@1\u20E3Bob\u2005hi", "1\uFE0F\u20E3Bob"],
    ["no keycap", "@Bob\u2005hi", "#\u20E3Bob"],
    ["an @ in it", "@B@b\u2005hi", "B@b\u{1F63A}"]
  ])("is found when the text has %s", (_, text, name) => {
    expect(mentionOf(text, [name])).toEqual(personal("hi"))
  })

  it("leaves all other words, emoji and mentions", () => {
    const text = "\u{1F604}@Ann\u2005@Bob\u{1F602}\u2005\u{1F970}hi@Bob\u2005 \u2764\uFE0F\u2005."
    expect(mentionOf(text, ["Bob\u{1F63A}"])).toEqual(
      personal("\u{1F604}@Ann\u2005\u{1F970}hi \u2764\uFE0F\u2005.")
    )
  })

  it("keeps the words after an exact mention, and the loose ones as they are", () => {
    expect(mentionOf("@Bob\u{1F63A} @Bob\u2005hi", ["Bob\u{1F63A}"])).toEqual(personal("@Bob\u2005hi"))
  })

  it.each([
    ["ends in another space", "@Bob hi", "Bob\u{1F63A}"],
    ["ends the text", "hi @Bob", "Bob\u{1F63A}"],
    ["goes on", "@Bobby\u2005hi", "Bob\u{1F63A}"],
    ["is emoji only, and another's", "@\u{1F602}\u2005hi", "\u{1F63A}"],
    ["has no emoji, but the text", "@Bob\u{1F602}\u2005hi", "Bob"]
  ])("is not found when the name %s", (_, text, name) => {
    expect(mentionOf(text, [name])).toEqual(Mention.None())
  })

  it("comes after exact names", () => {
    const text = "@Ann Lee\u2005@Bob\u2005hi"
    expect(mentionOf(text, ["Ann Lee\u{1F63A}", "Bob"])).toEqual(personal("@Ann Lee\u2005hi"))
  })
})

describe("a mention among the other members", () => {
  it.each([
    ["a longer name than the owner's", "@Bob Lee\u2005hi", ["Bob"], ["Bob Lee"]],
    ["the same with a desktop's space", "@Bob Lee hi", ["Bob"], ["Bob Lee"]],
    ["a longer name with an emoji", "@Bob \u2764\u2005hi", ["Bob"], ["Bob \u2764\uFE0F"]],
    ["a longer name, decomposed", "@Bob Zoe\u0308\u2005hi", ["Bob"], ["Bob Zo\u00EB"]],
    ["a longer name over a no-break space", "@Bob\u00A0Lee\u2005hi", ["Bob"], ["Bob Lee"]],
    ["a name that nobody has yet", "@Bob Lee\u2005hi", ["Bob"], []],
    ["a name that the phone's space cuts", "@Bob\u2005Lee\u2005hi", ["Bob Lee"], []]
  ] as const)("is none of the owner's for %s", (_, text, owner, others) => {
    expect(mentionOf(text, owner, others)).toEqual(Mention.None())
  })

  it.each([
    ["is longer", "@Bob Lee\u2005hi", ["Bob Lee"], ["Bob"]],
    ["is of equal length", "@Bob\u2005hi", ["Bob"], ["Bob"]],
    ["ends at the phone's space", "@Bob\u2005Lee hi", ["Bob"], ["Bob Lee"]],
    ["comes behind another's", "@Bob Lee\u2005@Bob\u2005hi", ["Bob"], ["Bob Lee"]],
    ["goes before a name of white space", "@Bob hi", ["Bob"], ["", " ", "\u3164"]]
  ] as const)("is the owner's when that name %s", (_, text, owner, others) => {
    expect(mentionOf(text, owner, others)._tag).toBe("Personal")
  })

  it("leaves the mentions of others in the text", () => {
    expect(mentionOf("@Ann\u2005@Bob\u2005hi @Bob Lee\u2005!", ["Bob"], ["Ann", "Bob Lee"])).toEqual(
      personal("@Ann\u2005hi @Bob Lee\u2005!")
    )
  })

  it.prop("is found however the name is spelt", [nameSpelling], ([{ name, spelling }]) => {
    expect(mentionOf(`@${spelling}\u2005hi`, [name])).toEqual(personal("hi"))
    expect(mentionOf(`@${name.trim()}\u2005hi`, [spelling])).toEqual(personal("hi"))
  })

  it.prop(
    "is never the owner's when the name goes on into another's",
    [nameSpelling, words],
    ([{ name }, more]) => {
      fc.pre(more !== "" && !name.includes(" "))
      expect(mentionOf(`@${name} ${more}\u2005hi`, [name], [`${name} ${more}`])).toEqual(Mention.None())
    }
  )
})

describe("an @ that finds nobody", () => {
  const names = { owner: ["Bob"], others: ["Ann", "Bob Lee", "Cat\u{1F63A}"] }

  it.each([
    "@Zoe\u2005hi",
    "hi @Zoe",
    "@Bob @Zoe\u2005hi",
    "@Bob Lees\u2005hi",
    "你好@Zoe hi",
    "ok@小红\u2005hi",
    "@Cat\u{1F602}\u2005hi"
  ])("is in %j", (text) => {
    expect(Mention.namesNobody(text, names)).toBe(true)
  })

  it.each(["hi", "@Bob hi", "@Bob Lee\u2005@Ann hi", "@all hi", "@ hi", "@@", "write to zoe@example.net"])(
    "is not in %j",
    (text) => {
      expect(Mention.namesNobody(text, names)).toBe(false)
    }
  )
})

describe("a mention of everyone", () => {
  it.each([
    "@所有人\u2005开会",
    "@所有人 开会",
    "@所有人开会",
    "@所有人",
    "@所有人们 开会",
    "@全体成员 开会",
    "@全體成員\u2005開會",
    "@全員 会議です",
    "@全員会議です",
    "@모두 회의",
    "@모두\u2005회의",
    "@All meeting",
    "meeting @All",
    "@all hi",
    "@ALL\u2005hi",
    "@all开会",
    "@all, hi",
    "@ＡＬＬ hi",
    "OK@所有人\u2005开会",
    "收到.@All\u2005hi",
    "@Tất cả họp".normalize("NFD"),
    "@모든사람 회의",
    "@Todos reunión",
    "@Tất cả họp",
    "@Все собрание"
  ])("%s", (text) => {
    expect(mentionOf(text, ["Bob"])).toEqual(Mention.Everyone())
  })

  it.each([
    "所有人 开会",
    "@Allan hi",
    "@all_in hi",
    "@Все7 hi",
    "bob@all.example",
    "@All Star\u2005hi",
    "@ all"
  ])("is not %s", (text) => {
    expect(mentionOf(text, ["Bob"])).toEqual(Mention.None())
  })

  it.each(["all", "All", "所有人"])("is one of the member who is called %s", (name) => {
    expect(mentionOf(`@${name} hi`, ["Bob"], [name])).toEqual(Mention.None())
    expect(mentionOf(`@${name}\u2005hi`, [name])).toEqual(personal("hi"))
  })

  it("gives way to the owner's own name", () => {
    expect(mentionOf("@所有人 @Bob hi", ["Bob"])).toEqual(personal("@所有人 hi"))
    expect(mentionOf("@All hi", ["All"])).toEqual(personal("hi"))
  })
})

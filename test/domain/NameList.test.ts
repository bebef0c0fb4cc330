import { describe, expect, it } from "@effect/vitest"
import { Either, FastCheck as fc } from "effect"
import { readNames, writeName } from "../../src/domain/NameList.ts"

describe("a list of names", () => {
  it.each([
    ["a,b , c", ["a", "b", "c"]],
    ["a，b、c､d﹐e﹑f", ["a", "b", "c", "d", "e", "f"]],
    ["a\nb\r\n\r\nc", ["a", "b", "c"]],
    ["", []],
    [" ,，, ", []],
    [`"",“”,a`, ["a"]],
    ['"a,b"', ["a,b"]],
    ['x, "a，b" ,y', ["x", "a，b", "y"]],
    ['" a " \n“b”', ["a", "b"]],
    ['"say ""hi"""', ['say "hi"']],
    ["“a、b”、c", ["a、b", "c"]],
    ["“a””b”", ["a”b"]],
    [`“5"”,"“a”"`, ['5"', "“a”"]],
    ["it's, #1, a;b", ["it's", "#1", "a;b"]]
  ])("%j", (list, names) => {
    expect(readNames(list)).toEqual(Either.right(names))
  })

  it.each([
    ['a,"b,c', '"b,c'],
    ["“a,b", "“a,b"],
    ['"a', '"a'],
    ['"a""', '"a""'],
    ['"', '"'],
    ["“a“", "“a“"],
    ["”a，b“", "”a，b“"],
    ["＂a，b＂", "＂a，b＂"],
    ['a,"b"c,d', '"b"c,d'],
    ['a,"b" "c"', '"b" "c"'],
    ['a, b"c', 'b"c'],
    ['Li "Lei, Han" Mei', 'Li "Lei, Han" Mei']
  ])("%j is not read, from where it goes wrong on", (list, rest) => {
    expect(readNames(list)).toEqual(Either.left(rest))
  })

  const name = fc
    .oneof(fc.string({ unit: "binary" }), fc.string({ unit: fc.constantFrom(..."ab ,，﹐、､﹑\"“”＂'#\n") }))
    .map((text) => text.trim())
    .filter((text) => text !== "")

  it.prop("of names as they are written gives them back", { names: fc.array(name) }, ({ names }) => {
    expect(readNames(names.map(writeName).join(","))).toEqual(Either.right(names))
  })
})

describe("a name as it stands in a list", () => {
  it.each([
    ["Li Lei", "Li Lei"],
    ["it's #1", "it's #1"],
    ["Li, Lei", '"Li, Lei"'],
    ["李、雷", '"李、雷"'],
    ['the "boss"', '"the ""boss"""']
  ])("%s", (name, written) => {
    expect(writeName(name)).toBe(written)
  })
})

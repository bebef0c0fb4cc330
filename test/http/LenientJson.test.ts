import { describe, expect, it } from "@effect/vitest"
import { FastCheck as fc } from "effect"
import { mend, parse } from "../../src/http/LenientJson.ts"

/** Stand for the control characters until a text is written. */
const FIRST_STAND_IN = 0xe000
const standIns = /[\uE000-\uE01F]/g
const written = (text: string, write: (code: number) => string) =>
  text.replace(standIns, (character) => write(character.charCodeAt(0) - FIRST_STAND_IN))
const raw = (code: number) => String.fromCharCode(code)
const escaped = (code: number) => `\\u${code.toString(16).padStart(4, "0")}`

const character = fc.oneof(
  fc.integer({ min: 0, max: 31 }).map((code) => String.fromCharCode(FIRST_STAND_IN + code)),
  fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
  fc.constantFrom("\\", '"', "/", "u", "\\u00", "{", "}", "[", "]", ",", ":")
)
const text = fc.array(character).map((characters) => characters.join(""))
const values = [text, fc.integer(), fc.boolean(), fc.constant(null)]
const tree = fc.oneof(fc.object({ key: text, values }), fc.array(fc.object({ key: text, values })))

/** What may stand around a value although it should not. */
const junk = fc
  .array(fc.constantFrom("\0", "\u0001", "\u0008", "\u000B", "\u001F", "\uFEFF", " ", "\n", "\t", "\r"))
  .map((characters) => characters.join(""))

describe("JSON with faults", () => {
  it.prop("is read whatever control characters stand in its strings", [tree], ([tree]) => {
    const text = JSON.stringify(tree)
    expect(parse(written(text, raw))).toEqual(JSON.parse(written(text, escaped)))
  })

  it.prop(
    "is read whatever control characters stand around it",
    [tree, junk, junk],
    ([tree, before, after]) => {
      const text = JSON.stringify(tree, null, 1)
      expect(parse(before + text + after)).toEqual(JSON.parse(text))
      expect(parse(text.replaceAll("\n", `${before}\n`))).toEqual(JSON.parse(text))
    }
  )

  it.each([
    ["a control character in a name", '{"a\u0001":1}', { "a\u0001": 1 }],
    ["a line break as it is", '{"a":"one\ntwo\tthree"}', { a: "one\ntwo\tthree" }],
    ["a NUL behind an escape", '["\\\\\u0000\\"\u0000"]', ['\\\0"\0']],
    ["a control character behind a backslash", '["a\\\u0007b"]', ["a\\\u0007b"]],
    ["an escape of another language", '["\\x41\\\'\\B\\N"]', ["\\x41\\'\\B\\N"]],
    ["half an escape", '["\\u12","\\uD8G0","\\u"]', ["\\u12", "\\uD8G0", "\\u"]],
    ["an escape next to one that is none", '["\\\\\\x\\\\"]', ["\\\\x\\"]],
    ["NULs to the end of a block", `{"a":1}${"\0".repeat(4096)}`, { a: 1 }],
    ["a byte order mark too many", '\uFEFF\uFEFF{"a":"\uFEFF"}', { a: "\uFEFF" }]
  ])("is read: %s", (_, text, value) => {
    expect(() => JSON.parse(text)).toThrow(SyntaxError)
    expect(parse(text)).toEqual(value)
  })

  it("keeps names such as __proto__ names", () => {
    expect(Object.keys(Object(parse('{"__proto__":{"x":1},"a":"\u0001"}')))).toEqual(["__proto__", "a"])
    expect(Object.prototype).not.toHaveProperty("x")
  })
})

describe("JSON without a fault", () => {
  it.prop("is not touched", [tree, fc.constantFrom("", " ", "\t", "\r\n")], ([tree, space]) => {
    const text = space + JSON.stringify(tree, null, space) + space
    expect(mend(text)).toBe(text)
    expect(parse(text)).toEqual(JSON.parse(text))
  })
})

describe("what is no JSON", () => {
  it.prop("stays so: an answer cut short anywhere", [tree, fc.nat()], ([tree, at]) => {
    const text = written(JSON.stringify(tree), raw)
    expect(() => parse(text.slice(0, at % text.length))).toThrow(SyntaxError)
  })

  it.each([
    "",
    "\0",
    "{",
    '{"a":"b',
    '{"a":"b"',
    '["a" "b"]',
    "[1\u00002]",
    "{'a':1}",
    "[1,]",
    "<html>\u0001</html>"
  ])("stays so: %j", (text) => {
    expect(() => parse(text)).toThrow(SyntaxError)
  })

  it.each([
    ["control characters", "\u0001"],
    ["wrong escapes", "\\x"]
  ])("is a text of millions of %s: mending them all would take gigabytes", (_, fault) => {
    expect(() => parse(`["${fault.repeat(4_000_000)}"]`)).toThrow(RangeError)
    expect(parse(`["${fault.repeat(50_000)}"]`)).toHaveLength(1)
  })
})

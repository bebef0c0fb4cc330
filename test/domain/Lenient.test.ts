import { describe, expect, it } from "@effect/vitest"
import { FastCheck as fc, Option, Schema } from "effect"
import * as Lenient from "../../src/domain/Lenient.ts"

const Fields = Schema.Struct({
  int: Lenient.int,
  maybeInt: Lenient.maybeInt,
  text: Lenient.text,
  list: Lenient.list(Schema.Struct({ id: Schema.NonEmptyString, note: Lenient.text }))
})
const decode = Schema.decodeUnknownSync(Fields)

const Required = Schema.Struct({ id: Lenient.requiredId, int: Lenient.requiredInt })
const decodeRequired = Schema.decodeUnknownOption(Required)

const empty = { int: 0, maybeInt: undefined, text: "", list: [] }

describe("optional fields", () => {
  it.each([
    ["missing", {}],
    ["null", { int: null, maybeInt: null, text: null, list: null }],
    ["undefined", { int: undefined, maybeInt: undefined, text: undefined, list: undefined }],
    ["of another type", { int: {}, maybeInt: [], text: true, list: "a" }],
    ["not whole or not exact", { int: 1.5, maybeInt: 2 ** 53, text: 2 ** 53, list: {} }],
    ["no number in digits", { int: "1.5", maybeInt: "", text: 1.5, list: 1 }],
    ["digits beyond what is exact", { int: "9007199254740993", maybeInt: "0x10", text: {} }]
  ])("are empty when %s", (_, input) => {
    expect(decode(input)).toEqual(empty)
  })

  it.each([
    [0, 0],
    [-1, -1],
    ["48", 48],
    ["-2", -2],
    ["007", 7],
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]
  ])("an integer is read from %j", (input, int) => {
    expect(decode({ int: input, maybeInt: input })).toEqual({ ...empty, int, maybeInt: int })
  })

  it.each([
    ["", ""],
    [" a ", " a "],
    [12, "12"]
  ])("a text is read from %j", (input, text) => {
    expect(decode({ text: input })).toEqual({ ...empty, text })
  })

  it("a list keeps what can be read, in its order", () => {
    const list = [{ id: "a" }, { id: "" }, null, 1, { id: "b", note: 2, more: true }, []]
    expect(decode({ list }).list).toEqual([
      { id: "a", note: "" },
      { id: "b", note: "2" }
    ])
  })

  it.prop("any JSON value is read as something", [fc.jsonValue(), fc.jsonValue()], ([a, b]) => {
    const read = decode({ int: a, maybeInt: a, text: a, list: [a, { id: b }] })
    expect(Schema.is(Fields)(read)).toBe(true)
  })

  it.prop("what was read is read the same again", [fc.jsonValue()], ([a]) => {
    const read = decode({ int: a, maybeInt: a, text: a, list: [a] })
    expect(decode(Schema.encodeSync(Fields)(read))).toEqual(read)
  })
})

describe("required fields", () => {
  it.each([
    ["as they should be", { id: "7000000000000000001", int: 1 }, { id: "7000000000000000001", int: 1 }],
    ["of the neighbouring types", { id: 7, int: "10002" }, { id: "7", int: 10_002 }]
  ])("are read %s", (_, input, fields) => {
    expect(decodeRequired(input)).toEqual(Option.some(fields))
  })

  it.each([
    {},
    { id: "a" },
    { int: 1 },
    { id: "", int: 1 },
    { id: null, int: 1 },
    { id: 2 ** 53, int: 1 },
    { id: 1.5, int: 1 },
    { id: "a", int: null },
    { id: "a", int: "" },
    { id: "a", int: "one" },
    { id: "a", int: 1.5 },
    { id: "a", int: "1.5" }
  ])("are not made up: %j", (input) => {
    expect(decodeRequired(input)).toEqual(Option.none())
  })
})

import { describe, expect, it } from "@effect/vitest"
import { FastCheck as fc, Option } from "effect"
import { integers, lastObject, objects } from "../../src/http/Salvage.ts"

const start = /\{\s*"id"\s*:/g
const read = (text: string) => objects(text, start).map(Option.getOrNull)

/** Objects of every kind of nesting, each with its id in front. */
const thing = fc
  .tuple(fc.nat(), fc.string(), fc.object({ key: fc.string().map((key) => `k${key}`), maxDepth: 2 }))
  .map(([id, text, rest]) => ({ id, text, rest }))

describe("objects", () => {
  it.prop(
    "are read each by itself, whatever cuts the text short",
    [fc.array(thing, { minLength: 1 }), fc.nat()],
    ([all, n]) => {
      const list = JSON.stringify({ a: 1, all, b: "}" })
      expect(read(list)).toEqual(JSON.parse(JSON.stringify(all)))
      const cut = list.slice(0, n % list.length)
      const whole = all.filter((_, nth) => cut.includes(JSON.stringify(all.slice(0, nth + 1)).slice(1, -1)))
      expect(read(cut).filter((one) => one !== null)).toEqual(JSON.parse(JSON.stringify(whole)))
    }
  )

  it("are lost one by one: a broken one costs no other", () => {
    const text =
      '[{"id":1,"a":"x"}, {"id":2,"a":"say "hi"}, {\n"id" : 3,"a":"\u0001"},{"id":4,"a":nul},{"id":5},{"id":6'
    expect(read(text)).toEqual([{ id: 1, a: "x" }, null, { id: 3, a: "\u0001" }, null, { id: 5 }, null])
  })

  it("in a string are none", () => {
    expect(read(JSON.stringify([{ id: 1, text: '{"id":2}' }]))).toEqual([{ id: 1, text: '{"id":2}' }])
  })

  it("are not read without end, however many there seem to be", () => {
    const found = objects('{"id":1},'.repeat(1_000_000), start)
    expect(found.filter(Option.isSome)).toHaveLength(10_000)
    expect(found).toHaveLength(1_000_000)
    expect(objects('{"id":'.repeat(1_000_000), start).some(Option.isSome)).toBe(false)
  })
})

describe("fields", () => {
  const text = '{"n":1,"key":{"a":[{}]},"other":{"n":"22"},"n": -3,"key" : {"b":"}\\""},"n":"x"'

  it("that are integers are found as they stand", () => {
    expect(integers(text, "n")).toEqual([1, 22, -3])
    expect(integers(text, "m")).toEqual([])
    expect(integers('{"n":99999999999999999999}', "n")).toEqual([])
  })

  it("that are objects: the last one of a name is found", () => {
    expect(lastObject(text, "key")).toEqual(Option.some({ b: '}"' }))
    expect(lastObject(text, "n")).toEqual(Option.none())
    expect(lastObject('{"key":{"a":1', "key")).toEqual(Option.none())
  })
})

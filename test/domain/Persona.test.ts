import { describe, expect, it } from "@effect/vitest"
import { Either } from "effect"
import { readPersona, saidFor } from "../../src/domain/Persona.ts"

const text = `你说话温和。
从不谈价钱。

[Li Lei, "Wang, Wu"]
叫他老李。

［家人群］
说普通话。
[1] is no heading, nor is [this] one
`

const read = (text: string) => Either.getOrThrow(readPersona(text))
const forAll = "你说话温和。\n从不谈价钱。"

describe("a persona", () => {
  it.each([
    ["a chat without a part", ["Sun"], [forAll]],
    ["a chat with one, by any of its names", ["boss", "Li Lei"], [forAll, "叫他老李。"]],
    ["a name with a comma, which stands in quotes", ["Wang, Wu"], [forAll, "叫他老李。"]],
    [
      "a group, whose heading is in wide brackets",
      ["家人群"],
      [forAll, "说普通话。\n[1] is no heading, nor is [this] one"]
    ],
    ["a chat without a name", [], [forAll]]
  ])("says what is for %s", (_, names, said) => {
    expect(saidFor(read(text), names)).toEqual(said)
  })

  it.each([
    ["nothing", "", []],
    ["nothing but a part for another chat", "[Sun]\nquietly", []],
    ["nothing for a part without words", "all\n[Li]\n\n", ["all"]]
  ])("may say %s", (_, text, said) => {
    expect(saidFor(read(text), ["Li"])).toEqual(said)
  })

  it.each([
    ["no name", "all\n[ ]\nx", "line 2 names no chat"],
    ["a name that cannot be read", '[Li"]', "line 1 names no chat"],
    ["a name twice", "[Li]\na\r\n[Sun, Li]\nb", "line 3 names a chat that has a part already"]
  ])("with a heading of %s is refused, by its line", (_, text, complaint) => {
    expect(readPersona(text)).toEqual(Either.left(complaint))
  })
})

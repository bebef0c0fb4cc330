import { expect, it } from "@effect/vitest"
import { decoded } from "../../src/http/Decoded.ts"

it("a piece of an address is read as it is meant, and a stray % is no fault", () => {
  expect(["a%20b", "100%sure", "50%", "%zz", "%E4%BD%A0", "%ff"].map(decoded)).toEqual([
    "a b",
    "100%sure",
    "50%",
    "%zz",
    "你",
    "%ff"
  ])
})

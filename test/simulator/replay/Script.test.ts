import { describe, expect, it } from "@effect/vitest"
import { Option } from "effect"
import { type RecordedExchange } from "../../../src/domain/RecordedExchange.ts"
import * as Script from "../../../src/simulator/replay/Script.ts"

const exchange = (at: number): RecordedExchange => ({
  at,
  millis: 0,
  method: "GET",
  host: "wx.qq.com",
  path: `/${at}`,
  query: "",
  headers: {},
  body: null,
  answer: { failure: "ECONNRESET" }
})

const started = Script.make([0, 1, 2, 3, 4, 5].map(exchange))

const entry = (at: number) => Option.getOrThrow(Script.take(started, "GET", `/${at}`)[0])

const passed = (...places: ReadonlyArray<number>) =>
  places.map(entry).reduce((script, one) => Script.pass(script, one), started)

/** Up to which one all before it passed. */
const next = (script: Script.Script) =>
  [0, 1, 2, 3, 4, 5].filter((at) => Script.isNext(script, entry(at))).length - 1

describe("the script of a replay", () => {
  it("goes on to the first that did not pass, in whatever order they did", () => {
    expect([[], [0], [1, 2], [2, 1, 0], [0, 0, 4, 1, 3]].map((places) => next(passed(...places)))).toEqual([
      0, 1, 0, 3, 2
    ])
  })

  it("waits for none before one that waited too long, and knows who passed above it", () => {
    const late = Script.passBefore(passed(1, 3), entry(3))
    expect(next(late)).toBe(4)
    // what comes later all the same, and another that lost patience earlier in the recording
    expect(next(Script.passBefore(Script.pass(late, entry(0)), entry(2)))).toBe(4)
    expect(next(Script.pass(late, entry(4)))).toBe(5)
  })
})

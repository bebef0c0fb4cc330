import { describe, expect, it } from "@effect/vitest"
import { Schema } from "effect"
import { format, next, SyncKey } from "../../src/domain/SyncKey.ts"

const decode = Schema.decodeUnknownSync(SyncKey)

const key = (...pairs: ReadonlyArray<readonly [number, number]>): SyncKey => ({
  Count: pairs.length,
  List: pairs.map(([Key, Val]) => ({ Key, Val }))
})
const old = key([1, 600_000_001])

describe("SyncKey", () => {
  it("is kept as received, numbers and strings alike", () => {
    const received = {
      Count: 2,
      List: [
        { Key: 1, Val: 600_000_001 },
        { Key: "1000", Val: "1500000000" }
      ]
    }
    expect(Schema.encodeSync(SyncKey)(decode(received))).toEqual(received)
  })

  it("is written for synccheck as pairs with a bar between", () => {
    expect(format(key([1, 600_000_001], [1000, 1_500_000_000]))).toBe("1_600000001|1000_1500000000")
    expect(format(decode({ Count: 1, List: [{ Key: "1", Val: "007" }] }))).toBe("1_007")
    expect(format(key())).toBe("")
  })
})

describe("the next SyncKey", () => {
  it("is the one received", () => {
    const received = key([1, 600_000_009])
    expect(next(old, received)).toBe(received)
  })

  it.each([
    ["none came", undefined],
    ["it counts 0", { ...key([1, 600_000_009]), Count: 0 }],
    ["it is empty", { Count: 1, List: [] }]
  ])("is the old one when %s", (_, received) => {
    expect(next(old, received)).toBe(old)
  })
})

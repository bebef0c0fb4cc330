import { describe, expect, it } from "@effect/vitest"
import { Array, Chunk, FastCheck } from "effect"
import * as Recent from "../../../src/simulator/world/Recent.ts"

/** Lists longer than what is kept: how many come at once, each time. */
const portions = FastCheck.array(FastCheck.integer({ min: 0, max: 12_000 }), { maxLength: 8 })

const filled = (sizes: ReadonlyArray<number>, lengthOf?: (entry: number) => number) =>
  sizes.reduce<Recent.Recent<number>>((recent, size) => {
    const next = Recent.countOf(recent) + 1
    return Recent.withMore(recent, size === 0 ? [] : Array.range(next, next + size - 1), lengthOf)
  }, Recent.none)

describe("the newest of a list", () => {
  it.prop("are its last 20,000 at least and 25,000 at most, in order", { portions }, ({ portions }) => {
    const recent = filled(portions)
    const count = portions.reduce((sum, size) => sum + size, 0)
    expect(Recent.countOf(recent)).toBe(count)
    const size = Chunk.size(recent.kept)
    expect(size).toBeGreaterThanOrEqual(Math.min(count, 20_000))
    expect(size).toBeLessThanOrEqual(25_000)
    expect(Array.fromIterable(recent.kept)).toEqual(size === 0 ? [] : Array.range(count - size + 1, count))
  })

  it.prop(
    "are found by how many came before them, as far as they are kept",
    { portions, after: FastCheck.integer({ min: 0, max: 100_000 }) },
    ({ after, portions }) => {
      const recent = filled(portions)
      const found = Array.fromIterable(Recent.after(recent, after))
      expect(found).toEqual(Array.fromIterable(recent.kept).filter((entry) => entry > after))
    }
  )

  it("are fewer when their texts are long: ten million characters at most, but always the very newest", () => {
    const million = () => 1024 * 1024
    expect(Array.fromIterable(filled([10], million).kept)).toEqual(Array.range(1, 10))
    expect(Array.fromIterable(filled([11], million).kept)).toEqual(Array.range(4, 11))
    expect(Array.fromIterable(filled([1, 1, 1], () => 100 * 1024 * 1024).kept)).toEqual([3])
  })
})

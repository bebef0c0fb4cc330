import { describe, expect, it } from "@effect/vitest"
import {
  emptyShelf,
  FILE_AT_MOST,
  heldIn,
  type Shelf,
  withFile,
  withPart
} from "../../../../src/simulator/world/media/Shelf.ts"

const MEBI = 1024 * 1024

const file = (MediaId: string, size: number) => ({
  MediaId,
  fileName: MediaId,
  md5: "",
  bytes: new Uint8Array(size)
})

const filled = (ids: ReadonlyArray<string>, size: number) =>
  ids.reduce((shelf: Shelf, id) => withFile(shelf, file(id, size)), emptyShelf)

describe("the shelf", () => {
  it("holds 64 MiB and lets the oldest files go", () => {
    const shelf = filled(["a", "b", "c"], 25 * MEBI)
    expect(Array.from(shelf.files.keys())).toEqual(["b", "c"])
    expect(heldIn(shelf)).toBeLessThanOrEqual(64 * MEBI)
  })

  it("has room for the largest file, whatever it holds", () => {
    const shelf = withFile(filled(["a", "b"], 30 * MEBI), file("c", FILE_AT_MOST))
    expect(Array.from(shelf.files.keys())).toEqual(["b", "c"])
  })

  it("lets go of what was never finished first, the one that rests longest before the others", () => {
    const half = (shelf: Shelf, key: string, part: number) =>
      withPart(shelf, key, part, new Uint8Array(10 * MEBI))
    const halves = half(half(half(emptyShelf, "a", 0), "b", 0), "a", 1)
    const shelf = withFile(halves, file("c", 30 * MEBI))
    expect(Array.from(shelf.halves.keys())).toEqual(["b", "a"])
    const fuller = withFile(shelf, file("d", 10 * MEBI))
    expect(Array.from(fuller.halves.keys())).toEqual(["a"])
    expect(Array.from(fuller.files.keys())).toEqual(["c", "d"])
  })

  it("counts small pieces for more than their bytes", () => {
    let shelf = emptyShelf
    for (let part = 0; part < 1000; part += 1) shelf = withPart(shelf, "a", part, new Uint8Array(1))
    expect(heldIn(shelf)).toBeGreaterThan(1_000_000)
  })
})

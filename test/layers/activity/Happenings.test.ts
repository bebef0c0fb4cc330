import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { Happenings } from "../../../src/layers/activity/Happenings.ts"

const happening = (msgId: string) => ({ _tag: "revoked", msgId }) as const

describe("the last things that happened", () => {
  it("are told from where a reader is", () => {
    const happenings = new Happenings()
    for (const msgId of ["1", "2", "3"]) happenings.tell(happening(msgId))
    expect(happenings.after(1)).toEqual({
      happenings: [
        { number: 2, happening: happening("2") },
        { number: 3, happening: happening("3") }
      ],
      missed: 0
    })
    expect(happenings.after(3)).toEqual({ happenings: [], missed: 0 })
  })

  it("are a thousand; a slow reader hears how many it missed", () => {
    const happenings = new Happenings()
    for (let count = 1; count <= 1_500; count++) happenings.tell(happening(`${count}`))
    const { happenings: kept, missed } = happenings.after(100)
    expect(missed).toBe(400)
    expect(kept).toHaveLength(1_000)
    expect(kept[0]).toEqual({ number: 501, happening: happening("501") })
    expect(kept.at(-1)).toEqual({ number: 1_500, happening: happening("1500") })
  })

  it.effect("wake all who wait", () =>
    Effect.gen(function* () {
      const happenings = new Happenings()
      const waiting = yield* Effect.forEach([1, 2], () => Effect.fork(happenings.awaitAfter(0)))
      yield* Effect.yieldNow()
      happenings.tell(happening("1"))
      yield* Effect.forEach(waiting, Fiber.join)
      // there is one already
      yield* happenings.awaitAfter(0)
    })
  )
})

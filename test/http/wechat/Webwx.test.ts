import { describe, expect, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { answerReader, newDeviceId } from "../../../src/http/wechat/Webwx.ts"

describe("newDeviceId", () => {
  it.effect("is e and 15 digits, and new each time", () =>
    Effect.gen(function* () {
      const ids = yield* Effect.replicateEffect(newDeviceId, 50)
      for (const id of ids) expect(id).toMatch(/^e\d{15}$/)
      expect(new Set(ids).size).toBe(50)
    })
  )
})

describe("answerReader", () => {
  const read = answerReader("webwxtest", Schema.Struct({ n: Schema.Int }))

  it.effect("gives the fields when Ret is 0, as a number or as digits", () =>
    Effect.gen(function* () {
      expect(yield* read(`{"BaseResponse":{"Ret":0},"n":1}`)).toEqual({ n: 1 })
      expect(yield* read(`{"BaseResponse":{"Ret":"0"},"n":1}`)).toEqual({ n: 1 })
    })
  )

  it.effect("is refused with any other Ret, whatever the rest looks like", () =>
    Effect.gen(function* () {
      for (const code of [-1, -14, 1, 1101, 1205]) {
        const error = yield* Effect.flip(read(`{"BaseResponse":{"Ret":${code},"ErrMsg":"secret"}}`))
        expect(error).toMatchObject({ _tag: "Refused", endpoint: "webwxtest", code })
        expect(JSON.stringify(error)).not.toContain("secret")
      }
    })
  )

  it.effect("reads nothing without a Ret", () =>
    Effect.gen(function* () {
      const issue = (text: string) => Effect.map(Effect.flip(read(text)), (error) => error.message)
      expect(yield* issue(`{"n":1}`)).toContain("BaseResponse is missing")
      expect(yield* issue(`{"BaseResponse":{"Ret":"no"},"n":1}`)).toContain("BaseResponse.Ret")
      expect(yield* issue(`<html>secret`)).toBe("webwxtest: unreadable answer (body is not as expected)")
      expect(yield* issue(`null`)).toContain("body is not as expected")
      expect(yield* issue(`{"BaseResponse":{"Ret":0}}`)).toContain("n is missing")
    })
  )
})

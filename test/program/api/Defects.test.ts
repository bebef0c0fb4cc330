import { describe, expect, it } from "@effect/vitest"
import { Effect, FiberSet, Layer, Redacted } from "effect"
import { MessagePages } from "../../../src/layers/journal/pages/MessagePages.ts"
import { door } from "../../../src/program/api/door/Door.ts"
import { listening } from "../../../src/program/api/door/Listening.ts"
import { makeAssets } from "../../../src/program/api/door/PageAssets.ts"
import * as Token from "../../../src/program/api/door/Token.ts"
import { Surroundings } from "../../support/program/fakes.ts"
import { request, running, sent, statusOf, surroundings } from "../../support/program/served.ts"

const defect = Effect.die(new TypeError("in: what people wrote"))

/** A journal that nobody thought of. */
const broken = Layer.succeed(MessagePages, {
  find: () => Effect.dieMessage("not asked here"),
  page: () => defect,
  counts: () => Effect.dieMessage("not asked here")
})

const errors = Effect.map(Surroundings, ({ logs }) => logs.filter(({ level }) => level === "ERROR"))

describe("a defect of the API", () => {
  it.scoped("is in the log, without what people wrote", () =>
    Effect.gen(function* () {
      const { port, token } = yield* running
      const answer = yield* sent(port, request("GET /api/messages", { Authorization: `Bearer ${token}` }))
      expect(statusOf(answer)).toBe(500)
      const [logged, ...more] = yield* errors
      expect(logged?.facts).toEqual({ defect: expect.stringContaining("TypeError at ") })
      expect(more).toEqual([])
      expect(JSON.stringify(logged) + answer).not.toContain("what people wrote")
      expect(JSON.stringify(logged)).not.toContain(token)
    }).pipe(Effect.provide(Layer.provideMerge(broken, surroundings())))
  )

  it.scoped("before there is an app is answered, and in the log", () =>
    Effect.gen(function* () {
      const run = yield* FiberSet.makeRuntime<never, void, never>()
      const token = yield* Token.make(Redacted.make(new Uint8Array(32)))
      const attend = door(token, "127.0.0.1", { app: defect, assets: yield* makeAssets })
      const port = yield* listening({ host: "127.0.0.1", port: 0, anyPort: true }, (asked, response) => {
        run(attend(asked, response))
      })
      const answer = yield* sent(port, request("GET /health"))
      expect(statusOf(answer)).toBe(500)
      expect(answer).not.toContain("what people wrote")
      expect(yield* errors).toHaveLength(1)
    }).pipe(Effect.provide(surroundings()))
  )

  it.scoped("is no request for what is not there", () =>
    Effect.gen(function* () {
      const { port, token } = yield* running
      const asked = request("GET /api/nothing", { Authorization: `Bearer ${token}` })
      expect(statusOf(yield* sent(port, asked))).toBe(404)
      expect(yield* errors).toEqual([])
    }).pipe(Effect.provide(surroundings()))
  )
})

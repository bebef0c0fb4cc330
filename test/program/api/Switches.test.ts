import { describe, expect, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import { Switches } from "../../../src/program/owner/Switches.ts"
import { request, running, sent, statusOf, surroundings } from "../../support/program/served.ts"

const DAY = 86_400_000

/** Posts JSON with the token. */
const posting = ({ port, token }: { readonly port: number; readonly token: string }) =>
  Effect.fnUntraced(function* (path: string, body: string) {
    const headers = {
      Authorization: `Bearer ${token}`,
      "Content-Type": "application/json",
      "Content-Length": `${Buffer.byteLength(body)}`
    }
    return yield* sent(port, request(`POST ${path}`, headers, body))
  })

describe("the switches over the API", () => {
  it.scoped("take no end that is past, or beyond a year", () =>
    Effect.gen(function* () {
      const post = posting(yield* running)
      for (const until of ["-1", "0", `${366 * DAY + 1}`, "1e20", "1e400"]) {
        const answer = yield* post("/api/pause", `{"until":${until}}`)
        expect([until, statusOf(answer)]).toEqual([until, 400])
        expect(answer).toContain("BadInput")
      }
      expect((yield* (yield* Switches).state).paused).toBe(undefined)
      expect(statusOf(yield* post("/api/pause", `{"until":${366 * DAY}}`))).toBe(204)
      expect((yield* (yield* Switches).state).paused).toMatchObject({ until: 366 * DAY })
    }).pipe(Effect.provide(surroundings()))
  )

  it.scoped("end the mute of a chat that is in no address book now", () =>
    Effect.gen(function* () {
      const robot = yield* running
      const post = posting(robot)
      const { mute, state } = yield* Switches
      yield* mute({ userName: "@li", lastingName: "friend:Li" }, Option.none())
      yield* mute({ userName: "@unknown", lastingName: undefined }, Option.none())
      const status = yield* sent(
        robot.port,
        request("GET /api/status", { Authorization: `Bearer ${robot.token}` })
      )
      expect(status).toContain(
        '"mutes":[{"chat":"@li","name":"Li","until":null},{"chat":"@unknown","name":null,"until":null}]'
      )
      expect(statusOf(yield* post("/api/unmute", '{"chat":"nobody"}'))).toBe(409)
      for (const chat of ["Li", "@unknown"]) {
        expect(statusOf(yield* post("/api/unmute", JSON.stringify({ chat })))).toBe(204)
      }
      expect((yield* state).mutes).toEqual([])
    }).pipe(Effect.provide(surroundings()))
  )
})

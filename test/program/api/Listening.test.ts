import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { listening } from "../../../src/program/api/door/Listening.ts"

const refused = (host: string) =>
  Effect.scoped(Effect.flip(listening({ host, port: 0, anyPort: false }, () => {})))

describe("an address that cannot be listened at", () => {
  it.effect("is tried again where it may come late", () =>
    Effect.gen(function* () {
      // set aside for documents, so no machine has it
      expect(yield* refused("192.0.2.1")).toMatchObject({
        _tag: "CannotListen",
        message: expect.stringContaining("192.0.2.1, ROBOT_HTTP_PORT 0 now (EADDRNOTAVAIL)")
      })
    })
  )
})

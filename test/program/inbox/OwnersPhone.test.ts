import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import * as PhoneActivity from "../../../src/domain/PhoneActivity.ts"
import { KeptValues } from "../../../src/layers/journal/KeptValues.ts"
import { OwnersPhone } from "../../../src/program/inbox/OwnersPhone.ts"
import { fakes } from "../../support/program/fakes.ts"
import { restarted } from "../../support/program/restarted.ts"

const activity = Effect.flatMap(OwnersPhone, (phone) => phone.activity)

describe("what is known of the owner's phone", () => {
  it.effect("outlasts a restart, and is of one account", () =>
    Effect.gen(function* () {
      expect(yield* activity).toEqual(PhoneActivity.none)
      const { note } = yield* OwnersPhone
      yield* note((before) => PhoneActivity.wrote(before, "friend:Li", 700, 1_000))
      yield* note((before) => PhoneActivity.used(before, 800))
      const known = { lastUse: 800, lastWrote: new Map([["friend:Li", 700]]) }
      expect(yield* activity).toEqual(known)
      expect(yield* restarted(activity)).toEqual(known)
      yield* Effect.flatMap(KeptValues, ({ forgetAll }) => forgetAll)
      expect(yield* activity).toEqual(PhoneActivity.none)
      expect(yield* restarted(activity)).toEqual(PhoneActivity.none)
    }).pipe(Effect.provide(fakes()))
  )
})

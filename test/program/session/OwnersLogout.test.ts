import { expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { Logout } from "../../../src/http/wechat/Logout.ts"
import * as AddressBook from "../../../src/program/contacts/AddressBook.ts"
import { CurrentSession } from "../../../src/program/session/CurrentSession.ts"
import { OwnersLogout } from "../../../src/program/session/OwnersLogout.ts"
import { fakes } from "../../support/program/fakes.ts"
import { session } from "../../support/program/wire.ts"

const answering = (isTold: boolean) =>
  Layer.provideMerge(
    OwnersLogout.Default,
    Layer.provideMerge(Layer.succeed(Logout, new Logout({ logout: () => Effect.succeed(isTold) })), fakes())
  )

it.scoped.each([
  [true, "told", true],
  [false, "not-told", false]
] as const)(
  "a log-out that WeChat was told of (%s) is one that the owner wished",
  ([isTold, outcome, isWished]) =>
    Effect.gen(function* () {
      const { logOut, wasWished } = yield* OwnersLogout
      expect(yield* logOut).toBe("nobody-logged-in")
      expect(yield* wasWished).toBe(false)
      yield* (yield* CurrentSession).begin({ session, book: yield* AddressBook.make(session) })
      expect(yield* logOut).toBe(outcome)
      expect(yield* wasWished).toBe(isWished)
      expect(yield* wasWished).toBe(false)
    }).pipe(Effect.provide(answering(isTold)))
)

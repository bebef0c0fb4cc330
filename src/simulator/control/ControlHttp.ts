import { HttpApiBuilder } from "@effect/platform"
import { Array, Effect, Layer } from "effect"
import type { Control } from "./Control.ts"
import { ControlApi } from "./ControlApi.ts"

/** A single input gets a single answer, a list gets a list. */
const answer = <A>(payload: unknown, answers: ReadonlyArray<A>): A | ReadonlyArray<A> =>
  Array.isArray(payload) ? answers : (answers[0] ?? answers)

const delivered = (MsgId: string) => ({ MsgId })

/** The control operations over HTTP. */
export const layer = (control: Control) =>
  HttpApiBuilder.api(ControlApi).pipe(
    Layer.provide(
      HttpApiBuilder.group(ControlApi, "control", (handlers) =>
        handlers
          .handle("addAccount", ({ payload }) => control.addAccount(payload))
          .handle("accounts", () => control.accounts)
          .handle("state", ({ urlParams }) => control.state(urlParams))
          .handle("sent", ({ urlParams }) => control.sent(urlParams))
          .handle("asked", ({ urlParams }) => control.asked(urlParams))
          .handle("prompted", ({ urlParams }) => control.prompted(urlParams))
          .handle("fetched", ({ urlParams }) => control.fetched(urlParams))
          .handle("requests", ({ urlParams }) => control.requests(urlParams))
          .handle("person", ({ payload }) => control.person(payload))
          .handle("group", ({ payload }) => control.group(payload))
          .handle("messages", ({ payload }) =>
            Effect.map(control.messages(Array.ensure(payload)), (ids) => answer(payload, ids.map(delivered)))
          )
          .handle("social", ({ urlParams }) => control.social(urlParams))
          .handle("answers", ({ payload }) => control.answers(payload))
          .handle("phone", ({ payload }) => control.phone(payload))
          .handle("login", ({ payload }) => control.login(payload))
          .handle("session", ({ payload }) => control.session(payload))
          .handle("clock", ({ payload }) => control.clock(payload))
          .handle("sending", ({ payload }) => control.sending(payload))
          .handle("tuling", ({ payload }) => control.tuling(payload))
          .handle("openai", ({ payload }) => control.openai(payload))
          .handle("faults", ({ payload }) =>
            Effect.map(control.faults(Array.ensure(payload)), (views) => answer(payload, views))
          )
          .handle("uploads", ({ urlParams }) => control.uploads(urlParams))
          .handle("takenBack", ({ urlParams }) => control.takenBack(urlParams))
          .handle("media", ({ urlParams }) => control.media(urlParams))
          .handle("links", ({ payload }) => control.links(payload))
          .handle("clearFaults", ({ payload }) => control.clearFaults(payload))
      )
    )
  )

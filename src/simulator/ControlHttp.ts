import { HttpApiBuilder } from "@effect/platform"
import { Array, Effect, Layer } from "effect"
import type { Control } from "./Control.ts"
import { ControlApi } from "./ControlApi.ts"
import type { MessageInput } from "./ControlInput.ts"

/** One message gets one answer, a list a list. */
const deliver = (control: Control, payload: MessageInput | ReadonlyArray<MessageInput>) =>
  Effect.map(control.messages(Array.ensure(payload)), (ids) => {
    const delivered = ids.map((MsgId) => ({ MsgId }))
    return Array.isArray(payload) ? delivered : (delivered[0] ?? delivered)
  })

/** The control operations over HTTP. */
export const layer = (control: Control) =>
  HttpApiBuilder.api(ControlApi).pipe(
    Layer.provide(
      HttpApiBuilder.group(ControlApi, "control", (handlers) =>
        handlers
          .handle("state", ({ urlParams }) => control.state(urlParams))
          .handle("sent", ({ urlParams }) => control.sent(urlParams))
          .handle("asked", ({ urlParams }) => control.asked(urlParams))
          .handle("fetched", ({ urlParams }) => control.fetched(urlParams))
          .handle("requests", ({ urlParams }) => control.requests(urlParams))
          .handle("person", ({ payload }) => control.person(payload))
          .handle("group", ({ payload }) => control.group(payload))
          .handle("messages", ({ payload }) => deliver(control, payload))
          .handle("phone", ({ payload }) => control.phone(payload))
          .handle("login", ({ payload }) => control.login(payload))
          .handle("session", ({ payload }) => control.session(payload))
          .handle("sending", ({ payload }) => control.sending(payload))
          .handle("tuling", ({ payload }) => control.tuling(payload))
      )
    )
  )

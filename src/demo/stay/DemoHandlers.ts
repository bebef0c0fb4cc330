import { HttpApiBuilder } from "@effect/platform"
import { Effect, Layer } from "effect"
import { DemoApi } from "./DemoApi.ts"
import { type Playground } from "./Playground.ts"

/** What people do on the chat page, over HTTP. */
export const layer = (playground: Playground) =>
  HttpApiBuilder.api(DemoApi).pipe(
    Layer.provide(
      HttpApiBuilder.group(DemoApi, "demo", (handlers) =>
        handlers
          .handle("view", () => playground.view)
          .handle("say", ({ payload }) => Effect.map(playground.say(payload), (msgId) => ({ msgId })))
          .handle("takeBack", ({ payload }) => playground.takeBack(payload.msgId))
          .handle("phone", ({ payload }) => playground.openChat(payload.chat))
          .handle("network", ({ payload }) => playground.setNetwork(payload.broken))
          .handle("day", ({ payload }) => playground.setDay(payload.spent))
          .handle("model", ({ payload }) => playground.setModel(payload.out))
          .handle("login", ({ payload }) => playground.setLogin(payload.action))
      )
    )
  )

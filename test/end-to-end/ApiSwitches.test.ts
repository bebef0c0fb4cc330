import { describe, expect, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import { eventsUntil, online, robotWithClient } from "../support/end-to-end/apiClient.ts"

describe("the switches of the API, at the built robot", () => {
  it.scopedLive(
    "paused, it is silent, also about what is under way; after the resume what comes anew is answered",
    () =>
      Effect.gen(function* () {
        // by then the pause has come
        const { api, control, http } = yield* robotWithClient({ ROBOT_REPLY_DELAY: "3 seconds" })
        yield* control.messages([{ from: "lili", text: "1" }])
        yield* eventsUntil(http, Option.some("0-0"), (line) => line.includes('"state":"answered"'))
        yield* api.pause({ payload: {} })
        yield* control.messages([{ from: "tom", text: "2" }])
        const paused = api.messages({ urlParams: { reason: "paused" } })
        yield* Effect.repeat(paused, { until: ({ messages }) => messages.length === 2 })
        yield* api.resume({ payload: {} })
        yield* control.messages([{ from: "tom", text: "3" }])
        const sent = api.messages({ urlParams: { state: "sent" } })
        const { messages } = yield* Effect.repeat(sent, { until: ({ messages }) => messages.length > 0 })
        expect(messages.map(({ text }) => text)).toEqual(["3"])
        expect((yield* control.sent()).map(({ to }) => to)).toEqual(["tom"])
      }).pipe(Effect.provide(online)),
    60_000
  )

  it.scopedLive(
    "a chat that is muted stays so under the names of a new log-in",
    () =>
      Effect.gen(function* () {
        const { api, control, robot } = yield* robotWithClient()
        const chat = "李莉（同事）"
        yield* api.mute({ payload: { chat } })
        const mutedIn = Effect.map(api.chats(), ({ chats }) =>
          chats.filter(({ muted }) => muted !== null).map(({ chat, names }) => [names[0], chat])
        )
        const before = yield* mutedIn
        yield* control.session({ retcode: 1101 })
        yield* robot.until((log) => log.split('"syncing"').length > 2)
        yield* control.messages([
          { from: "lili", text: "1" },
          { from: "tom", text: "2" }
        ])
        const ended = api.messages({ urlParams: { reason: "muted" } })
        yield* Effect.repeat(ended, { until: ({ messages }) => messages.length === 1 })
        const sent = api.messages({ urlParams: { state: "sent" } })
        yield* Effect.repeat(sent, { until: ({ messages }) => messages.length === 1 })
        expect((yield* control.sent()).map(({ to }) => to)).toEqual(["tom"])
        const after = yield* mutedIn
        expect(after.map(([name]) => name)).toEqual([chat])
        expect(after).not.toEqual(before)
      }).pipe(Effect.provide(online)),
    60_000
  )
})

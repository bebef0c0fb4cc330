import { describe, expect, it } from "@effect/vitest"
import { Clock, Deferred, Effect, Option } from "effect"
import { eventsUntil, online, robotWithClient } from "../support/end-to-end/apiClient.ts"
import { addressIn } from "../support/program/addressIn.ts"

const MILLIS = 1_000_000n

describe("the API of the built robot", () => {
  it.scopedLive("tells what it did and why, and what other settings would make of it", () =>
    Effect.gen(function* () {
      const { api, control, http, robot, token } = yield* robotWithClient()
      const { dryRun, connection, owner } = yield* api.status()
      expect({ dryRun, state: connection.state }).toEqual({ dryRun: false, state: "syncing" })
      expect(owner).not.toBe(null)
      const { chats } = yield* api.chats()
      const group = chats.find(({ kind }) => kind === "group")
      expect(group?.names.length).toBeGreaterThan(0)
      const name = "李莉（同事）"
      expect(chats.map(({ names }) => names[0])).toContain(name)

      const [, lines] = yield* Effect.all(
        [
          control.messages([{ from: "lili", text: "在吗" }]),
          eventsUntil(http, Option.none(), (line) => line.includes('"state":"sent"'))
        ],
        { concurrency: 2 }
      )
      const ids = lines.filter((line) => line.startsWith("id: ")).map((line) => line.slice(4))
      const again = yield* eventsUntil(http, Option.fromNullable(ids[0]), (line) =>
        line.includes('"state":"sent"')
      )
      expect(again.filter((line) => line.startsWith("id: "))).toEqual(ids.map((id) => `id: ${id}`))

      const { messages } = yield* api.messages({ urlParams: { text: "在吗", state: "sent" } })
      expect(messages).toHaveLength(1)
      const [line] = messages
      const id = line?.msgId ?? ""
      const asItIs = yield* api.message({ path: { id }, urlParams: {} })
      expect(asItIs).toMatchObject({ decision: "AskChatbot", attempts: 1, otherwise: null })
      const denied = yield* api.message({ path: { id }, urlParams: { ROBOT_DENY: name } })
      expect(denied.otherwise).toMatchObject({ decision: "Skip", reason: "denied", differs: true })
      const bad = yield* Effect.flip(api.message({ path: { id }, urlParams: { ROBOT_QUIET_PERIOD: "soon" } }))
      expect(bad).toMatchObject({ _tag: "BadInput", accepted: expect.stringContaining("ROBOT_QUIET_PERIOD") })

      const { reasons } = yield* api.counts({ urlParams: { hours: 2 } })
      expect(reasons.filter(({ state }) => state === "sent").map(({ count }) => count)).toEqual([1])
      const diagnostics = JSON.stringify(yield* api.diagnostics())
      for (const told of ["在吗", name, token]) expect(diagnostics).not.toContain(told)
      const metrics = yield* api.metrics()
      expect(metrics).toContain('weixin_robot_messages_ended_total{state="sent"} 1\n')
      expect(metrics).toContain('weixin_robot_chatbot_asked_total{chatbot="tuling",result="words"} 1\n')
      expect(metrics).toContain('weixin_robot_chatbot_seconds_count{chatbot="tuling"} 1\n')
      const { stderr, stdout } = yield* robot.stop("SIGTERM")
      expect(stdout + stderr).not.toContain(token)
    }).pipe(Effect.provide(online))
  )

  it.scopedLive("pauses and mutes; logs out, and gives a code", () =>
    Effect.gen(function* () {
      const { api, control } = yield* robotWithClient()
      const chat = "李莉（同事）"
      yield* api.mute({ payload: { chat } })
      const { chats } = yield* api.chats()
      expect(chats.filter(({ muted }) => muted !== null).map(({ names }) => names[0])).toEqual([chat])
      yield* control.messages([
        { from: "lili", text: "1" },
        { from: "tom", text: "2" }
      ])
      const answered = api.messages({ urlParams: { state: "sent" } })
      yield* Effect.repeat(answered, { until: ({ messages }) => messages.length === 1 })
      yield* api.unmute({ payload: { chat } })
      yield* api.pause({ payload: {} })
      expect((yield* api.status()).paused).toEqual({ until: null })
      yield* control.messages([{ from: "tom", text: "3" }])
      const paused = api.messages({ urlParams: { reason: "paused" } })
      yield* Effect.repeat(paused, { until: ({ messages }) => messages.length === 1 })
      yield* api.resume({ payload: {} })
      const { messages } = yield* api.messages({ urlParams: { reason: "muted" } })
      expect(messages.map(({ text }) => text)).toEqual(["1"])
      expect(yield* control.sent({})).toHaveLength(1)

      yield* api.logout()
      yield* Effect.repeat(api.status(), { until: ({ connection }) => connection.state !== "syncing" })
    }).pipe(Effect.provide(online))
  )

  it.scopedLive("ends within five seconds of SIGTERM with event streams open", () =>
    Effect.gen(function* () {
      const { data, http, robot } = yield* robotWithClient()
      yield* Effect.forEach(
        Array.from({ length: 50 }),
        Effect.fnUntraced(function* () {
          const open = yield* Deferred.make<void>()
          // the first line comes with the first frame
          const line = () => {
            Deferred.unsafeDone(open, Effect.void)
            return false
          }
          yield* Effect.forkScoped(Effect.ignore(eventsUntil(http, Option.none(), line)))
          yield* Deferred.await(open)
        })
      )
      const from = yield* Clock.currentTimeNanos
      const { exitCode } = yield* robot.stop("SIGTERM")
      expect(exitCode).toBe(0)
      expect(Number(((yield* Clock.currentTimeNanos) - from) / MILLIS)).toBeLessThan(5_000)
      expect(yield* Effect.isFailure(addressIn(data))).toBe(true)
    }).pipe(Effect.provide(online))
  )
})

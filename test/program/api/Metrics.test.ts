import { expect, it } from "@effect/vitest"
import { Effect, Layer, TestClock } from "effect"
import parse from "parse-prometheus-text-format"
import { decide } from "../../../src/domain/ReplyPolicy.ts"
import * as Watched from "../../../src/layers/activity/Watched.ts"
import { Messages } from "../../../src/layers/journal/Messages.ts"
import { health } from "../../../src/program/api/app/Health.ts"
import { metrics } from "../../../src/program/api/app/Metrics.ts"
import { Connection } from "../../../src/program/connection/Connection.ts"
import { facts, policy } from "../../support/domain/facts.ts"
import { entry } from "../../support/layers/journalFile.ts"
import { surroundings } from "../../support/program/served.ts"

/** A message of a chat of its own, from its beginning to its end. */
const oneOf = Effect.fnUntraced(function* (MsgId: string) {
  const messages = yield* Messages
  const seen = facts()
  yield* messages.receive([{ ...entry(MsgId, undefined, 1_500, `@chat ${MsgId}`), createdAt: 0 }])
  yield* messages.note(MsgId, {
    _tag: "decided",
    decision: decide(policy, seen),
    facts: seen,
    lastingName: `friend:${MsgId}`
  })
  yield* messages.note(MsgId, { _tag: "skipped", reason: "stale" })
})

const series = Effect.map(metrics, (text) =>
  parse(text).flatMap(({ metrics, name }) => metrics.map((metric) => ({ name, ...metric })))
)

it.effect("what is measured is read by Prometheus, and no more with ten thousand chats", () =>
  Effect.gen(function* () {
    yield* oneOf("0")
    const before = yield* series
    yield* Effect.forEach(
      Array.from({ length: 10_000 }, (_, at) => `${at + 1}`),
      oneOf,
      { discard: true }
    )
    const after = yield* series
    expect(after.length).toBe(before.length)
    const text = yield* metrics
    expect(text).toContain('weixin_robot_messages_ended_total{state="skipped"} 10001\n')
    expect(text).toContain("weixin_robot_messages_under_way 0\n")
    expect(text).toContain('weixin_robot_sync_delay_seconds_bucket{le="2"} 10001\n')
    expect(text).toContain("weixin_robot_sync_delay_seconds_count 10001\n")
    expect(text.split("\n").length).toBeLessThan(150)
  }).pipe(Effect.provide(Watched.journal.pipe(Layer.provideMerge(surroundings()))))
)

it.effect("health is bad where a person is needed, and where the server is lost for over two minutes", () =>
  Effect.gen(function* () {
    const { become } = yield* Connection
    expect(yield* health).toEqual({ ok: true, state: "starting", reason: "" })
    yield* become("waiting-for-scan", "a log-in code is shown")
    expect(yield* health).toMatchObject({ ok: false, reason: expect.stringContaining("scan the code") })
    yield* become("syncing", "logged in")
    yield* become("reconnecting", "no answer")
    yield* TestClock.adjust("2 minutes")
    expect(yield* health).toMatchObject({ ok: true })
    yield* TestClock.adjust(1)
    expect(yield* health).toMatchObject({ ok: false, state: "reconnecting" })
  }).pipe(Effect.provide(surroundings()))
)

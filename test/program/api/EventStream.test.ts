import { connect } from "node:net"
import { expect, it } from "@effect/vitest"
import { Deferred, Effect, Exit, Fiber, Scope, TestClock } from "effect"
import { Activity } from "../../../src/layers/activity/Activity.ts"
import { request, running, surroundings } from "../../support/program/served.ts"

/** What a stream of events holds from here to there, after which its reader is cut off. */
const read = (
  port: number,
  headers: Readonly<Record<string, string>>,
  wanted: RegExp,
  began: () => void = () => {}
) =>
  Effect.async<string>((resume) => {
    let answer = ""
    const socket = connect(port, "127.0.0.1", () => socket.write(request("GET /api/events", headers)))
    socket.setEncoding("utf8").on("data", (piece: string) => {
      answer += piece
      if (/retry: 2000\n[^]*\n\n/.test(answer)) began()
      const [, frame] = wanted.exec(answer) ?? []
      if (frame !== undefined) resume(Effect.succeed(frame))
    })
    socket.on("error", () => {})
    return Effect.sync(() => socket.destroy())
  })

const firstFrame = (port: number, headers: Readonly<Record<string, string>>) =>
  read(port, headers, /(retry: 2000\n[^]*)\n\n/)

it.scoped("who is cut off before the first event goes on from there", () =>
  Effect.gen(function* () {
    const { port, token } = yield* running
    const { happenings } = yield* Activity
    const own = { Authorization: `Bearer ${token}` }
    happenings.tell({ _tag: "switches" })
    const [, id = ""] = /^id: (\w+-\d+)$/m.exec(yield* firstFrame(port, own)) ?? []
    expect(id).toMatch(/^\w+-[1-9]/)
    happenings.tell({ _tag: "switches" })
    expect(yield* firstFrame(port, { ...own, "Last-Event-ID": id })).toBe(`retry: 2000\nid: ${id}`)
  }).pipe(Effect.provide(surroundings()))
)

it.scoped("of the steps that a message goes meanwhile the last is told, in its place", () =>
  Effect.gen(function* () {
    const { port, token } = yield* running
    const { happenings } = yield* Activity
    const own = { Authorization: `Bearer ${token}` }
    happenings.tell({ _tag: "switches" })
    const [, id = ""] = /^id: (\w+-\d+)$/m.exec(yield* firstFrame(port, own)) ?? []
    happenings.tell({ _tag: "message", msgId: "1", state: "received" })
    happenings.tell({ _tag: "message", msgId: "2", state: "received" })
    happenings.tell({ _tag: "message", msgId: "1", state: "skipped", reason: "stale" })
    happenings.tell({ _tag: "revoked", msgId: "1" })
    yield* Effect.fork(Effect.forever(TestClock.adjust("200 millis")))
    const frames = yield* read(
      port,
      { ...own, "Last-Event-ID": id },
      /retry: 2000\n[^]*?\n\n([^]*"revoked".*)/
    )
    const told = Array.from(frames.matchAll(/^data: (.*)$/gm), ([, data]) => data)
    expect(told).toEqual([
      '{"_tag":"message","msgId":"2","state":"received"}',
      '{"_tag":"message","msgId":"1","state":"skipped","reason":"stale"}',
      '{"_tag":"revoked","msgId":"1"}'
    ])
  }).pipe(Effect.provide(surroundings()))
)

it.scoped("what becomes of the connection is told at once, and before the robot ends", () =>
  Effect.gen(function* () {
    const scope = yield* Scope.make()
    const { port, token } = yield* Scope.extend(running, scope)
    const { happenings } = yield* Activity
    const begun = yield* Deferred.make<void>()
    const own = { Authorization: `Bearer ${token}` }
    const reading = yield* Effect.fork(
      read(port, own, /retry: 2000\n[^]*?\n\n([^]*"refused".*)/, () =>
        Deferred.unsafeDone(begun, Effect.void)
      )
    )
    yield* Deferred.await(begun)
    // nobody moves the clock here: it does not wait for others
    happenings.tell({ _tag: "state", state: "refused", since: 0, why: "not for you" })
    yield* Scope.close(scope, Exit.void)
    expect(yield* Fiber.join(reading)).toContain('"state":"refused"')
  }).pipe(Effect.provide(surroundings()))
)

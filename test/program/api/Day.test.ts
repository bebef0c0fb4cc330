import { connect } from "node:net"
import { expect, it } from "@effect/vitest"
import { Chunk, Deferred, Effect, Fiber, FiberId, Layer, Option, Supervisor, TestClock } from "effect"
import { AlertStates } from "../../../src/domain/AlertStates.ts"
import * as State from "../../../src/domain/Switches.ts"
import * as Watched from "../../../src/layers/activity/Watched.ts"
import { Activity } from "../../../src/layers/activity/Activity.ts"
import { Messages } from "../../../src/layers/journal/Messages.ts"
import { Connection } from "../../../src/program/connection/Connection.ts"
import { Switches } from "../../../src/program/owner/Switches.ts"
import { Owner, watched } from "../../support/program/alerted.ts"
import { Census } from "../../support/program/census.ts"
import { leftFor } from "../../support/program/kept.ts"
import { quickTestClock } from "../../support/program/quickTestClock.ts"
import { request, running, sent, statusOf, surroundings } from "../../support/program/served.ts"
import { chat } from "../../support/program/wire.ts"

const HOUR = 3_600_000
const switches = { name: "switches", schema: State.SwitchesState, none: State.none }

const noAlerts: AlertStates = {}
const alertBook = { name: "alerts-2", schema: AlertStates, none: noAlerts }

/** More than are kept. */
const HAPPENINGS = 1_100

/** Once all that waits for nothing but the network had its turn. */
const aTurn = Effect.async<void>((resume) => void setImmediate(() => resume(Effect.void)))

const sleeping = Effect.map(TestClock.sleeps(), Chunk.size)

/** A stream of events from its first frame on. */
const opened = (port: number, headers: Readonly<Record<string, string>>) =>
  Effect.async<{ readonly drop: Effect.Effect<void>; readonly read: () => string }>((resume) => {
    let text = ""
    const socket = connect(port, "127.0.0.1", () => socket.write(request("GET /api/events", headers)))
    const closed = Deferred.unsafeMake<void>(FiberId.none)
    // the server hangs up as well: by then the stream is no more
    const drop = Effect.zipRight(
      Effect.sync(() => socket.end()),
      Deferred.await(closed)
    )
    const open = Effect.succeed({ drop, read: () => text })
    socket.setEncoding("utf8").on("data", (piece: string) => {
      text = `${text}${piece}`.slice(-2_000)
      if (text.includes("retry: 2000\n")) resume(open)
    })
    socket.on("close", () => {
      Deferred.unsafeDone(closed, Effect.void)
      resume(open)
    })
  })

/** A client of the API by hand. */
const clientAt = ({ port, token }: Effect.Effect.Success<typeof running>) => {
  const own = { Authorization: `Bearer ${token}` }
  const ask = (line: string, headers: Readonly<Record<string, string>> = own, body = "") => {
    const about = { "Content-Type": "application/json", "Content-Length": `${body.length}` }
    return Effect.map(sent(port, request(line, { ...headers, ...about }, body)), statusOf)
  }
  return {
    ask,
    open: opened(port, own),
    /** Guesses at the token, all at the same time, each held up for some time. */
    guess: Effect.gen(function* () {
      const before = yield* sleeping
      const guesses = yield* Effect.fork(
        Effect.forEach([1, 2, 3], (n) => ask("GET /api/status", { Authorization: `Bearer guess-${n}` }), {
          concurrency: "unbounded"
        })
      )
      yield* Effect.repeat(Effect.zipRight(aTurn, sleeping), { until: (now) => now === before + 3 })
      yield* TestClock.adjust("1 second")
      return yield* Fiber.join(guesses)
    })
  }
}

type Client = ReturnType<typeof clientAt>

/** Streams are opened, see what happens, and are dropped; wrong tokens are tried. */
const visited = Effect.fnUntraced(function* ({ ask, guess, open }: Client) {
  const { happenings } = yield* Activity
  const streams = yield* Effect.replicateEffect(open, 3)
  for (let n = 0; n < HAPPENINGS; n++) happenings.tell({ _tag: "revoked", msgId: `${n}` })
  yield* TestClock.adjust("1 minute")
  for (const { read } of streams) expect(read()).toContain("event: revoked")
  yield* Effect.forEach(streams, ({ drop }) => drop)
  expect(yield* guess).toEqual([401, 401, 401])
  for (const path of ["/health", "/metrics", "/api/status", "/api/messages", "/api/nothing"]) {
    expect([path, yield* ask(`GET ${path}`)]).toEqual([path, path === "/api/nothing" ? 404 : 200])
  }
})

/** The robot is paused and a chat muted, each until the owner ends it and for a time; a person is needed, and then no more. */
const moved = Effect.fnUntraced(function* ({ ask }: Client, hour: number) {
  const { mute, unmute } = yield* Switches
  const { become } = yield* Connection
  const messages = yield* Messages
  const end = hour * HOUR + HOUR / 2
  for (const body of ["{}", `{"until":${end}}`]) {
    expect(yield* ask("POST /api/pause", undefined, body)).toBe(204)
    if (body === "{}") expect(yield* ask("POST /api/resume", undefined, body)).toBe(204)
  }
  const [one, other] = [chat(`@one-${hour}`, `friend:one-${hour}`), chat(`@other-${hour}`)]
  yield* mute(one, Option.none())
  yield* mute(other, Option.some(end))
  yield* unmute(one)
  yield* messages.note(`${hour}`, { _tag: "uncertain", reason: "no-answer" })
  for (const state of ["waiting-for-scan", "syncing", "reconnecting"] as const) {
    yield* become(state, "a test")
    yield* TestClock.adjust("6 minutes")
  }
  yield* become("syncing", "a test")
  yield* messages.echoed(`${hour}`, `echo-${hour}`)
  yield* TestClock.setTime((hour + 1) * HOUR)
})

/** The API of a robot, and the alerts, through a day; and what there is of them at the end of an hour. */
const used = Effect.fnUntraced(function* (supervisor: Supervisor.Supervisor<ReadonlyArray<unknown>>) {
  const census = yield* Census
  const { asked } = yield* Owner
  const { happenings } = yield* Activity
  const client = clientAt(yield* running)
  const allDay = yield* client.open
  let hours = 0
  let told = 0
  const anHour = Effect.gen(function* () {
    told = asked.length
    yield* visited(client)
    yield* moved(client, hours++)
  })
  return Effect.fnUntraced(function* (last: number) {
    yield* Effect.whileLoop({ while: () => hours < last, body: () => anHour, step: () => {} })
    expect(allDay.read()).toMatch(/: still there\n\n\s*$/)
    const { mutes, pauses } = yield* leftFor(switches)
    const alerts = Object.values(yield* leftFor(alertBook)).map(({ open, told }) => open.length + told.length)
    return {
      standing: {
        fibers: (yield* supervisor.value).length,
        timers: yield* sleeping,
        entries: yield* census.entries,
        happenings: happenings.after(0).happenings.length,
        alerts
      },
      /** What ended is remembered for a day. */
      switches: [pauses.length, mutes.length],
      told: asked.slice(told).map(([{ alert, isOver }]) => `${alert} ${isOver ? "over" : "needed"}`)
    }
  })
})

it.scoped(
  "the API and the alerts leave nothing behind of a day in which they are used every hour",
  () =>
    Effect.gen(function* () {
      const supervisor = yield* Supervisor.track
      const day = Effect.gen(function* () {
        const after = yield* used(supervisor)
        const first = yield* after(1)
        expect(first.told.toSorted()).toEqual(
          ["disconnected", "scan", "uncertain-send"].flatMap((alert) => [`${alert} needed`, `${alert} over`])
        )
        expect(Object.keys(first.standing.entries)).toContain("layers/activity/Tallies.ts")
        const last = yield* after(24)
        expect(last.standing).toEqual(first.standing)
        const full = yield* after(26)
        expect((yield* after(27)).switches).toEqual(full.switches)
      })
      yield* Effect.supervised(Effect.provide(day, watched), supervisor)
    }).pipe(
      Effect.provide(
        Layer.provideMerge(
          Layer.provideMerge(Watched.journal, surroundings()),
          // what is made before it is not counted
          Layer.mergeAll(Owner.Default, Census.Default, quickTestClock)
        )
      )
    ),
  120_000
)

import { FileSystem } from "@effect/platform"
import { expect, it } from "@effect/vitest"
import { Effect, Exit, Layer, TestClock } from "effect"
import { Settings } from "../../../src/layers/settings/Settings.ts"
import { RunningRobot } from "../../../src/program/remote/RunningRobot.ts"
import { showStatus } from "../../../src/program/remote/ShowStatus.ts"
import { Unsuccessful } from "../../../src/program/Unsuccessful.ts"
import { type Asked, FakeHttp } from "../../support/http/FakeHttp.ts"
import { settingsOf } from "../../support/layers/files.ts"
import { printed } from "../../support/program/printed.ts"

const HOUR = 3_600_000

const status = {
  version: "1.2.3",
  startedAt: 0,
  connection: { state: "syncing", since: 0, why: "logged in" },
  now: 0,
  timeZone: "Asia/Shanghai",
  means: { en: "the robot is logged in", zh: "机器人已登录" },
  todo: null,
  code: null,
  owner: "小白",
  dryRun: true,
  chatbots: [],
  chatbotTroubles: [],
  sendPause: { until: null },
  paused: { until: 30 * HOUR },
  mutes: [{ chat: "@li", name: "Li\u001b[2J", until: null }],
  underWay: 2,
  alertService: false
}

const answers: Readonly<Record<string, object>> = {
  "/api/status": status,
  "/health": { ok: false, state: "syncing", reason: "give the account some hours" },
  "/api/counts": {
    from: 0,
    to: 0,
    hours: [],
    days: [],
    sources: [],
    reasons: [
      { state: "skipped", reason: "paused", count: 2 },
      { state: "sent", reason: "R3", count: 1 },
      { state: "skipped", reason: "stale", count: 3 }
    ]
  },
  "/api/messages": { messages: [], next: null }
}

const answer = ({ url }: Asked) =>
  new Response(JSON.stringify(answers[url.pathname]), { status: url.pathname === "/health" ? 503 : 200 })

const found = JSON.stringify({ address: "http://127.0.0.1:8420/", token: "token" })

const statusIn = Effect.fnUntraced(function* (timeZone: string) {
  const http = new FakeHttp(answer)
  const settings = Layer.effect(
    Settings,
    Effect.flatMap(settingsOf({ ROBOT_DATA_DIR: "/data", ROBOT_TIME_ZONE: timeZone }), (report) =>
      Effect.orDie(report.settings)
    )
  )
  const files = FileSystem.layerNoop({ readFileString: () => Effect.succeed(found) })
  const layer = Layer.provideMerge(RunningRobot.Default, Layer.mergeAll(settings, http.layer, files))
  const ended = yield* printed(Effect.provide(showStatus(false), layer))
  const hours = http.asked.find(({ url }) => url.pathname === "/api/counts")?.url.searchParams.get("hours")
  return { ...ended, hours }
})

it.effect("status tells on a screen what is not as usual, and ends with 1 where a person is needed", () =>
  Effect.gen(function* () {
    yield* TestClock.adjust("125 minutes")
    const { exit, out } = yield* statusIn("Asia/Shanghai")
    expect(exit).toEqual(Exit.fail(new Unsuccessful({ because: "failed" })))
    expect(out.map((line) => line.replace(/ {2,}/, ": "))).toEqual([
      "state: syncing: logged in",
      "since: 1970-01-01 08:00 (2h 5m)",
      "to do: give the account some hours",
      "logged in as: 小白",
      "paused: until 1970-01-02 14:00",
      // a name steers no terminal
      "muted: Li\\u001b[2J, until the command unmute",
      "sends pause: until the command resume --sends, or a restart: WeChat found them too frequent",
      "dry run: nothing is sent to others",
      "chatbots: none: chats get the away line",
      "under way: 2 messages",
      "last message: none yet",
      "last answered: none yet",
      "today: 5 skipped, 1 sent",
      "runs since: 1970-01-01 08:00, version 1.2.3"
    ])
  })
)

it.effect.each([
  // 10:05, 2:05, 7:35, and 21:05 of the day before
  ["Asia/Shanghai", "11"],
  ["UTC", "3"],
  ["Asia/Kolkata", "8"],
  ["America/New_York", "22"]
] as const)("today begins at midnight in %s", ([timeZone, hours]) =>
  Effect.gen(function* () {
    yield* TestClock.adjust("125 minutes")
    expect((yield* statusIn(timeZone)).hours).toBe(hours)
  })
)

import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { start } from "../../src/simulator/Simulator.ts"
import { clientIn, online } from "../support/end-to-end/apiClient.ts"
import { until, untilSyncing } from "../support/end-to-end/inProcess.ts"
import { directory, run, tireless } from "../support/end-to-end/program.ts"
import { proxy, USER } from "../support/http/proxy.ts"

const PASSWORD = "p%40ss"

/** Nobody listens here: only a proxy knows better. */
const WECHAT = "http://127.0.0.2:9"

/** A simulator that is reached only through proxies, as WeChat through one, and as Tuling through another. */
const surroundings = Effect.gen(function* () {
  const { control, origin } = yield* start()
  const { host } = new URL(origin)
  const ofWechat = yield* proxy({ knows: { [new URL(WECHAT).hostname]: host }, wanted: USER })
  const ofChatbots = yield* proxy({ knows: { "tuling.invalid": host }, wanted: USER })
  const data = yield* directory
  const environment = {
    ...tireless(WECHAT, data),
    TULING_ORIGIN: "http://tuling.invalid",
    WECHAT_PROXY: `http://me:${PASSWORD}@${ofWechat.host}`,
    http_proxy: `me:${PASSWORD}@${ofChatbots.host}`,
    ROBOT_LOG_LEVEL: "debug"
  }
  return { control, data, environment, ofChatbots, ofWechat }
})

const endpointsIn = (asked: ReadonlyArray<string>) =>
  new Set(asked.map((line) => new URL(line.split(" ")[1] ?? "").pathname.split("/").at(-1)))

/** Of a proxy's user, however it is written. */
const secrets = [PASSWORD, "p@ss", USER.slice("Basic ".length)]

describe("the built robot behind proxies", () => {
  it.scopedLive("logs in, hears and answers through them, and tells of them nothing that is secret", () =>
    Effect.gen(function* () {
      const { control, data, environment, ofChatbots, ofWechat } = yield* surroundings
      const robot = yield* run([], environment)
      yield* untilSyncing(control)
      yield* control.messages([{ from: "lili", text: "你好" }])
      yield* until(control, ({ requests }) => requests["webwxsendmsg"] === 1)
      expect((yield* control.sent()).map(({ text }) => text)).toEqual(["你好呀，很高兴见到你"])

      const endpoints = ["jslogin", "login", "webwxnewloginpage", "webwxinit", "synccheck", "webwxsync"]
      expect([...endpointsIn(ofWechat.asked)]).toEqual(expect.arrayContaining([...endpoints, "webwxsendmsg"]))
      expect(ofChatbots.asked).toHaveLength(1)
      expect(ofChatbots.asked[0]).toMatch(/^POST http:\/\/tuling\.invalid\//)

      const { api } = yield* clientIn(data)
      const told = JSON.stringify([yield* api.settings(), yield* api.diagnostics()])
      expect(told).toContain('"HTTP_PROXY"')
      const { stderr, stdout } = yield* robot.stop("SIGTERM")
      expect(stdout).toContain(`WeChat through WECHAT_PROXY ${ofWechat.host}`)
      expect(stdout).toContain(`Tuling through HTTP_PROXY ${ofChatbots.host}`)
      for (const secret of secrets) expect(told + stdout + stderr).not.toContain(secret)
    }).pipe(Effect.provide(online))
  )

  it.scopedLive(
    "takes a proxy that refuses it for trouble that passes, and says why without a password",
    () =>
      Effect.gen(function* () {
        const { control, environment, ofChatbots } = yield* surroundings
        const robot = yield* run([], { ...environment, http_proxy: `http://me:wr0ng@${ofChatbots.host}` })
        yield* untilSyncing(control)
        yield* control.messages([{ from: "lili", text: "你好" }])
        yield* until(control, ({ requests }) => requests["webwxsendmsg"] === 1)
        // the fallback line
        expect((yield* control.sent()).map(({ text }) => text)).toEqual(["抱歉，不明白你说的是什么意思～"])
        const { stderr, stdout } = yield* robot.stop("SIGTERM")
        expect(stdout).toContain("proxy status 407")
        for (const secret of ["wr0ng", ...secrets]) expect(stdout + stderr).not.toContain(secret)
      })
  )

  it.scopedLive("checks over them what is reachable", () =>
    Effect.gen(function* () {
      const { environment, ofChatbots, ofWechat } = yield* surroundings
      const { exitCode, stderr, stdout } = yield* (yield* run(["check"], environment)).ended
      expect(stdout).toContain(`  WeChat  ${WECHAT}  through WECHAT_PROXY ${ofWechat.host}  answers`)
      expect(stdout).toContain(
        `  Tuling  http://tuling.invalid  through HTTP_PROXY ${ofChatbots.host}  answers`
      )
      expect(exitCode).toBe(0)
      expect([ofWechat.asked.length, ofChatbots.asked.length]).toEqual([1, 1])
      for (const secret of secrets) expect(stdout + stderr).not.toContain(secret)
    })
  )

  it.scopedLive("does not start with a proxy that it cannot use", () =>
    Effect.gen(function* () {
      const { environment } = yield* surroundings
      const https_proxy = `socks5://me:${PASSWORD}@127.0.0.1:1080`
      const { exitCode, stderr, stdout } = yield* (yield* run([], { ...environment, https_proxy })).ended
      expect(exitCode).toBe(78)
      expect(stdout + stderr).toContain("https_proxy: (hidden) - the http address of a proxy")
      for (const secret of secrets) expect(stdout + stderr).not.toContain(secret)
    })
  )
})

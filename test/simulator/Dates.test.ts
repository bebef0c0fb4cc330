import { describe, expect, it } from "@effect/vitest"
import { Clock, Effect } from "effect"
import { open } from "../support/simulator/Browser.ts"

const HOUR = 3_600

/** How many whole hours a time in epoch seconds is ahead of this machine's. */
const hoursAhead = (seconds: number) =>
  Effect.map(Clock.currentTimeMillis, (now) => Math.round((seconds - now / 1000) / HOUR) + 0)

describe("the servers' clocks", () => {
  it.scopedLive("are this machine's until they are set; messages, cookies and dates go by them", () =>
    Effect.gen(function* () {
      const { browser, control } = yield* open()
      const page = Effect.flatMap(browser.newCode, browser.pageOf)
      for (const ahead of [0, 3, -20]) {
        yield* control.clock({ ahead: ahead * HOUR })
        const { cookies, headers } = yield* browser.get(`${yield* page}&fun=new`)
        expect(yield* hoursAhead(Date.parse(headers["date"] ?? "") / 1000)).toBe(ahead)
        const ends = Object.values(cookies.cookies).map(({ options }) => options?.expires?.getTime() ?? 0)
        expect(yield* hoursAhead(Math.max(...ends) / 1000)).toBeGreaterThan(ahead)

        const keys = yield* browser.logIn
        yield* control.messages([{ from: "lili", text: "几点了？" }])
        const { AddMsgList } = yield* browser.sync(keys, keys.SyncKey)
        expect(yield* hoursAhead(Number(AddMsgList.at(-1)?.["CreateTime"]))).toBe(ahead)
      }
    })
  )

  it.scopedLive("are not told by answers without a date", () =>
    Effect.gen(function* () {
      const { browser, control } = yield* open()
      const date = Effect.map(browser.get("/jslogin"), ({ headers }) => headers["date"])
      yield* control.clock({ dated: false })
      expect(yield* date).toBeUndefined()
      yield* control.clock({ dated: true })
      expect(yield* date).toBeDefined()
      expect((yield* control.state()).clock).toEqual({ ahead: 0, dated: true })
    })
  )
})

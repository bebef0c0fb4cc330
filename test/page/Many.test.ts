import { Effect } from "effect"
import { type Page } from "playwright-core"
import { describe, expect } from "vitest"
import { multiply } from "../../bench/journalFill.ts"
import { answeredRowOf } from "../support/page/feed.ts"
import { type Robot, robotLoggedIn } from "../support/page/robot.ts"
import { playsAll } from "../support/playsAll.ts"
import { longestStall } from "../support/page/stalls.ts"
import { untilTheEnd } from "../support/page/untilTheEnd.ts"
import { it, visit } from "../support/page/visit.ts"

/** How far down the list is read: in short, as far as somebody may have the patience for. */
const TO = playsAll ? 10_000 : 2_000

/** Counted by the browser itself: a locator would hold up a page of so many. */
const rowsOn = (page: Page) => page.evaluate(() => document.querySelectorAll(".row").length)

/** Turns the wheel until so many rows are there, as a reader does. */
const scrollUntil = async (page: Page, rows: number) => {
  await page.mouse.move(600, 600)
  while ((await rowsOn(page)) < rows) {
    await page.mouse.wheel(0, 50_000)
    await page.evaluate(() => new Promise(requestAnimationFrame))
  }
}

/** The same as fast as the page can. */
const hurryUntil = (page: Page, rows: number) =>
  page.evaluate(async (rows) => {
    while (document.querySelectorAll(".row").length < rows) {
      scrollTo(0, document.documentElement.scrollHeight)
      await new Promise(requestAnimationFrame)
    }
  }, rows)

/** The robot goes on with so many messages in its journal. */
const fill = async ({ control, data, startAgain, stop }: Robot, page: Page, messages: number) => {
  await Effect.runPromise(control.messages([{ from: "lili", text: "one of many" }]))
  await answeredRowOf(page, "one of many").waitFor()
  await Effect.runPromise(stop)
  await Effect.runPromise(multiply(data, messages))
  await page.getByText("The robot was stopped: nobody is answered.").waitFor()
  await untilTheEnd(startAgain())
  await page.getByText("The robot answers for").waitFor()
  await page.reload()
  await page.waitForFunction(() => document.querySelectorAll(".row").length >= 20)
}

describe("a page of many messages", () => {
  it("of ten thousand scrolls without a stall", { timeout: 180_000 }, async () => {
    const robot = await robotLoggedIn()
    const page = await visit(robot.address)
    await fill(robot, page, 10_000)
    expect(await longestStall(page, () => scrollUntil(page, 600))).toBeLessThan(100)
    await hurryUntil(page, TO - 200)
    const onFromThere = async () => {
      await scrollUntil(page, TO)
      for (let at = 0; at < 20; at++) await page.mouse.wheel(0, -3_000)
    }
    expect(await longestStall(page, onFromThere)).toBeLessThan(100)
  })

  it("takes no more memory on its third day than before", { timeout: 240_000 }, async () => {
    const { address, control } = await robotLoggedIn()
    const page = await visit(address)
    const cdp = await page.context().newCDPSession(page)
    await cdp.send("Performance.enable")
    await page.clock.install()
    const come = async (number: number, count: number) => {
      const texts = Array.from({ length: count }, (_, at) => `message ${at} of hour ${number}.`)
      // of several chats, which are answered side by side
      const from = (at: number) => ["lili", "sun", "wang"][at % 3] ?? "lili"
      await Effect.runPromise(control.messages(texts.map((text, at) => ({ from: from(at), text }))))
      return texts.at(-1) ?? ""
    }
    const hour = async (number: number) => {
      const last = await come(number, 10)
      // each tick of some minutes, and what is due after an hour
      await page.clock.runFor("00:05:00")
      await page.clock.fastForward("00:55:00")
      await answeredRowOf(page, last).waitFor()
    }
    const heldNow = async () => {
      await cdp.send("HeapProfiler.collectGarbage")
      const { metrics } = await cdp.send("Performance.getMetrics")
      const valueOf = (metric: string) => metrics.find(({ name }) => name === metric)?.value ?? 0
      return {
        bytes: valueOf("JSHeapUsedSize"),
        nodes: valueOf("Nodes"),
        listeners: valueOf("JSEventListeners")
      }
    }
    /** What it asked for after an hour may just be coming in: that goes by itself, and only what stays counts. */
    const kept = async () => {
      const least = await heldNow()
      for (let again = 0; again < 3; again++) {
        await page.evaluate(() => new Promise(requestAnimationFrame))
        const { bytes, listeners, nodes } = await heldNow()
        least.bytes = Math.min(least.bytes, bytes)
        least.nodes = Math.min(least.nodes, nodes)
        least.listeners = Math.min(least.listeners, listeners)
      }
      return least
    }
    // more than the list keeps, all of them loaded
    const last = await come(0, 700)
    await answeredRowOf(page, last).waitFor({ timeout: 60_000 })
    await hurryUntil(page, 650)
    await page.evaluate(() => scrollTo(0, 0))
    /** The list grows for some hours before its oldest are let go, so that only the peaks can be compared. */
    const peaks = async (from: number, to: number) => {
      const peak = { bytes: 0, nodes: 0, listeners: 0 }
      for (let number = from; number <= to; number++) {
        await hour(number)
        const { bytes, listeners, nodes } = await kept()
        peak.bytes = Math.max(peak.bytes, bytes)
        peak.nodes = Math.max(peak.nodes, nodes)
        peak.listeners = Math.max(peak.listeners, listeners)
      }
      return peak
    }
    // about the end of the first day the browser takes a megabyte more, once, and goes on with that
    const before = await peaks(1, 36)
    const after = await peaks(37, 60)
    expect(after.bytes).toBeLessThan(before.bytes * 1.1)
    expect(after.nodes).toBeLessThan(before.nodes * 1.1)
    expect(after.listeners).toBeLessThan(before.listeners * 1.1)
    expect(await rowsOn(page)).toBeLessThan(700)
  })
})

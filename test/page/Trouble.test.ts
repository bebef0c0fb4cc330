import { describe, expect } from "vitest"
import { robotLoggedIn } from "../support/page/robot.ts"
import { it, visit } from "../support/page/visit.ts"

describe("the page never says more than it knows", () => {
  it("a switch that did not reach the robot says so, and a proxy without a robot behind it is none", async () => {
    const { address } = await robotLoggedIn()
    const page = await visit(address)
    await page.getByText("The robot answers for").waitFor()
    const isCut = (path: string) =>
      page.route(path, (route) => route.fulfill({ status: 502, body: "no robot here" }))
    const pause = page.getByRole("button", { name: "Pause until I resume" })
    // what is said of the switch goes with it, once the page knows that nobody answers at all
    await isCut("**/api/pause")
    await pause.click()
    await page.getByRole("alert").getByText("This did not reach the robot: nothing has changed.").waitFor()
    await isCut("**/api/**")
    // even if the page has noticed by itself, and takes no more clicks
    await pause.click({ force: true })
    await page.getByText("The robot does not answer this page.").waitFor()
  })

  it("a pause whose time is over is no pause any more, though no event tells it", async () => {
    const { address } = await robotLoggedIn()
    const page = await visit(address)
    await page.getByText("The robot answers for").waitFor()
    await page.evaluate(async () => {
      const body = JSON.stringify({ until: Date.now() + 1_500 })
      await fetch("/api/pause", { method: "POST", headers: { "content-type": "application/json" }, body })
    })
    await page.getByText(/^Paused until/).waitFor()
    await page.getByText("The robot answers for").waitFor()
    await page.getByRole("button", { name: "Pause for 30 minutes" }).waitFor()
  })

  it("who pauses by the keyboard goes on with the button that resumes", async () => {
    const { address } = await robotLoggedIn()
    const page = await visit(address)
    await page.getByRole("button", { name: "Pause until I resume" }).press("Enter")
    const resume = page.getByRole("button", { name: "Resume", exact: true })
    await page.waitForFunction(() => document.activeElement?.textContent === "Resume")
    await resume.press("Enter")
    await page.waitForFunction(
      () => document.activeElement?.getAttribute("aria-label") === "Pause for 30 minutes"
    )
  })

  it("a tab that nobody sees holds no connection, and is as it should be when it is seen again", async () => {
    const { address } = await robotLoggedIn()
    const page = await visit(address)
    await page.getByText("The robot answers for").waitFor()
    await page.clock.install()
    const seen = async (hidden: boolean) =>
      page.evaluate((hidden) => {
        Object.defineProperty(document, "hidden", { value: hidden, configurable: true })
        document.dispatchEvent(new Event("visibilitychange"))
      }, hidden)
    let streams = 0
    page.on("request", (request) => {
      if (request.url().endsWith("/api/events")) streams++
    })
    await seen(true)
    await page.clock.runFor(31_000)
    await seen(false)
    await expect.poll(() => streams).toBe(1)
    await page.getByText("The robot answers for").waitFor()
  })
})

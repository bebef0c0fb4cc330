import { Effect } from "effect"
import { describe, expect } from "vitest"
import { rowOf } from "../support/page/feed.ts"
import { robotLoggedIn } from "../support/page/robot.ts"
import { it, visit } from "../support/page/visit.ts"

describe("silence at the owner's wish", () => {
  it("a pause stops the answers, and the resume brings new ones back", async () => {
    const { address, control } = await robotLoggedIn()
    const page = await visit(address)
    await page.getByRole("button", { name: "Pause for 30 minutes" }).click()
    await page.getByText(/^Paused until \d\d:\d\d: nobody is answered\.$/).waitFor()
    await Effect.runPromise(control.messages([{ from: "lili", text: "one" }]))
    await rowOf(page, "one").getByText("the owner had paused the robot").waitFor()
    await page.getByRole("button", { name: "Resume" }).click()
    await page.getByText("The robot answers for").waitFor()
    await Effect.runPromise(control.messages([{ from: "tom", text: "two" }]))
    const [sent] = await Effect.runPromise(control.sent({ wait: 20_000 }))
    expect(sent?.to).toBe("tom")
  })

  it.each([
    ["Pause until tomorrow", /^Paused until \d+ \w+ 00:00: /],
    ["Pause until I resume", /^Paused until you resume: /]
  ])("%s", async (name, says) => {
    const { address } = await robotLoggedIn()
    const page = await visit(address)
    await page.getByRole("button", { name }).click()
    await page.getByText(says).waitFor()
    await page.reload()
    await page.getByText(says).waitFor()
  })
})

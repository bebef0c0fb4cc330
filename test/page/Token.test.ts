import { describe, expect } from "vitest"
import { robotLoggedIn } from "../support/page/robot.ts"
import { it, visit } from "../support/page/visit.ts"

describe("who comes to the page without its address", () => {
  it.each([
    {
      language: "en",
      needs: "This page needs the robot’s token.",
      label: "Token",
      enter: "Open the page",
      wrong: "This is not the robot’s token.",
      works: "The robot answers for"
    },
    {
      language: "zh",
      needs: "这个页面需要机器人的令牌。",
      label: "令牌",
      enter: "打开页面",
      wrong: "这不是机器人的令牌。",
      works: "机器人在替"
    }
  ] as const)(
    "is asked for the token: $language",
    async ({ enter, label, language, needs, works, wrong }) => {
      const robot = await robotLoggedIn()
      const page = await visit(robot.bare, { language })
      await page.getByText(needs).waitFor()
      expect(await page.getByRole("navigation").count()).toBe(0)
      await page.getByLabel(label).fill("guessed")
      await page.getByRole("button", { name: enter }).click()
      await page.getByRole("alert").getByText(wrong).waitFor()
      await page.getByLabel(label).fill(robot.token)
      await page.getByRole("button", { name: enter }).click()
      await page.getByText(works).waitFor()
      // neither the form nor the token stays
      expect(await page.getByLabel(label).count()).toBe(0)
      await page.reload()
      await page.getByText(works).waitFor()
    }
  )

  it("has no use of the printed address beyond the first visit: the token is in no address afterwards", async () => {
    const robot = await robotLoggedIn()
    const page = await visit(robot.address)
    await page.getByText("The robot answers for").waitFor()
    expect(page.url()).toBe(robot.bare)
    expect(await page.evaluate(() => document.cookie)).toBe("")
  })
})

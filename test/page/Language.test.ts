import { describe, expect } from "vitest"
import { robotLoggedIn } from "../support/page/robot.ts"
import { it, visit } from "../support/page/visit.ts"

describe("the language of the page", () => {
  it.each([
    { language: "en", works: "The robot answers for", tag: "en", other: "中文", otherSays: "机器人在替" },
    {
      language: "zh",
      works: "机器人在替",
      tag: "zh-CN",
      other: "English",
      otherSays: "The robot answers for"
    }
  ] as const)("is the browser's, until the other is chosen: $language", async (told) => {
    const robot = await robotLoggedIn()
    const page = await visit(robot.address, { language: told.language })
    await page.getByText(told.works).waitFor()
    expect(await page.locator("html").getAttribute("lang")).toBe(told.tag)
    await page.getByRole("button", { name: told.other }).click()
    await page.getByText(told.otherSays).waitFor()
    expect(await page.title()).toContain(told.otherSays)
    await page.reload()
    await page.getByText(told.otherSays).waitFor()
  })

  it("is one of them throughout: no English words are left in Chinese", async () => {
    const robot = await robotLoggedIn()
    const page = await visit(robot.address, { language: "zh" })
    await page.getByText("机器人在替").waitFor()
    const links = await page.getByRole("navigation").getByRole("link").all()
    expect(links).toHaveLength(4)
    for (const link of links) {
      await link.click()
      expect(await link.innerText()).not.toMatch(/[A-Za-z]/)
      const buttons = await page.getByRole("button").evaluateAll((buttons) =>
        buttons.map((button) => {
          const names = Array.from(button.querySelectorAll("bdi"), ({ textContent }) => textContent)
          return names.reduce((text, name) => text.replace(name, ""), button.textContent)
        })
      )
      expect(buttons.filter((text) => /[A-Za-z]/.test(text))).toEqual(["English"])
    }
  })
})

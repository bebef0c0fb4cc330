import { Effect } from "effect"
import { describe, expect } from "vitest"
import { faultsOn } from "../support/page/axe.ts"
import { answeredRowOf, storyOn } from "../support/page/feed.ts"
import { excessOf, isWellInEveryLook } from "../support/page/looked.ts"
import { lookAgain, looks } from "../support/page/looks.ts"
import { codeOn } from "../support/page/code.ts"
import { robotLoggedIn, robotWithCode } from "../support/page/robot.ts"
import { it, visit } from "../support/page/visit.ts"

describe("everybody can use the page, in both languages, on a phone and a screen, light and dark", () => {
  it("while the robot is not logged in, and without the token", async () => {
    const robot = await robotWithCode()
    const stranger = await visit(robot.bare)
    await stranger.getByLabel("Token").fill("guessed")
    await stranger.getByRole("button", { name: "Open the page" }).click()
    await stranger.getByRole("alert").getByText("This is not the robot’s token.").waitFor()
    await isWellInEveryLook(stranger)
    const page = await visit(robot.address)
    await codeOn(page).waitFor()
    await isWellInEveryLook(page)
    await Effect.runPromise(robot.control.login({ action: "scan" }))
    await codeOn(page).waitFor({ state: "hidden" })
    await isWellInEveryLook(page)
  })

  it("while the robot works, is paused, and is gone", async () => {
    const robot = await robotLoggedIn()
    const page = await visit(robot.address)
    const banner = page.locator(".banner")
    await banner.and(page.locator("[data-tone=good]")).waitFor()
    await isWellInEveryLook(page)
    await page.locator(".pause button").last().click()
    await banner.and(page.locator("[data-tone=silent]")).waitFor()
    await isWellInEveryLook(page)
    await Effect.runPromise(robot.kill)
    await banner.and(page.locator("[data-tone=bad]")).waitFor()
    await isWellInEveryLook(page)
  })

  it("in each of its parts", { timeout: 120_000 }, async () => {
    const { address, control } = await robotLoggedIn()
    const page = await visit(address)
    await Effect.runPromise(
      control.messages([
        { from: "lili", text: "a question", quote: { name: "小白🐼", text: "an earlier one" } },
        { from: "sun", kind: "picture" },
        { from: "shop", text: "an offer" }
      ])
    )
    await answeredRowOf(page, "a question").waitFor()
    await isWellInEveryLook(page)
    for (const hash of ["#numbers", "#chats", "#more"]) {
      await page.locator(`nav a[href="${hash}"]`).click()
      await page.locator("main :is(table, li)").filter({ visible: true }).first().waitFor()
      await isWellInEveryLook(page)
    }
  })

  it("with what opens in them", { timeout: 120_000 }, async () => {
    const { address, control } = await robotLoggedIn()
    const page = await visit(address)
    await Effect.runPromise(control.messages([{ from: "lili", text: "a question" }]))
    await page.locator(".filters summary").click()
    await answeredRowOf(page, "a question").getByRole("link").click()
    await storyOn(page).locator(".what-if summary").click()
    await storyOn(page).locator(".what-if button").click()
    await storyOn(page).locator(".result").waitFor()
    // the language is switched behind it; and axe cannot judge what has to be scrolled to
    for (const look of looks.filter(({ language }) => language === "en")) {
      await lookAgain(page, look, 3_000)
      await storyOn(page).evaluate((story) => story.scrollTo(0, 0))
      expect(await faultsOn(page, look)).toEqual([])
      expect(await excessOf(page)).toBe(0)
    }
    await page.keyboard.press("Escape")
    await isWellInEveryLook(page)
    await page.locator('nav a[href="#chats"]').click()
    await page.locator(".chat button").first().click()
    await page.locator(".lengths button").first().waitFor()
    await isWellInEveryLook(page)
  })
})

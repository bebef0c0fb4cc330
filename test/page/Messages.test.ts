import { Effect } from "effect"
import { describe, expect } from "vitest"
import { answeredRowOf, rowOf, storyOn } from "../support/page/feed.ts"
import { type Robot, robotLoggedIn } from "../support/page/robot.ts"
import { it, visit } from "../support/page/visit.ts"

/** Somebody writes to the owner; gives when, in the time of `performance`. */
const write = async ({ control }: Robot, text: string, from = "lili") => {
  const at = performance.now()
  await Effect.runPromise(control.messages([{ from, text }]))
  return at
}

describe("the messages on the page", () => {
  it("come with their decision within a second", async () => {
    const robot = await robotLoggedIn()
    const page = await visit(robot.address)
    const took: Array<number> = []
    for (const text of ["the first", "the second", "the third"]) {
      const at = await write(robot, text)
      await rowOf(page, text).locator(".outcome .hint").waitFor()
      took.push(performance.now() - at)
    }
    // the best of them: a machine may have other work meanwhile
    expect(Math.min(...took)).toBeLessThan(1_000)
    await answeredRowOf(page, "the third").waitFor()
    const rows = await page.locator(".row").allInnerTexts()
    expect(rows.slice(0, 3)).toEqual([
      expect.stringContaining("the third"),
      expect.stringContaining("the second"),
      expect.stringContaining("the first")
    ])
  })

  it("tell their story by a click and by Enter, and go back to where the reader was", async () => {
    const robot = await robotLoggedIn()
    const page = await visit(robot.address)
    await write(robot, "why?")
    const link = rowOf(page, "why?").getByRole("link")
    await link.click()
    const decisive = storyOn(page).locator("li", { hasText: "decided" })
    await decisive.waitFor()
    await page.keyboard.press("Escape")
    await storyOn(page).waitFor({ state: "detached" })
    expect(await link.evaluate((link) => link === document.activeElement)).toBe(true)
    await page.keyboard.press("Enter")
    await decisive.waitFor()
    await storyOn(page).getByRole("button", { name: "Close" }).click()
    await storyOn(page).waitFor({ state: "detached" })
  })

  it("tell what other settings would have done", async () => {
    const robot = await robotLoggedIn()
    const page = await visit(robot.address)
    await write(robot, "what if?")
    await rowOf(page, "what if?").getByRole("link").click()
    await page.getByText("What would it do if …").click()
    const asked = page.locator("#ROBOT_DENY")
    await asked.fill("李莉（同事）")
    await page.getByRole("button", { name: "What would it do?" }).click()
    await page.getByText("Something else:").waitFor()
    await asked.fill("")
    await page.getByRole("button", { name: "What would it do?" }).click()
    await page.getByText("The same:").waitFor()
  })

  it("tell which chatbots were asked for the words, and what each took", async () => {
    const robot = await robotLoggedIn()
    const page = await visit(robot.address)
    await write(robot, "who says so?")
    await answeredRowOf(page, "who says so?").getByRole("link").click()
    const asked = storyOn(page).getByRole("region", { name: "Asked for the words" }).getByRole("listitem")
    await asked.filter({ hasText: /^Tuling: answered · \d+ ms$/ }).waitFor()
  })

  it("tell where a line stands in for a chatbot", async () => {
    const robot = await robotLoggedIn({ TULING_API_KEY: "" })
    const page = await visit(robot.address)
    await write(robot, "who is there?")
    await answeredRowOf(page, "who is there?").getByText("· away line").waitFor()
  })

  it("can be searched, also from an address that was kept", async () => {
    const robot = await robotLoggedIn()
    const page = await visit(robot.address)
    await write(robot, "apples")
    await write(robot, "pears", "tom")
    await rowOf(page, "pears").waitFor()
    await page.getByText("Search and filter").click()
    await page.getByLabel("Text").fill("APPLE")
    await page.getByRole("button", { name: "Search", exact: true }).click()
    await rowOf(page, "pears").waitFor({ state: "detached" })
    await rowOf(page, "apples").waitFor()
    await page.reload()
    await rowOf(page, "apples").waitFor()
    expect(await page.locator(".row").count()).toBe(1)
    await page.getByRole("button", { name: "Clear" }).click()
    await rowOf(page, "pears").waitFor()
  })

  it("leave out use of the phone, unless it is asked for", async () => {
    const robot = await robotLoggedIn()
    const page = await visit(robot.address)
    await page.getByText("No message yet.").waitFor()
    expect(await page.locator(".row").count()).toBe(0)
    await page.getByText("Search and filter").click()
    await page.getByLabel("Also show activity on the phone").check()
    await page.getByRole("button", { name: "Search", exact: true }).click()
    await rowOf(page, "Activity on the phone").first().waitFor()
    await page.getByRole("button", { name: "Clear" }).click()
    await page.getByText("No message yet.").waitFor()
    await write(robot, "only this")
    await rowOf(page, "only this").waitFor()
    expect(await page.locator(".row").count()).toBe(1)
  })

  it("keep the reader's place while new ones come, and tell how many", async () => {
    const robot = await robotLoggedIn()
    const page = await visit(robot.address)
    const numbers = Array.from({ length: 40 }, (_, at) => `number ${at}.`)
    await Effect.runPromise(robot.control.messages(numbers.map((text) => ({ from: "lili", text }))))
    const read = rowOf(page, "number 20.")
    await answeredRowOf(page, "number")
      .nth(numbers.length - 1)
      .waitFor()
    await read.scrollIntoViewIfNeeded()
    const before = await read.boundingBox()
    await write(robot, "new one")
    await write(robot, "new two")
    await page.getByRole("button", { name: "2 new messages" }).waitFor()
    expect(await read.boundingBox()).toEqual(before)
    expect(await rowOf(page, "new two").count()).toBe(0)
    await page.getByRole("button", { name: "2 new messages" }).click()
    await rowOf(page, "new two").waitFor()
  })
})

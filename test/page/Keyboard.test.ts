import { Effect } from "effect"
import { expect } from "vitest"
import { rowOf, storyOn } from "../support/page/feed.ts"
import { tabTo } from "../support/page/keyboard.ts"
import { robotLoggedIn } from "../support/page/robot.ts"
import { it, visit } from "../support/page/visit.ts"

it("a whole visit needs the keyboard alone", async () => {
  const { bare, control, token } = await robotLoggedIn()
  const page = await visit(bare)
  const press = (key: string) => page.keyboard.press(key)
  const button = (name: string) => page.getByRole("button", { name, exact: true })

  // in
  await tabTo(page, page.getByLabel("Token"))
  await page.keyboard.type(token)
  await press("Enter")
  await page.getByText("The robot answers for").waitFor()

  // the language, there and back
  await tabTo(page, button("中文"), "Shift+Tab")
  await press("Enter")
  await tabTo(page, button("English"))
  await press("Enter")

  // silence
  await tabTo(page, button("Pause until I resume"))
  await press("Space")
  await tabTo(page, button("Resume"))
  await press("Space")
  await page.getByText("The robot answers for").waitFor()

  // past all that to a message, and its story
  await Effect.runPromise(control.messages([{ from: "lili", text: "by keyboard" }]))
  await page.reload()
  await press("Tab")
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the content")
  await press("Enter")
  await tabTo(page, rowOf(page, "by keyboard").getByRole("link"))
  await press("Enter")
  await tabTo(page, storyOn(page).locator("summary"))
  await press("Enter")
  await tabTo(page, storyOn(page).locator("#ROBOT_DENY"))
  await page.keyboard.type("李莉（同事）")
  await press("Enter")
  await storyOn(page).getByText("Something else:").waitFor()
  await press("Escape")
  await storyOn(page).waitFor({ state: "detached" })

  // a search
  await tabTo(page, page.locator(".filters summary"), "Shift+Tab")
  await press("Enter")
  await tabTo(page, page.getByLabel("Text"))
  await page.keyboard.type("nothing like this")
  await press("Enter")
  await page.getByText("No message matches.").waitFor()
  await tabTo(page, button("Clear"))
  await press("Enter")
  await rowOf(page, "by keyboard").waitFor()

  // the other parts: who chose one goes on reading there
  for (const name of ["Numbers", "Chats", "More"]) {
    await tabTo(page, page.getByRole("link", { name, exact: true }), "Shift+Tab")
    await press("Enter")
    const heading = page.getByRole("heading", { level: 2, name, exact: true })
    await heading.and(page.locator(":focus")).waitFor()
  }
})

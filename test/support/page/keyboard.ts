import { type Locator, type Page } from "playwright-core"
import { expect } from "vitest"

const isFocused = (element: Locator) =>
  element.evaluateAll((elements) => elements.some((element) => element === document.activeElement))

/** What has the focus without showing it; none when all is well. */
const unseenFocus = (page: Page) =>
  page.evaluate(() => {
    const focused = document.activeElement
    if (focused === null || focused === document.body) return ""
    // a link that is as big as its row draws it so
    const styles = [getComputedStyle(focused), getComputedStyle(focused, "::after")]
    return styles.some(({ outlineStyle }) => outlineStyle !== "none") ? "" : focused.outerHTML
  })

/** Goes on with Tab, or back with Shift+Tab, until the element has the focus; everything on the way shows that it has it. */
export const tabTo = async (
  page: Page,
  element: Locator,
  key: "Tab" | "Shift+Tab" = "Tab"
): Promise<void> => {
  await element.first().waitFor()
  for (let pressed = 0; pressed < 80; pressed++) {
    if (await isFocused(element)) return
    await page.keyboard.press(key)
    expect(await unseenFocus(page), "who tabs sees where they are").toBe("")
  }
  expect.fail(`Tab does not reach ${element.toString()}`)
}

import { type Page } from "playwright-core"
import { expect, vi } from "vitest"
import { faultsOn } from "./axe.ts"
import { type Look, lookAgain, looks } from "./looks.ts"

/** By how much the page is wider than its window. */
export const excessOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

const judged = async (page: Page, look: Look) => ({
  look,
  excess: await excessOf(page),
  faults: await faultsOn(page, look)
})

/**
 * Looks at an open page in every way: everybody can use it as it is, and nothing of it stands beside the window. A page that
 * changes while it is looked at is looked at again.
 */
export const isWellInEveryLook = async (page: Page, height?: number): Promise<void> => {
  for (const look of looks) {
    await lookAgain(page, look, height)
    await vi.waitFor(async () => expect(await judged(page, look)).toEqual({ look, excess: 0, faults: [] }), {
      timeout: 8_000,
      interval: 500
    })
  }
  await page.setViewportSize({ width: 320, height: 800 })
  expect(await excessOf(page)).toBe(0)
}

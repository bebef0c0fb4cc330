import { type Page } from "playwright-core"
import { expect } from "vitest"
import { faultsOn } from "./axe.ts"
import { lookAgain, looks } from "./looks.ts"

/** By how much the page is wider than its window. */
export const excessOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** Looks at an open page in every way: everybody can use it as it is, and nothing of it stands beside the window. */
export const isWellInEveryLook = async (page: Page, height?: number): Promise<void> => {
  for (const look of looks) {
    await lookAgain(page, look, height)
    const found = { look, excess: await excessOf(page), faults: await faultsOn(page, look) }
    expect(found).toEqual({ look, excess: 0, faults: [] })
  }
  await page.setViewportSize({ width: 320, height: 800 })
  expect(await excessOf(page)).toBe(0)
}

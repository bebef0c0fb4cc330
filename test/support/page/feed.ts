import { type Locator, type Page } from "playwright-core"

/** The line of the feed that holds a text. */
export const rowOf = (page: Page, text: string): Locator => page.locator(".row").filter({ hasText: text })

/** The open story of a message. */
export const storyOn = (page: Page): Locator => page.getByRole("dialog")

/** The same once the message is answered. */
export const answeredRowOf = (page: Page, text: string): Locator =>
  rowOf(page, text).filter({ has: page.locator('.chip[data-tone="good"]') })

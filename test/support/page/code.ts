import jsQR from "jsqr"
import { type Page } from "playwright-core"
import { PNG } from "pngjs"

/** The log-in code on the page. */
export const codeOn = (page: Page) => page.locator(".qr img")

/** What a phone reads that is held before the log-in code on the page. */
export const readCode = async (page: Page): Promise<string | undefined> => {
  const { data, height, width } = PNG.sync.read(await codeOn(page).screenshot())
  return jsQR.default(new Uint8ClampedArray(data), width, height)?.data
}

import { chromium, type Browser, type Page } from "playwright-core"
import { type Look } from "./looks.ts"
import { expect, inject, onTestFinished, test } from "vitest"

const endpoint = inject("browser")

/** A test that drives the browser; skipped where there is none. */
export const it = endpoint === null ? test.skip : test

const usual: Look = { language: "en", width: 1280, scheme: "light" }

const connected: { browser?: Promise<Browser> } = {}

const browser = () => (connected.browser ??= chromium.connect(endpoint ?? ""))

/** That the robot is gone, or refuses something, is no trouble of the page. */
const isOfRobot = (text: string, url: string) =>
  text.startsWith("Failed to load resource") &&
  (text.includes("ERR_CONNECTION_") || new URL(url).pathname.startsWith("/api/"))

/** Notes whatever the browser finds wrong with the page: errors, and what its Content-Security-Policy forbids. */
const watch = async (page: Page, troubles: Array<string>) => {
  page.on("pageerror", ({ message }) => troubles.push(message))
  page.on("console", (message) => {
    const isBad = message.type() === "error" || message.type() === "warning"
    if (isBad && !isOfRobot(message.text(), message.location().url)) troubles.push(message.text())
  })
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", ({ blockedURI, violatedDirective }) => {
      throw new Error(`forbidden by ${violatedDirective}: ${blockedURI}`)
    })
  })
}

/**
 * Somebody's visit to the page, with a browser profile of their own. When the test ends nothing may have been wrong with
 * the page.
 */
export const visit = async (address: string, look: Partial<Look> = {}): Promise<Page> => {
  const { language, scheme, width } = { ...usual, ...look }
  const context = await (
    await browser()
  ).newContext({
    colorScheme: scheme,
    // what moves is looked at half way otherwise
    reducedMotion: "reduce",
    locale: language === "zh" ? "zh-CN" : "en-GB",
    timezoneId: "Asia/Shanghai",
    viewport: { width, height: 800 }
  })
  const page = await context.newPage()
  const troubles: Array<string> = []
  onTestFinished(async () => {
    await context.close()
    expect(troubles).toEqual([])
  })
  await watch(page, troubles)
  await page.goto(address)
  return page
}

/** Waits until an open page, loaded anew, hears what happens to the robot. */
export const untilItListens = async (page: Page): Promise<void> => {
  const events = page.waitForResponse((response) => response.url().endsWith("/api/events"))
  await page.reload()
  await events
}

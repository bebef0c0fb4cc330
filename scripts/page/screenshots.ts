import { copyFileSync, mkdirSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { Clock, Console, Effect } from "effect"
import { type Browser, chromium, type Page } from "playwright-core"
import { type Control } from "../../src/simulator/control/Control.ts"
import { options } from "../../test/support/page/chromium.ts"
import { rowOf, storyOn } from "../../test/support/page/feed.ts"
import { type Look, lookAgain, looks } from "../../test/support/page/looks.ts"
import { robotSoFar } from "../../test/support/page/robotSoFar.ts"
import { demoPicture } from "./demoPicture.ts"
import { terminalPicture } from "./terminalPicture.ts"

/* Pictures of the page in its states and views, in both languages, on a phone and a screen, light and dark; and of the
   demo, its page and what it prints. With the argument "demo" these only. */

const root = fileURLToPath(new URL("../../../", import.meta.url))
const folder = `${root}screenshots/`

/** On the clock of the robot and of the browser, so that every picture tells the same time. */
const TIME = Date.parse("2026-03-05T10:30:05+08:00")

const nameOf = (what: string, { language, scheme, width }: Look) =>
  `${folder}${what}-${language}-${width}-${scheme}.png`

const shoot = async (page: Page, what: string) => {
  for (const look of looks) {
    await lookAgain(page, look)
    await page.screenshot({ path: nameOf(what, look) })
  }
}

/** The story of a message lies over the switch of the language. */
const shootStory = async (page: Page, text: string) => {
  for (const look of looks) {
    await lookAgain(page, look)
    await rowOf(page, text).getByRole("link").click()
    await storyOn(page).locator(".trace").waitFor()
    await page.screenshot({ path: nameOf("story", look) })
    await page.keyboard.press("Escape")
    await storyOn(page).waitFor({ state: "detached" })
  }
}

/** Those that the documents show. */
const shown = {
  "page-messages": nameOf("messages", { language: "en", width: 1280, scheme: "light" }),
  "page-story": nameOf("story", { language: "en", width: 1280, scheme: "light" }),
  "page-phone": nameOf("messages", { language: "zh", width: 390, scheme: "dark" }),
  "page-numbers": nameOf("numbers", { language: "zh", width: 1280, scheme: "light" })
}

const open = async (browser: Browser, address: string) => {
  const context = await browser.newContext({ reducedMotion: "reduce", timezoneId: "Asia/Shanghai" })
  const page = await context.newPage()
  await page.clock.setFixedTime(TIME)
  await page.goto(address)
  await page.locator(".banner").waitFor()
  return page
}

const tone = (page: Page, name: string) => page.locator(`.banner[data-tone=${name}]`).waitFor()

/** What has been said in the pictures. */
const conversation: Parameters<Control["messages"]>[0] = [
  { from: "lili", text: "明天的会改到几点了？" },
  { from: "tom", group: "work", text: "记得把表发给我", mention: true },
  { from: "sun", kind: "picture" },
  { from: "shop", text: "您的快递已到驿站" },
  { from: "tom", text: "Are you there?" },
  { from: "star", group: "work", text: "晚上一起吃饭吗", mention: "all" },
  { from: "lili", text: "好的，谢谢🌻" }
]

const atClock = Effect.gen(function* () {
  const file = `${folder}clock`
  const now = yield* Clock.currentTimeMillis
  yield* Effect.sync(() => writeFileSync(file, String(TIME - now)))
  const loaded = new URL("../../../test/support/end-to-end/clock.mjs", import.meta.url)
  const environment = { NODE_OPTIONS: `--import=${loaded}`, CLOCK_OFF: file, TZ: "Asia/Shanghai" }
  return { environment, ahead: (TIME - now) / 1_000 }
})

/** Without the token, with a code, and with the phone asking. */
const loggingIn = Effect.fnUntraced(function* (browser: Browser) {
  const { ahead, environment } = yield* atClock
  const { address, bare, control } = yield* robotSoFar(
    environment,
    { autoScan: false, seed: "page" },
    ({ holding }) => holding.login > 0
  )
  const stranger = yield* Effect.promise(() => open(browser, bare))
  yield* Effect.promise(() => shoot(stranger, "token"))
  // the robot goes by WeChat's time, so that the code has to be of this one
  yield* control.clock({ ahead })
  yield* control.login({ action: "expire" })
  const page = yield* Effect.promise(() => open(browser, address))
  yield* Effect.promise(async () => {
    await page.locator(".countdown", { hasText: /\b[0-9]:\d\d/ }).waitFor()
    await shoot(page, "code")
  })
  yield* control.login({ action: "scan" })
  yield* Effect.promise(async () => {
    await page.locator(".qr").waitFor({ state: "detached" })
    await shoot(page, "confirm")
  })
})

/** At work, with all its views; paused; and gone. */
const working = Effect.fnUntraced(function* (browser: Browser) {
  const { ahead, environment } = yield* atClock
  const { address, control, kill } = yield* robotSoFar(
    environment,
    { seed: "page" },
    ({ holding }) => holding.synccheck > 0
  )
  const page = yield* Effect.promise(() => open(browser, address))
  yield* control.clock({ ahead })
  yield* Effect.promise(() => shoot(page, "first"))
  for (const message of conversation) yield* control.messages([message])
  yield* Effect.promise(async () => {
    await rowOf(page, "谢谢").locator(".reply").waitFor()
    await shoot(page, "messages")
    await shootStory(page, "明天的会")
    for (const view of ["numbers", "chats", "more"]) {
      await page.locator(`nav a[href="#${view}"]`).click()
      await page.locator("main :is(table, li, dl)").filter({ visible: true }).first().waitFor()
      await shoot(page, view)
    }
    await page.locator('nav a[href="#messages"]').click()
    await page.locator(".pause button").last().click()
    await tone(page, "silent")
    await shoot(page, "paused")
  })
  yield* kill
  yield* Effect.promise(async () => {
    await tone(page, "bad")
    await shoot(page, "lost")
  })
})

const program = Effect.gen(function* () {
  mkdirSync(folder, { recursive: true })
  const browser = yield* Effect.acquireRelease(
    Effect.promise(() => chromium.launch(options)),
    (browser) => Effect.promise(() => browser.close())
  )
  yield* Effect.scoped(demoPicture(browser, `${root}docs/demo-page.png`))
  yield* Effect.promise(() => terminalPicture(browser, `${root}docs/demo.png`))
  if (process.argv.includes("demo")) return
  yield* Effect.scoped(loggingIn(browser))
  yield* Effect.scoped(working(browser))
  for (const [name, file] of Object.entries(shown)) copyFileSync(file, `${root}docs/${name}.png`)
  yield* Console.log(`The pictures are in ${folder}, those of the documents in docs.`)
})

await Effect.runPromise(Effect.scoped(program))

import { Console, Effect } from "effect"
import { chromium } from "playwright-core"
import { options } from "../../test/support/page/chromium.ts"
import { robotSoFar } from "../../test/support/page/robotSoFar.ts"

/*
 * How soon a first visit over the loopback shows how the robot is; and how soon the browser shows anything that the robot
 * serves, which is its own share.
 */

const VISITS = 11

/** In milliseconds. */
const AT_MOST = 150

/** Of an idle tab, after which a visit begins; in milliseconds. */
const IDLE = 1_500

/** Notes in the page when what is waited for was drawn: in the frame after it came. */
const noteWhenShown = (wanted: string) => {
  new MutationObserver((_, observer) => {
    if (document.querySelector(wanted) === null) return
    observer.disconnect()
    requestAnimationFrame(() =>
      setTimeout(() => document.documentElement.setAttribute("data-shown", String(performance.now())))
    )
  }).observe(document, { childList: true, subtree: true, attributes: true })
}

/** From the request, redirection included, to what is waited for on the screen; in an idle tab of a new profile each. */
const visit = async (
  browser: Awaited<ReturnType<typeof chromium.launch>>,
  address: string,
  wanted: string
) => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto("about:blank")
  await page.waitForTimeout(IDLE)
  await page.addInitScript(noteWhenShown, wanted)
  await page.goto(address)
  const shown = page.locator("html[data-shown]")
  await shown.waitFor({ state: "attached" })
  const took = Number(await shown.getAttribute("data-shown"))
  await context.close()
  return took
}

const inWords = (took: ReadonlyArray<number>) => {
  const sorted = took.map(Math.round).toSorted((a, b) => a - b)
  return { median: sorted[Math.floor(sorted.length / 2)] ?? 0, range: `${sorted[0]} to ${sorted.at(-1)} ms` }
}

const program = Effect.gen(function* () {
  const { address, bare } = yield* robotSoFar({}, {}, ({ holding }) => holding.synccheck > 0)
  const browser = yield* Effect.acquireRelease(
    Effect.promise(() => chromium.launch(options)),
    (browser) => Effect.promise(() => browser.close())
  )
  const visits = (address: string, wanted: string) =>
    Effect.map(
      Effect.replicateEffect(
        Effect.promise(() => visit(browser, address, wanted)),
        VISITS
      ),
      inWords
    )
  const state = yield* visits(address, '.banner[data-tone="good"]')
  const least = yield* visits(`${bare}health`, "body")
  yield* Console.log(
    `From the request to the state on the screen, ${VISITS} first visits: the median ${state.median} ms (${state.range}); at most ${AT_MOST} ms are wanted.\n` +
      `To the line of text that /health is: ${least.median} ms (${least.range}).`
  )
  if (state.median > AT_MOST) process.exitCode = 1
})

await Effect.runPromise(Effect.scoped(program))

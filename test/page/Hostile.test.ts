import { Effect } from "effect"
import { type Page } from "playwright-core"
import { describe, expect } from "vitest"
import { answeredRowOf, rowOf, storyOn } from "../support/page/feed.ts"
import { excessOf } from "../support/page/looked.ts"
import { robotLoggedIn } from "../support/page/robot.ts"
import { it, visit } from "../support/page/visit.ts"

const RTL = "\u202e\u2067\u061c"

const texts: ReadonlyArray<string> = [
  "<script>document.title = 'taken'</script>",
  "<img src=x onerror=\"document.title = 'taken'\">",
  "</p></div></main><h1>taken</h1><style>* { display: none }</style>",
  "javascript:alert(1)//[link](javascript:alert(1))&lt;b&gt;&amp;",
  `${RTL}turned around ${RTL}`,
  "שלום مرحبا",
  "\u0301".repeat(300),
  "\u0000\u0007\u001b[31m\u200b\ufeff\ud800",
  "x".repeat(10_000),
  "汉".repeat(10_000),
  "a\n".repeat(2_000)
]

/** Where everything of the page is that is no row, and the rows of this text. */
const placesOn = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("header, header *, nav *, .row:has(a)")]
      .filter((element) => !element.matches(".row") || element.textContent?.includes("harmless"))
      .map((element) => {
        const { height, left, width } = element.getBoundingClientRect()
        return { element: element.tagName, height, left, width }
      })
  )

describe("texts that mean no good", () => {
  it.each([1280, 320])("change nothing but their own line, at %i px", async (width) => {
    const { address, control } = await robotLoggedIn()
    const page = await visit(address, { width })
    const harmless = { from: "tom", text: "harmless" }
    await Effect.runPromise(control.messages([harmless, { from: "tom", text: "the next" }]))
    await answeredRowOf(page, "harmless").waitFor()
    await answeredRowOf(page, "the next").waitFor()
    const before = await placesOn(page)
    for (const [at, text] of texts.entries()) {
      await Effect.runPromise(control.person({ name: `hostile ${at}`, nickName: text, remarkName: "" }))
    }
    const said = texts.map((text, at) => ({ from: `hostile ${at}`, text: `${text} text ${at}.` }))
    await Effect.runPromise(control.messages(said.slice(0, 6)))
    await page.waitForFunction(() => document.querySelectorAll(".row").length > 7)
    await Effect.runPromise(control.messages(said.slice(6)))
    await page.waitForFunction(() => document.querySelectorAll(".row").length > 12)
    expect(await placesOn(page)).toEqual(before)
    expect(await excessOf(page)).toBe(0)
    expect(await page.title()).toMatch(/^The robot answers for 小白🐼\. · weixin-robot$/)
    // each is there, to be read, and is no more than a few lines high
    await rowOf(page, "<script>document.title = 'taken'</script> text 0.").waitFor()
    await rowOf(page, "<img src=x onerror=\"document.title = 'taken'\"> text 1.").waitFor()
    for (const row of await page.locator(".row").all()) {
      expect((await row.boundingBox())?.height).toBeLessThan(width === 320 ? 400 : 250)
    }
  })

  it.each([1280, 320])("are read whole in their story, which stays in its place, at %i px", async (width) => {
    const { address, control } = await robotLoggedIn()
    const page = await visit(address, { width })
    const texts = ["x".repeat(10_000), "<b>bold</b>"]
    const said = texts.map((text) => ({ from: "lili", text: `${RTL}${text}` }))
    await Effect.runPromise(control.messages(said))
    for (const text of texts) {
      await rowOf(page, text.slice(0, 10)).getByRole("link").click()
      await storyOn(page).getByText(text).first().waitFor()
      expect(await excessOf(page)).toBe(0)
      expect(await storyOn(page).evaluate(({ clientWidth, scrollWidth }) => scrollWidth - clientWidth)).toBe(
        0
      )
      await page.keyboard.press("Escape")
    }
  })
})

import { Effect } from "effect"
import { type Browser } from "playwright-core"
import { type SayInput } from "../../src/demo/stay/DemoView.ts"
import { demoPage } from "../../test/support/page/demo.ts"
import { answeredRowOf, rowOf } from "../../test/support/page/feed.ts"

const plain = { kind: "text", quotes: null, mention: false } as const

/** What others have written. */
const others: ReadonlyArray<SayInput> = [
  { ...plain, as: "tom", chat: "work", text: "记得把表发给我", mention: true },
  { ...plain, as: "shop", chat: "shop", text: "您的快递已到驿站" },
  { ...plain, as: "tom", chat: "tom", text: "Are you there?" }
]

const QUESTION = "明天几点开会？"

/** The demo's page, on which somebody has written to the robot: the picture with which the documents begin. */
export const demoPicture = Effect.fnUntraced(function* (browser: Browser, file: string) {
  const address = yield* demoPage
  yield* Effect.promise(async () => {
    const page = await browser.newPage({
      locale: "en-GB",
      timezoneId: "Asia/Shanghai",
      reducedMotion: "reduce",
      viewport: { width: 1280, height: 868 }
    })
    await page.goto(address)
    await page.locator(".banner[data-tone=good]").waitFor()
    for (const data of others) {
      await page.request.post(`${address}demo/messages`, { data })
      await rowOf(page, data.text).waitFor()
    }
    const chats = page.getByRole("region", { name: "Simulated WeChat" })
    await chats.getByLabel("Message").fill(QUESTION)
    await chats.getByRole("button", { name: "Send", exact: true }).click()
    await answeredRowOf(page, QUESTION).waitFor()
    await chats.getByText("by the robot").waitFor()
    await page.getByRole("heading", { name: "weixin-robot" }).hover()
    await page.screenshot({ path: file })
  })
})

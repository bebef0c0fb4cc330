import { expect } from "vitest"
import { demoPage } from "../support/page/demo.ts"
import { answeredRowOf } from "../support/page/feed.ts"
import { isWellInEveryLook } from "../support/page/looked.ts"
import { untilTheEnd } from "../support/page/untilTheEnd.ts"
import { it, visit } from "../support/page/visit.ts"

it(
  "the demo that stays lets people write to the robot and watch it answer",
  { timeout: 120_000 },
  async () => {
    const page = await visit(await untilTheEnd(demoPage))
    const chats = page.getByRole("region", { name: "Simulated WeChat" })
    await chats.getByLabel("Message").fill("Will you answer me?")
    await chats.getByRole("button", { name: "Send", exact: true }).click()
    await answeredRowOf(page, "Will you answer me?").waitFor()
    expect(await chats.getByText("Will you answer me?", { exact: true }).count()).toBe(1)
    // axe cannot judge what has to be scrolled to
    await isWellInEveryLook(page, 1_200)
  }
)

import { Effect } from "effect"
import { describe, expect } from "vitest"
import { codeOn, readCode } from "../support/page/code.ts"
import { robotLoggedIn, robotWithCode } from "../support/page/robot.ts"
import { it, untilItListens, visit } from "../support/page/visit.ts"

const uuidsOf = async ({ control }: Awaited<ReturnType<typeof robotWithCode>>) => {
  const { scans } = await Effect.runPromise(control.state())
  return scans.map(({ uuid }) => uuid)
}

describe("the log-in on the page", () => {
  it("shows a code that a phone can read, and walks with the log-in until the robot works", async () => {
    const robot = await robotWithCode()
    const page = await visit(robot.address)
    await page.getByText("The robot is not logged in.").waitFor()
    await page.getByText(/A new code comes in \d:\d\d/).waitFor()
    const [uuid] = await uuidsOf(robot)
    expect(await readCode(page)).toBe(`https://login.weixin.qq.com/l/${uuid}`)

    await Effect.runPromise(robot.control.login({ action: "scan" }))
    await page.getByText("Your phone asks whether to log in.").waitFor()
    expect(await codeOn(page).isVisible()).toBe(false)
    await Effect.runPromise(robot.control.login({ action: "confirm" }))
    await page.getByText("The robot answers for 小白🐼.").waitFor()
    expect(await page.title()).toBe("The robot answers for 小白🐼. · weixin-robot")
  })

  it("replaces a code that has expired, and one that is unwanted", async () => {
    const robot = await robotWithCode()
    const page = await visit(robot.address)
    const shown = () => codeOn(page).getAttribute("src")
    const next = async (before: string | null) =>
      page.waitForFunction((before) => {
        const code = document.querySelector(".qr img")?.getAttribute("src")
        return code !== undefined && code !== before
      }, before)
    const first = await shown()
    await Effect.runPromise(robot.control.login({ action: "expire" }))
    await next(first)
    const second = await shown()
    await page.getByRole("button", { name: "New code" }).click()
    await next(second)
    const uuids = await uuidsOf(robot)
    expect(uuids).toHaveLength(3)
    expect(await readCode(page)).toBe(`https://login.weixin.qq.com/l/${uuids[2]}`)
  })

  it("says what to do when WeChat ended the session and the phone takes no log-in without a code", async () => {
    const robot = await robotLoggedIn()
    const page = await visit(robot.address)
    await page.getByText("The robot answers for").waitFor()
    await Effect.runPromise(robot.control.login({ autoScan: false, pushLogin: false }))
    await Effect.runPromise(robot.control.session({ retcode: 1101 }))
    await page.getByText("Scan the code below with WeChat on your phone").waitFor()
    await codeOn(page).waitFor()
  })

  it("says what to do when WeChat refuses the account, though the robot ends of it", async () => {
    const robot = await robotWithCode()
    const page = await visit(robot.address)
    await untilItListens(page)
    await Effect.runPromise(robot.control.login({ action: "refuse" }))
    await Effect.runPromise(robot.control.login({ action: "scan" }))
    await Effect.runPromise(robot.control.login({ action: "confirm" }))
    await page.getByText("WeChat refused this account, and the robot has stopped.").waitFor()
    await page.getByText("use another account or change a setting").waitFor()
  })
})

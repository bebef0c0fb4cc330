import { Effect } from "effect"
import { expect } from "vitest"
import { robotLoggedIn } from "../support/page/robot.ts"
import { untilTheEnd } from "../support/page/untilTheEnd.ts"
import { it, untilItListens, visit } from "../support/page/visit.ts"

it("an open page says that the robot is gone, and goes on by itself when it is back", async () => {
  const robot = await robotLoggedIn()
  const page = await visit(robot.address)
  await page.getByText("The robot answers for").waitFor()
  await page.evaluate(() => Object.assign(globalThis, { isSame: true }))
  await Effect.runPromise(robot.kill)
  await page.getByText("The robot does not answer this page.").waitFor()
  expect(await page.title()).toMatch(/^The robot does not answer this page\./)
  await untilTheEnd(robot.startAgain())
  await page.getByText("The robot answers for").waitFor()
  // without being loaded anew, which would ask for the token if its key had not outlived the restart
  expect(await page.evaluate(() => Object.hasOwn(globalThis, "isSame"))).toBe(true)
  await page.reload()
  await page.getByText("The robot answers for").waitFor()
})

it("an open page says that the robot was stopped", async () => {
  const robot = await robotLoggedIn()
  const page = await visit(robot.address)
  await untilItListens(page)
  await Effect.runPromise(robot.stop)
  await page.getByText("The robot was stopped: nobody is answered.").waitFor()
})

it("an open page shows the settings that the robot was started anew with", async () => {
  const robot = await robotLoggedIn()
  const page = await visit(`${robot.address}#more`)
  const rowOf = (name: string) => page.getByRole("row").filter({ hasText: name })
  await rowOf("ROBOT_REPLY_DELAY").waitFor()
  expect(await rowOf("ROBOT_REPLY_PREFIX").count()).toBe(0)
  await Effect.runPromise(robot.stop)
  await untilTheEnd(robot.startAgain({ ROBOT_REPLY_PREFIX: "[robot]" }))
  await rowOf("ROBOT_REPLY_PREFIX").getByText("[robot]").waitFor()
})

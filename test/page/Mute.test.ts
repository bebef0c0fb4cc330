import { Effect } from "effect"
import { expect } from "vitest"
import { answeredRowOf, rowOf } from "../support/page/feed.ts"
import { robotLoggedIn } from "../support/page/robot.ts"
import { it, visit } from "../support/page/visit.ts"

it("a chat that is muted gets no answer until it is unmuted, and the others do", async () => {
  const { address, control } = await robotLoggedIn()
  const page = await visit(address)
  const chats = page.getByRole("link", { name: "Chats" })
  const messages = page.getByRole("link", { name: "Messages", exact: true })
  await chats.click()
  await page.getByLabel("Search by name").fill("李莉")
  await page.getByRole("button", { name: "Mute 李莉（同事）", exact: true }).click()
  await page.getByRole("button", { name: "until I unmute" }).click()
  await page.getByText("Muted until you unmute", { exact: true }).waitFor()
  await Effect.runPromise(
    control.messages([
      { from: "lili", text: "while muted" },
      { from: "tom", text: "not muted" }
    ])
  )
  await messages.click()
  await rowOf(page, "while muted").getByText("the owner had muted this chat").waitFor()
  await answeredRowOf(page, "not muted").waitFor()

  await chats.click()
  await page.getByRole("button", { name: "Unmute 李莉（同事）", exact: true }).click()
  await page.getByRole("button", { name: "Mute 李莉（同事）", exact: true }).waitFor()
  await Effect.runPromise(control.messages([{ from: "lili", text: "heard again" }]))
  await messages.click()
  await answeredRowOf(page, "heard again").waitFor()
  expect((await Effect.runPromise(control.sent())).map(({ to }) => to)).toEqual(["tom", "lili"])
})

it("the open list of chats shows a new friend by itself, who can be muted", async () => {
  const { address, control } = await robotLoggedIn()
  const page = await visit(`${address}#chats`)
  const muteOf = (name: string) => page.getByRole("button", { name: `Mute ${name}`, exact: true })
  await muteOf("李莉（同事）").waitFor()
  expect(await muteOf("Mei").count()).toBe(0)
  await Effect.runPromise(control.person({ name: "mei", nickName: "Mei", remarkName: "" }))
  await Effect.runPromise(control.messages([{ from: "mei", text: "we are friends now" }]))
  await muteOf("Mei").click()
  await page.getByRole("button", { name: "until I unmute" }).click()
  await page.getByText("Muted until you unmute", { exact: true }).waitFor()
})

import { FileSystem, HttpClient, HttpClientRequest } from "@effect/platform"
import { NodeContext, NodeHttpClient } from "@effect/platform-node"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { openBrowser } from "../support/simulator/Browser.ts"
import { start } from "../../src/simulator/Simulator.ts"

/** Lines such as `post messages '{"from":"lili"}'` and `get 'sent?after=0'`. */
const examples = (text: string) =>
  Array.from(
    text.matchAll(/^(get|post) '?([^ '\n]+)'?(?: '(.+)')?$/gm),
    ([, verb = "", path = "", body]) => ({
      verb,
      path,
      body
    })
  )

/** The replies to all examples of a page, in their order, by one simulator. */
const tried = (page: string) =>
  Effect.gen(function* () {
    const { origin } = yield* start()
    const browser = yield* openBrowser(origin)
    // so that the examples which wait have something to come back with
    yield* browser.send(yield* browser.logIn, "filehelper", "你好", "1")
    const files = yield* FileSystem.FileSystem
    const client = yield* HttpClient.HttpClient
    return yield* Effect.forEach(examples(yield* files.readFileString(page)), ({ body, path, verb }) =>
      Effect.gen(function* () {
        if (path === "login") yield* browser.newCode
        if (path === "session") yield* browser.logIn
        const url = new URL(`/control/${path}`, origin)
        const { status } = yield* client.execute(
          body === undefined
            ? HttpClientRequest.get(url)
            : HttpClientRequest.bodyText(HttpClientRequest.post(url), body, "application/json")
        )
        return { example: `${verb} ${path} ${body ?? ""}`, ok: status < 300 }
      })
    )
  }).pipe(Effect.provide([NodeContext.layer, NodeHttpClient.layer]))

describe("the examples of the documentation", () => {
  for (const page of ["docs/simulator.md", "docs/simulator.zh-CN.md"]) {
    it.scoped(`are accepted: ${page}`, () =>
      Effect.gen(function* () {
        const replies = yield* tried(page)
        expect(replies.length).toBeGreaterThan(30)
        expect(replies.filter(({ ok }) => !ok)).toEqual([])
      })
    )
  }
})

import { expect, it } from "@effect/vitest"
import { Effect, FastCheck as fc, TestClock } from "effect"
import { FILE_HELPER } from "../../../src/domain/Contact.ts"
import { replying } from "../../support/program/replying.ts"
import { request, running, sent, statusOf, surroundings } from "../../support/program/served.ts"
import { friend, group, me } from "../../support/program/wire.ts"

const chats = { friend: { FromUserName: friend }, oneself: { FromUserName: me, ToUserName: me } }

const commands = { pause: "/pause", resume: "/恢复", "paused for 10 minutes": "/暂停 10分钟" }

const requests = { "pause over the API": "/api/pause", "resume over the API": "/api/resume" }

type What = keyof typeof chats | keyof typeof commands | keyof typeof requests

const isChat = (what: What): what is keyof typeof chats => Object.hasOwn(chats, what)
const isRequest = (what: What): what is keyof typeof requests => Object.hasOwn(requests, what)

/** Asks the API as a client does, and waits until it acknowledges. */
const ask = Effect.fnUntraced(function* (
  { port, token }: Effect.Effect.Success<typeof running>,
  path: string
) {
  const headers = {
    Authorization: `Bearer ${token}`,
    "Content-Type": "application/json",
    "Content-Length": "2"
  }
  expect(statusOf(yield* sent(port, request(`POST ${path}`, headers, "{}")))).toBe(204)
})

const step = fc.record({
  what: fc.constantFrom<What>(
    "friend",
    "friend",
    "friend",
    "oneself",
    "pause",
    "resume",
    "paused for 10 minutes",
    "pause over the API",
    "resume over the API"
  ),
  /** How many seconds pass before it, and how long the chatbot thinks. */
  after: fc.nat(6),
  thinks: fc.nat(8)
})

/** What happened, in order: what was sent to whom, when a message was heard, and what the API acknowledged. */
type Event =
  | { readonly heard: string }
  | { readonly to: string; readonly text: string }
  | { readonly pauses: boolean }

it.effect.prop(
  "from the acknowledgement of a pause on the robot is silent, whatever is under way, and what came then stays unanswered",
  { steps: fc.array(step, { minLength: 2, maxLength: 14 }) },
  ({ steps }) =>
    Effect.gen(function* () {
      const events: Array<Event> = []
      const { chatbot, hear, progressOf, wechat } = yield* replying
      const api = yield* running
      yield* wechat.sendMessage.always((_, { text, to }) =>
        Effect.sync(() => `id of ${events.push({ to, text })}`)
      )
      for (const [index, { after, thinks, what }] of steps.entries()) {
        yield* TestClock.adjust(`${after} seconds`)
        yield* chatbot.always(({ text }) =>
          Effect.as(Effect.sleep(`${thinks} seconds`), { _tag: "Words", text, chatbot: "tuling" })
        )
        if (isRequest(what)) {
          yield* ask(api, requests[what])
          events.push({ pauses: what === "pause over the API" })
          continue
        }
        events.push({ heard: `${index}` })
        yield* isChat(what)
          ? hear(`${index}`, chats[what])
          : hear(`${index}`, { FromUserName: me, ToUserName: FILE_HELPER, Content: commands[what] })
      }
      yield* TestClock.adjust("4 minutes")

      let paused = false
      for (const event of events) {
        if ("heard" in event) {
          const { what } = steps[Number(event.heard)] ?? { what: "pause" }
          if (paused && isChat(what)) {
            expect(progressOf(event.heard).at(-1)).toEqual({ _tag: "skipped", reason: "paused" })
          }
        } else if ("pauses" in event) paused = event.pauses
        else if (event.to === FILE_HELPER) paused = /^(?:Paused|已暂停)/.test(event.text)
        else expect([paused, event.to === group]).toEqual([false, false])
      }
    }).pipe(
      Effect.scoped,
      Effect.provide(surroundings({ ROBOT_QUIET_PERIOD: "0", ROBOT_CHAT_REPLIES_PER_10_MINUTES: "0" }))
    ),
  { fastCheck: { numRuns: 25 }, timeout: 60_000 }
)

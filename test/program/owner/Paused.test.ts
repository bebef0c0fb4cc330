import { expect, it } from "@effect/vitest"
import { Effect, FastCheck as fc, TestClock } from "effect"
import { FILE_HELPER } from "../../../src/domain/Contact.ts"
import { fakes } from "../../support/program/fakes.ts"
import { replying } from "../../support/program/replying.ts"
import { friend, group, me } from "../../support/program/wire.ts"

const chats = { friend: { FromUserName: friend }, oneself: { FromUserName: me, ToUserName: me } }

type What = keyof typeof chats | "pause" | "resume" | "paused for 10 minutes"

const commands: Readonly<Record<Exclude<What, keyof typeof chats>, string>> = {
  pause: "/pause",
  resume: "/恢复",
  "paused for 10 minutes": "/暂停 10分钟"
}

const isChat = (what: What): what is keyof typeof chats => Object.hasOwn(chats, what)

const step = fc.record({
  what: fc.constantFrom<What>("friend", "friend", "oneself", "pause", "resume", "paused for 10 minutes"),
  /** How many seconds pass before it, and how long the chatbot thinks. */
  after: fc.nat(6),
  thinks: fc.nat(8)
})

/** What happened, in order: what was sent to whom, and when a message was heard. */
type Event = { readonly heard: string } | { readonly to: string; readonly text: string }

it.effect.prop(
  "from the acknowledgement of a pause on the robot is silent, whatever is under way, and what came then stays unanswered",
  { steps: fc.array(step, { minLength: 2, maxLength: 14 }) },
  ({ steps }) =>
    Effect.gen(function* () {
      const events: Array<Event> = []
      const { chatbot, hear, progressOf, wechat } = yield* replying
      yield* wechat.sendMessage.always((_, { text, to }) =>
        Effect.sync(() => `id of ${events.push({ to, text })}`)
      )
      for (const [index, { after, thinks, what }] of steps.entries()) {
        yield* TestClock.adjust(`${after} seconds`)
        yield* chatbot.always(({ text }) =>
          Effect.as(Effect.sleep(`${thinks} seconds`), { _tag: "Words", text, chatbot: "tuling" })
        )
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
        } else if (event.to === FILE_HELPER) paused = /^(?:Paused|已暂停)/.test(event.text)
        else expect([paused, event.to === group]).toEqual([false, false])
      }
    }).pipe(
      Effect.scoped,
      Effect.provide(fakes({ ROBOT_QUIET_PERIOD: "0", ROBOT_CHAT_REPLIES_PER_10_MINUTES: "0" }))
    ),
  { fastCheck: { numRuns: 25 }, timeout: 60_000 }
)

import { describe, expect, it } from "@effect/vitest"
import { Console, Context, Deferred, Duration, Effect, Layer } from "effect"
import { GetContact } from "../../src/http/wechat/GetContact.ts"
import { SendMessage } from "../../src/http/wechat/SendMessage.ts"
import { robot } from "../../src/program/Robot.ts"
import type { FaultInput } from "../../src/simulator/control/ControlInput.ts"
import type { Control } from "../../src/simulator/control/Control.ts"
import { start } from "../../src/simulator/Simulator.ts"
import { Endings, hasty, robotAt, until, untilSyncing } from "../support/end-to-end/inProcess.ts"

const range = (length: number) => Array.from({ length }, (_, index) => index)
const friends = range(10).map((n) => `friend-${n}`)
const groups = range(10).map((n) => `group-${n}`)

/** Everything that goes wrong on the way. */
const network: ReadonlyArray<FaultInput> = [
  { kind: "status", status: 502, endpoint: "wechat" },
  { kind: "status", status: 502, when: "after", endpoint: "wechat" },
  { kind: "reset", endpoint: "wechat" },
  { kind: "reset", when: "after", endpoint: "wechat" },
  { kind: "hang", endpoint: "wechat" },
  { kind: "garbage", endpoint: "wechat" },
  { kind: "empty", endpoint: "wechat" },
  { kind: "truncated", endpoint: "wechat" },
  { kind: "drip", pause: 20, pieces: 4, endpoint: "wechat" }
]
/** What the log-in page calls a refusal of the account, so not for a log-in. */
const strange: ReadonlyArray<FaultInput> = [
  { kind: "html", endpoint: "wechat" },
  { kind: "ret", ret: -1, endpoint: "wechat" }
]

/** So that a fifth of all calls meets one of them. */
const oneInFive = (faults: ReadonlyArray<FaultInput>) =>
  faults.map((fault) => ({ ...fault, probability: 1 - 0.8 ** (1 / faults.length) }))

/** Ten friends, and ten groups of the owner and two of them. */
const people = ({ group, person }: Control) =>
  Effect.zipRight(
    Effect.forEach(friends, (name) => person({ name })),
    Effect.forEach(groups, (name, n) =>
      group({ name, members: [{ name: "me" }, ...range(2).map((k) => ({ name: `friend-${(n + k) % 10}` }))] })
    )
  )

/** A message in every chat; no text is part of another. */
const saidIn = (round: number) => [
  ...friends.map((from) => ({ chat: from, input: { from, text: `${from}, round ${round}.` } })),
  ...groups.map((group, n) => ({
    chat: group,
    input: { group, from: `friend-${n}`, mention: true, text: `${group}, round ${round}.` }
  }))
]

/** The robot, its sends watched: how tries failed. `bookLoaded` ends when it knows its friends. */
const watched = Effect.gen(function* () {
  const { text } = yield* SendMessage
  const { page, salvage } = yield* GetContact
  const failures: Array<{ readonly text: string; readonly arrived: boolean }> = []
  const loaded = yield* Deferred.make<void>()
  const sendMessage = new SendMessage({
    text: (credentials, outgoing) =>
      Effect.tapError(text(credentials, outgoing), (error) =>
        Effect.sync(() => {
          const arrived = error._tag === "BadAnswer" && error.foreign !== true
          failures.push({ text: outgoing.text, arrived })
        })
      )
  })
  const getContact = new GetContact({
    page: (credentials, seq) =>
      Effect.tap(page(credentials, seq), (read) =>
        read.seq === 0 ? Deferred.succeed(loaded, undefined) : Effect.void
      ),
    salvage
  })
  const life = robot.pipe(
    Effect.provideService(SendMessage, sendMessage),
    Effect.provideService(GetContact, getContact)
  )
  return { bookLoaded: Deferred.await(loaded), failures, life }
})

/** The most requests to WeChat that were answered within one second. */
const peakOf = (times: ReadonlyArray<number>) => {
  const sorted = times.toSorted((a, b) => a - b)
  let first = 0
  return sorted.reduce((peak, at, index) => {
    while ((sorted[first] ?? at) <= at - 1_000) first++
    return Math.max(peak, index - first + 1)
  }, 0)
}

/** Two hundred messages in twenty chats, and a fifth of all calls to WeChat goes wrong. */
const chaos = Effect.fnUntraced(function* (
  when: "at work" | "from the start",
  faults: ReadonlyArray<FaultInput>
) {
  const { control, origin } = yield* start({ seed: "chaos", pollHold: "1 second" })
  yield* people(control)
  if (when === "from the start") yield* control.faults(oneInFive(faults))
  const environment = { ROBOT_QUIET_PERIOD: "0", ROBOT_CHAT_REPLIES_PER_10_MINUTES: "0" }
  const context = yield* Layer.build(robotAt(origin, environment, { ...hasty, call: Duration.millis(500) }))
  const { bookLoaded, failures, life } = yield* Effect.provide(watched, context)

  const conversation = Effect.gen(function* () {
    yield* untilSyncing(control)
    // a friend whom the robot does not know yet would count as a stranger
    yield* bookLoaded
    if (when === "at work") yield* control.faults(oneInFive(faults))
    const said = yield* Effect.forEach(range(10), (round) =>
      Effect.gen(function* () {
        const messages = saidIn(round)
        const MsgIds = yield* control.messages(messages.map(({ input }) => input))
        yield* until(control, ({ pending }) => pending === 0)
        return messages.map(({ chat, input: { text } }, n) => ({ chat, text, MsgId: MsgIds[n] ?? "" }))
      })
    )
    return yield* Effect.forEach(said.flat(), (one) =>
      Effect.map(Context.get(context, Endings).of(one.MsgId), ({ _tag }) => ({ ...one, ending: _tag }))
    )
  })
  const messages = yield* Effect.raceFirst(
    conversation,
    Effect.zipRight(Effect.provide(life, context), Effect.dieMessage("the robot ended"))
  )
  const hits = (yield* control.state()).faults.reduce((sum, fault) => sum + fault.hits, 0)
  const delivered = (yield* control.sent()).filter((one) => one.delivered)
  // sends go by the owner's pace alone, and here there is none
  const times = (yield* control.requests()).flatMap(({ at, endpoint }) =>
    endpoint.startsWith("openapi/") || endpoint === "webwxsendmsg" ? [] : [at]
  )
  return { delivered, failures, hits, messages, requests: times.length, peak: peakOf(times) }
})

const expectOrder = ({
  delivered,
  failures,
  hits,
  messages,
  peak,
  requests
}: Effect.Effect.Success<ReturnType<typeof chaos>>) =>
  Effect.gen(function* () {
    const repliesTo = (text: string) => delivered.filter((one) => one.text.includes(text))
    const uncertain = messages.filter(({ ending }) => ending === "uncertain")
    yield* Console.log(
      `${messages.length} messages, ${delivered.length} replies, ${uncertain.length} uncertain, ` +
        `${requests} requests to WeChat, ${hits} of them met a fault, ${peak} in the busiest second`
    )
    expect(hits / requests).toBeGreaterThan(0.1)

    // every message has its end, and none is lost but those that nobody knows of
    expect(messages).toHaveLength(200)
    expect(messages.filter(({ ending }) => ending !== "sent" && ending !== "uncertain")).toEqual([])
    for (const { ending, text } of messages) {
      const count = repliesTo(text).length
      if (ending === "sent") expect([text, count]).toEqual([text, 1])
      else expect(count).toBeLessThanOrEqual(1)
    }
    // which is said of a send after three tries in vain, or as soon as an answer that cannot be read says that it arrived
    for (const { text } of uncertain) {
      const tries = failures.filter((one) => one.text.includes(text))
      expect(tries.slice(0, -1).filter(({ arrived }) => arrived)).toEqual([])
      if (tries.at(-1)?.arrived !== true) expect(tries.length).toBeGreaterThanOrEqual(3)
    }
    // nothing is said that nobody asked for, or twice
    expect(new Set(delivered.map(({ text }) => text)).size).toBe(delivered.length)

    // replies come in the order of the messages, to the chat that these came in
    for (const chat of [...friends, ...groups]) {
      const inOrder = messages
        .filter((message) => message.chat === chat)
        .flatMap(({ text }) => repliesTo(text))
        .map(({ text }) => text)
      expect(delivered.filter(({ to }) => to === chat).map(({ text }) => text)).toEqual(inOrder)
    }

    expect(peak).toBeLessThanOrEqual(50)
  })

describe("two hundred messages in twenty chats, while a fifth of all calls to WeChat goes wrong", () => {
  it.scopedLive(
    "are answered in order and once, but for those that nobody knows of",
    () => Effect.flatMap(chaos("at work", [...network, ...strange]), expectOrder),
    120_000
  )

  it.scopedLive(
    "are so too when the log-in suffered from it already",
    () => Effect.flatMap(chaos("from the start", network), expectOrder),
    120_000
  )
})

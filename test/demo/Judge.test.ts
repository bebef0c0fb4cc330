import { describe, expect, it } from "@effect/vitest"
import { Option } from "effect"
import { judge, judgeStop } from "../../src/demo/Judge.ts"
import { orderOfReplies, type Performance, type Played } from "../../src/demo/Performance.ts"
import type { MessageEvent } from "../../src/demo/RobotLog.ts"
import { Expected, say } from "../../src/demo/Scene.ts"
import type { Asked, Prompted, Sent } from "../../src/simulator/world/Records.ts"

const answer = Expected.Answer({ reason: "R3" })
const skip = Expected.Skip({ reason: "stale" })

/** A scene in which these friends speak, their MsgIds being 1, 2 ... */
const scene = (...lines: ReadonlyArray<readonly [from: string, expected: Expected]>): Played => {
  const said = lines.map(([from, expected], index) => ({
    message: { from, text: "hello" },
    expected,
    MsgId: String(index + 1)
  }))
  const [first, ...rest] = said
  if (first === undefined) throw new RangeError("a scene has lines")
  return {
    scene: { title: "a scene", steps: [say(first, ...rest)] },
    said,
    states: [],
    before: { sent: 0, asked: 0, prompted: 0, requested: 0 }
  }
}

const decided = (MsgId: string, decision: "AskChatbot" | "Skip", reason: string): MessageEvent => ({
  message: "decided",
  MsgId,
  decision,
  reason,
  rule: "",
  saw: ""
})
const asks = (MsgId: string) => decided(MsgId, "AskChatbot", "R3")
const tellsSent = (MsgId: string): MessageEvent => ({ message: "sent", MsgId, MsgID: `reply to ${MsgId}` })

/** A send to a chat, by the MsgId of the message it answers; its order is its place in the list. */
const sends = (...all: ReadonlyArray<readonly [MsgId: string, to: string]>): ReadonlyArray<Sent> =>
  all.map(([MsgId, to], index) => ({
    order: index + 1,
    at: 0,
    MsgId: `reply to ${MsgId}`,
    ClientMsgId: String(index),
    ToUserName: "@x",
    to,
    text: "hello to you",
    repeated: false,
    delivered: true
  }))

const question = (text: string): Asked => ({
  order: 1,
  at: 0,
  version: 2,
  text,
  userId: "u",
  groupId: "",
  status: 200,
  code: 10_004
})

const prompt = (...contents: ReadonlyArray<string>): Prompted => ({
  order: 1,
  at: 0,
  model: "demo",
  messages: [
    { role: "system", content: "be kind" },
    ...contents.map((content, index) => ({
      role: index % 2 === 0 ? ("user" as const) : ("assistant" as const),
      content
    }))
  ],
  temperature: null,
  maxTokens: null,
  status: 200
})

const verdictOf = (played: Played, happened: Partial<Performance>) =>
  judge(
    { played: [played], events: [], sent: [], asked: [], prompted: [], requested: [], ...happened },
    played
  )

describe("an expected answer", () => {
  const played = scene(["lili", answer])
  const events = [asks("1"), tellsSent("1")]

  it("is one reply in the right chat", () => {
    expect(verdictOf(played, { events, sent: sends(["1", "lili"]) })).toEqual({
      title: "a scene",
      expected: "answer R3",
      got: "answer R3",
      ok: true
    })
  })

  it.each<[got: string, Partial<Performance>]>([
    ["no decision", {}],
    ["skip stale", { events: [decided("1", "Skip", "stale")] }],
    ["answer R2", { events: [decided("1", "AskChatbot", "R2"), tellsSent("1")], sent: sends(["1", "lili"]) }],
    ["answer R3, no replies", { events }],
    [
      "answer R3, no replies, skipped phone-active",
      { events: [asks("1"), { message: "skipped", MsgId: "1", reason: "phone-active" }] }
    ],
    ["answer R3, 2 replies", { events, sent: sends(["1", "lili"], ["1", "lili"]) }],
    ["answer R3, in another chat", { events, sent: sends(["1", "tom"]) }],
    [
      "answer R3, 1 reply that the robot does not tell of",
      { events, sent: sends(["1", "lili"], ["nothing", "lili"]) }
    ]
  ])("is not: %s", (got, happened) => {
    expect(verdictOf(played, happened)).toMatchObject({ got, ok: false })
  })

  it("has the right words to the right question", () => {
    const withWords = scene(["lili", Expected.Answer({ reason: "R3", asked: "1 < 2", reply: "hello" })])
    const sent = sends(["1", "lili"])
    expect(verdictOf(withWords, { events, sent, asked: [question("1 < 2")] })).toMatchObject({ ok: true })
    expect(verdictOf(withWords, { events, sent, asked: [question("1 &lt; 2")] })).toMatchObject({
      got: "answer R3, asked otherwise",
      ok: false
    })
    const otherWords = scene(["lili", Expected.Answer({ reason: "R3", reply: "good bye" })])
    expect(verdictOf(otherWords, { events, sent })).toMatchObject({
      got: "answer R3, other words",
      ok: false
    })
    const exactWords = (exactly: string) => scene(["lili", Expected.Answer({ reason: "R3", exactly })])
    expect(verdictOf(exactWords("hello to you"), { events, sent })).toMatchObject({ ok: true })
    expect(verdictOf(exactWords("hello"), { events, sent })).toMatchObject({
      got: "answer R3, other words",
      ok: false
    })
  })

  it("has the model told what was said before, and nothing else", () => {
    const remembering = scene(["lili", Expected.Answer({ reason: "R3", told: ["hi", "hello", "who am I?"] })])
    const verdict = (...prompted: ReadonlyArray<Prompted>) =>
      verdictOf(remembering, { events, sent: sends(["1", "lili"]), prompted })
    const otherwise = { got: "answer R3, told otherwise", ok: false }
    expect(verdict(prompt("hi"), prompt("hi", "hello", "who am I?"))).toMatchObject({ ok: true })
    expect(verdict(prompt("who am I?"))).toMatchObject(otherwise)
    expect(verdict(prompt("other", "words", "hi", "hello", "who am I?"))).toMatchObject(otherwise)
    const later = { ...remembering, before: { sent: 0, asked: 0, prompted: 1, requested: 0 } }
    const happened = { events, sent: sends(["1", "lili"]), prompted: [prompt("hi", "hello", "who am I?")] }
    expect(verdictOf(later, happened)).toMatchObject(otherwise)
  })

  it("does not count a question of an earlier scene", () => {
    const later = {
      ...scene(["lili", Expected.Answer({ reason: "R3", asked: "hello" })]),
      before: { sent: 0, asked: 1, prompted: 0, requested: 0 }
    }
    const happened = { events, sent: sends(["1", "lili"]), asked: [question("hello")] }
    expect(verdictOf(later, happened)).toMatchObject({ got: "answer R3, asked otherwise", ok: false })
  })

  it("may be repeated with the same ClientMsgId when the repeat is dropped", () => {
    const sent = sends(["1", "lili"], ["1", "lili"]).map((send) =>
      send.order === 1 ? send : { ...send, repeated: true, delivered: false }
    )
    expect(verdictOf(played, { events, sent })).toMatchObject({ ok: true })
  })
})

describe("an expected skip", () => {
  const played = scene(["lili", skip])
  const events = [decided("1", "Skip", "stale")]

  it("is a decision with that reason, and silence", () => {
    expect(verdictOf(played, { events })).toMatchObject({ got: "skip stale", ok: true })
    expect(verdictOf(played, { events: [...events, decided("1", "Skip", "duplicate")] })).toMatchObject({
      ok: true
    })
  })

  it.each<[got: string, Partial<Performance>]>([
    ["skip denied", { events: [decided("1", "Skip", "denied")] }],
    ["skip stale, a reply", { events: [...events, tellsSent("1")], sent: sends(["1", "lili"]) }],
    ["skip stale, 1 reply that the robot does not tell of", { events, sent: sends(["nothing", "lili"]) }]
  ])("is not: %s", (got, happened) => {
    expect(verdictOf(played, happened)).toMatchObject({ got, ok: false })
  })

  it("is blamed for a reply that the robot does not tell of, if it was the last scene in that chat", () => {
    const others = scene(["tom", skip])
    const later: Played = { ...others, said: others.said.map((said) => ({ ...said, MsgId: "2" })) }
    const both = [...events, decided("2", "Skip", "stale")]
    const performance = (to: string) => ({
      played: [played, later],
      events: both,
      asked: [],
      prompted: [],
      requested: [],
      sent: sends(["nothing", to])
    })
    expect(judge(performance("lili"), played)).toMatchObject({ ok: false })
    expect(judge(performance("lili"), later)).toMatchObject({ ok: true })
    // in a chat of neither
    expect(judge(performance("sun"), played)).toMatchObject({ ok: true })
    expect(judge(performance("sun"), later)).toMatchObject({ ok: false })
  })
})

describe("an answer that is to be held back", () => {
  const held = Expected.Unsent({ reason: "R3", why: "stale" })
  const played = scene(["lili", held])
  const skips = (reason: string): MessageEvent => ({ message: "skipped", MsgId: "1", reason })

  it("is decided on, and not sent for that reason", () => {
    expect(verdictOf(played, { events: [asks("1"), skips("stale")] })).toEqual({
      title: "a scene",
      expected: "answer R3, skipped stale",
      got: "answer R3, skipped stale",
      ok: true
    })
  })

  it.each<[got: string, Partial<Performance>]>([
    ["skip stale", { events: [decided("1", "Skip", "stale")] }],
    ["answer R3", { events: [asks("1")] }],
    ["answer R3, skipped phone-active", { events: [asks("1"), skips("phone-active")] }],
    [
      "answer R3, a reply, skipped stale",
      { events: [asks("1"), tellsSent("1"), skips("stale")], sent: sends(["1", "lili"]) }
    ],
    [
      "answer R3, skipped stale, 1 reply that the robot does not tell of",
      { events: [asks("1"), skips("stale")], sent: sends(["nothing", "lili"]) }
    ]
  ])("is not: %s", (got, happened) => {
    expect(verdictOf(played, happened)).toMatchObject({ got, ok: false })
  })
})

describe("the connection", () => {
  const played = scene(["lili", answer])
  const happened = { events: [asks("1"), tellsSent("1")], sent: sends(["1", "lili"]) }
  const through = (...states: ReadonlyArray<string>) =>
    verdictOf(
      { ...played, scene: { ...played.scene, states: ["reconnecting", "syncing"] }, states },
      happened
    )

  it("goes through the states of the scene, once each", () => {
    expect(through("reconnecting", "syncing")).toMatchObject({
      expected: "answer R3, reconnecting, syncing",
      got: "answer R3, reconnecting, syncing",
      ok: true
    })
    expect(through("reconnecting")).toMatchObject({ got: "answer R3, reconnecting", ok: false })
    expect(through("syncing", "reconnecting")).toMatchObject({ ok: false })
    expect(through("reconnecting", "syncing", "reconnecting", "syncing")).toMatchObject({
      got: "answer R3, 2 x reconnecting, 2 x syncing",
      ok: false
    })
  })

  it("stays as it is in every other scene", () => {
    expect(verdictOf({ ...played, states: ["reconnecting"] }, happened)).toMatchObject({
      got: "answer R3, reconnecting",
      ok: false
    })
  })
})

describe("the calls of a scene", () => {
  const one = scene(["lili", skip])
  const counting: Played = {
    ...one,
    scene: { ...one.scene, calls: { webwxpushloginurl: 1, jslogin: 0 } },
    before: { sent: 0, asked: 0, prompted: 0, requested: 1 }
  }
  const later: Played = { ...scene(["tom", skip]), before: { sent: 0, asked: 0, prompted: 0, requested: 3 } }
  const verdict = (...endpoints: ReadonlyArray<string>) =>
    judge(
      {
        played: [counting, later],
        events: [decided("1", "Skip", "stale")],
        sent: [],
        asked: [],
        prompted: [],
        requested: endpoints.map((endpoint, index) => ({
          order: index + 1,
          at: 0,
          method: "GET",
          endpoint,
          status: 200
        }))
      },
      counting
    )

  it("are counted from its begin to that of the next", () => {
    const expected = "skip stale, 1 webwxpushloginurl, no jslogin"
    expect(verdict("jslogin", "webwxpushloginurl", "synccheck", "jslogin")).toMatchObject({
      expected,
      got: expected,
      ok: true
    })
    expect(verdict("jslogin", "webwxpushloginurl", "jslogin")).toMatchObject({
      got: "skip stale, 1 webwxpushloginurl, 1 jslogin",
      ok: false
    })
    expect(verdict("webwxpushloginurl")).toMatchObject({
      got: "skip stale, no webwxpushloginurl, no jslogin",
      ok: false
    })
  })
})

describe("a scene that was not played to its end", () => {
  it("misses what was not said", () => {
    const played = scene(["lili", answer], ["lili", answer])
    const stuck = { ...played, said: played.said.slice(0, 1) }
    const happened = { events: [asks("1"), tellsSent("1")], sent: sends(["1", "lili"]) }
    expect(verdictOf(stuck, happened)).toMatchObject({
      expected: "2 x answer R3",
      got: "answer R3",
      ok: false
    })
  })
})

describe("several messages at once", () => {
  const played = scene(["lili", answer], ["tom", answer], ["lili", answer])
  const events = ["1", "2", "3"].flatMap((MsgId) => [asks(MsgId), tellsSent(MsgId)])

  it("are answered in the order of each chat", () => {
    const sent = sends(["1", "lili"], ["3", "lili"], ["2", "tom"])
    expect(verdictOf(played, { events, sent })).toMatchObject({
      expected: "3 x answer R3",
      got: "3 x answer R3",
      ok: true
    })
    expect(
      orderOfReplies({ played: [played], events, sent, asked: [], prompted: [], requested: [] }, played)
    ).toEqual([
      ["lili", [1, 2]],
      ["tom", [1]]
    ])
  })

  it("are not answered in another order", () => {
    expect(
      verdictOf(played, { events, sent: sends(["3", "lili"], ["2", "tom"], ["1", "lili"]) })
    ).toMatchObject({ got: "3 x answer R3, out of order", ok: false })
  })

  it("are all to go well", () => {
    expect(verdictOf(played, { events, sent: sends(["1", "lili"], ["2", "tom"]) })).toMatchObject({
      got: "2 x answer R3, answer R3, no replies",
      ok: false
    })
  })
})

describe("the stop", () => {
  it("ends in exit code 0", () => {
    expect(judgeStop("the stop", Option.some(0))).toMatchObject({ got: "exit code 0", ok: true })
    expect(judgeStop("the stop", Option.some(143))).toMatchObject({ got: "exit code 143", ok: false })
    expect(judgeStop("the stop", Option.none())).toMatchObject({ got: "had to be killed", ok: false })
  })
})

import { Effect, Layer, Option, Queue, Random, TestClock } from "effect"
import { type AddMsg } from "../../../src/domain/AddMsg.ts"
import { ChatbotFailure, type Question } from "../../../src/domain/Chatbot.ts"
import { nextMidnightInShanghai } from "../../../src/http/chatbot/TulingDay.ts"
import { BadAnswer, type EndpointError } from "../../../src/http/Errors.ts"
import { guarded, type Outcome } from "../../../src/layers/chatbots/Breaker.ts"
import { type ChatbotResult, Chatbots } from "../../../src/layers/chatbots/Chatbots.ts"
import { Pacer } from "../../../src/layers/Pacer.ts"
import { Census } from "./census.ts"
import * as FakeCall from "./FakeCall.ts"
import { fakes } from "./fakes.ts"
import { FakeWechat } from "./FakeWechat.ts"
import { quickTestClock } from "./quickTestClock.ts"
import { running } from "./running.ts"
import { addMsg, contact, member, notConnected, refused, timedOut } from "./wire.ts"

/** So long WeChat holds a poll when nothing happens. */
const HELD = "50 seconds"
const HOUR = 3_600_000
const FRIENDS = 6
const strangers = ["@friend-of-late", "@passer-by", "@nobody", "@spoiler"]

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index)

const badAnswer = new BadAnswer({ endpoint: "fake", issue: "no JSON" })

const answerOf = (outcome: Outcome): ChatbotResult => {
  if (outcome._tag === "Words") return { _tag: "Words", text: outcome.text, chatbot: "tuling" }
  if (outcome._tag === "Failed" && outcome.kind === "quota") return { _tag: "Spent" }
  return { _tag: outcome._tag === "Failed" && outcome.kind === "transient" ? "Unavailable" : "NoWords" }
}

/** The chatbot before it is guarded, in the hands of the test. */
class Tuling extends Effect.Service<Tuling>()("test/Tuling", {
  effect: FakeCall.make<[Question], Option.Option<string>, ChatbotFailure>(({ text }) =>
    Effect.succeedSome(`re: ${text}`)
  )
}) {}

const chatbots = (names: ReadonlyArray<string>) =>
  Layer.effect(
    Chatbots,
    Effect.gen(function* () {
      const tuling = yield* Tuling
      const { ask } = yield* guarded({
        name: "tuling",
        atOnce: 16,
        ask: (question) => tuling.call(question),
        nextDay: nextMidnightInShanghai
      })
      return {
        names,
        nextDay: nextMidnightInShanghai,
        warnings: [],
        places: [],
        limits: Effect.succeed({}),
        ask: (question, aside) =>
          Effect.map(ask(question, aside), (outcome) => ({ result: answerOf(outcome), asked: [] })),
        troubles: Effect.succeed([])
      }
    })
  )

/** Fake endpoints; but whatever holds something over time is real, and its entries are counted. */
export const surroundings = (chatbotNames: ReadonlyArray<string>) =>
  Layer.mergeAll(
    fakes({
      ROBOT_DENY: "a salesman",
      ROBOT_TAKEOVER_PERIOD: "12 minutes",
      ROBOT_GROUP_REPLY_PROBABILITY: "0.6",
      ROBOT_MEDIA_REPLY_PROBABILITY: "0.6"
    }),
    Pacer.layer({ sendsPerMinute: 20, sentAt: Effect.succeed([]) }),
    chatbots(chatbotNames)
  ).pipe(Layer.provideMerge(Layer.mergeAll(Tuling.Default, Census.Default, quickTestClock)))

/** A robot among people, to whom every hour all happens that can. */
export const living = Effect.gen(function* () {
  const wechat = yield* FakeWechat
  const tuling = yield* Tuling
  let messages = 0
  let logins = 0
  let isDown = false

  // every log-in gives new names to all
  const owner = () => `@me-${logins}`
  const friend = (n: number) => `@friend-${n}-${logins}`
  const family = () => `@@family-${logins}`
  const familyContact = () =>
    contact(family(), { NickName: "family", MemberList: [member(owner(), "Bai"), member("@aunt")] })

  const polls = yield* Queue.unbounded<Effect.Effect<{ readonly selector: number }, EndpointError>>()
  const unlessDown = <A, E>(call: Effect.Effect<A, E>) =>
    Effect.suspend((): Effect.Effect<A, E | EndpointError> => (isDown ? notConnected : call))
  yield* wechat.syncCheck.always(() =>
    unlessDown(
      Effect.flatMap(Effect.timeoutOption(Queue.take(polls), HELD), (news) =>
        Option.getOrElse(news, () => Effect.succeed({ selector: 0 }))
      )
    )
  )
  yield* wechat.webwxSync.always(() => unlessDown(wechat.changes({})))
  yield* wechat.sendMessage.always(() => unlessDown(Effect.sync(() => `own-${++messages}`)))
  yield* wechat.webwxInit.always(() =>
    unlessDown(
      Effect.suspend(() => {
        logins++
        return wechat.started({
          me: { UserName: owner(), NickName: "Xiao Bai" },
          contacts: [familyContact()]
        })
      })
    )
  )
  yield* wechat.getContact.always(() =>
    Effect.sync(() => upTo(FRIENDS).map((n) => contact(friend(n), { NickName: `friend ${n}` })))
  )
  // some strangers are friends after all, some are not, of some nothing is told, and some spoil the question
  yield* wechat.batchGetContact.always((_, userNames) =>
    userNames.length > 1 && userNames.some((userName) => userName.startsWith("@spoiler"))
      ? refused(1)
      : Effect.succeed(
          userNames
            .filter((userName) => !userName.startsWith("@nobody"))
            .map((userName) =>
              contact(userName, { NickName: userName, ContactFlag: userName.startsWith("@friend") ? 1 : 0 })
            )
        )
  )

  const poll = (answer: Effect.Effect<{ readonly selector: number }, EndpointError>) =>
    Queue.offer(polls, answer)
  const bring = (what: Parameters<typeof wechat.changes>[0]) =>
    Effect.zipRight(wechat.webwxSync.next(wechat.changes(what)), poll(Effect.succeed({ selector: 2 })))
  const message = (fields: Partial<AddMsg> = {}) =>
    addMsg(`${++messages}`, { FromUserName: friend(0), ToUserName: owner(), ...fields })
  /** Messages come, with one of a chat that never rests and keeps its name. */
  const hear = (...heard: ReadonlyArray<AddMsg>) =>
    bring({ messages: [...heard, message({ FromUserName: "weixin" })] })
  const texts = (count: number) =>
    upTo(count).map((n) => message({ FromUserName: friend(n), Content: `text ${messages}` }))
  /** Texts of friends who never wrote before, so that the away line was not told to them yet. */
  const newcomers = (count: number) =>
    upTo(count).map(() => message({ FromUserName: `@friend-of-late-${messages}` }))
  const own = (fields: Partial<AddMsg>) =>
    message({ FromUserName: owner(), ToUserName: friend(1), ...fields })
  const inFamily = (fields: Partial<AddMsg>) => message({ FromUserName: family(), ...fields })
  const fail = (kind: ChatbotFailure["kind"]) => new ChatbotFailure({ chatbot: "tuling", kind, code: "1" })
  const lose = (code: number) => poll(refused(code))
  const times = <A>(count: number, one: A): ReadonlyArray<A> => upTo(count).map(() => one)

  /** What happens in an hour, by the minute; the last one is quiet. */
  const hour: ReadonlyArray<readonly [minute: number, event: () => Effect.Effect<unknown>]> = [
    [
      1,
      () => {
        const heard = [
          ...texts(FRIENDS),
          message({ MsgType: 3, Content: "" }),
          message({ MsgType: 49, AppMsgType: 5 }),
          inFamily({ Content: "@aunt:<br/>@Bai hello" }),
          inFamily({ Content: "@uncle:<br/>what a day" }),
          inFamily({ MsgType: 3, Content: "@aunt:<br/>" })
        ]
        return Effect.zipRight(hear(...heard), hear(...heard))
      }
    ],
    [
      3,
      () =>
        hear(
          ...strangers.flatMap((kind) => upTo(2).map(() => message({ FromUserName: `${kind}-${messages}` }))),
          ...upTo(2).map(() => message({ FromUserName: `@@strangers-${messages}`, Content: "@who:<br/>hi" }))
        )
    ],
    [
      8,
      () =>
        Effect.all([
          tuling.next(fail("our-bug"), Effect.succeedNone, ...times(20, fail("transient"))),
          hear(...texts(FRIENDS))
        ])
    ],
    [
      10,
      () =>
        Effect.all([
          wechat.sendMessage.next(
            ...times(3, timedOut),
            refused(1204),
            refused(-1),
            Effect.delay(timedOut, "15 seconds"),
            badAnswer,
            timedOut,
            notConnected
          ),
          hear(...newcomers(6))
        ])
    ],
    [12, () => Effect.zipRight(wechat.sendMessage.next(refused(1205)), hear(...newcomers(4)))],
    [17, () => hear()],
    [23, () => hear(...newcomers(1))],
    [24, () => hear(message({ MsgType: 10000, Content: "操作太频繁, 请稍后再试" }))],
    [25, () => hear(...texts(2))],
    [
      26,
      () =>
        hear(
          ...upTo(5).map((n) => own({ ToUserName: friend(n) })),
          own({ ToUserName: owner(), Content: "a note to myself" }),
          ...upTo(6).map((code) => own({ MsgType: 51, Content: "", StatusNotifyCode: code })),
          ...texts(2)
        )
    ],
    [35, () => hear(...newcomers(1))],
    [
      36,
      () =>
        Effect.zipRight(
          bring({
            modContacts: [
              contact("@new", { NickName: "new" }),
              contact(friend(2), { RemarkName: "a salesman" })
            ],
            delContacts: [friend(3)],
            nickName: Option.some("Bai the Great"),
            undecodable: 2
          }),
          hear(...texts(FRIENDS))
        )
    ],
    [36.02, () => Effect.sync(() => (isDown = true))],
    [39, () => Effect.sync(() => (isDown = false))],
    [
      40,
      () =>
        Effect.all([
          poll(refused(-1)),
          poll(badAnswer),
          poll(Effect.never),
          poll(Effect.uninterruptible(Effect.delay(timedOut, "3 minutes"))),
          wechat.webwxSync.next(badAnswer, refused(-1), timedOut),
          hear(...texts(1))
        ])
    ],
    [
      45,
      () =>
        Effect.all([
          wechat.webwxInit.next(
            Effect.suspend(() => wechat.started({ me: { UserName: owner(), NickName: "Xiao Bai" } }))
          ),
          lose(1101),
          hear(...texts(3))
        ])
    ],
    [46, () => Effect.all([...times(6, poll(Effect.succeed({ selector: 7 }))), hear(...texts(1))])],
    [49, () => hear(...texts(3))],
    [49.02, () => lose(1100)],
    [51, () => hear(...texts(FRIENDS))],
    // an address book that never comes, as long as the session lasts
    [51.02, () => Effect.zipRight(wechat.getContact.next(Effect.never), lose(1100))],
    [52, () => hear(...texts(2))],
    [56, () => Effect.all([wechat.webwxInit.next(refused(1101)), hear(...texts(3)), lose(1101)])],
    [57, () => hear(message({ MsgType: 51, FromUserName: owner(), StatusNotifyCode: 4 }))],
    [58, () => hear(message())],
    // the polls that follow always begin in the same moment
    [59, () => bring({})]
  ]

  const until = (millis: number) =>
    Effect.flatMap(TestClock.currentTimeMillis, (now) => TestClock.adjust(millis - now))

  let hours = 0
  const anHour = Effect.gen(function* () {
    const begin = hours++ * HOUR
    for (const [minute, event] of hour) {
      yield* until(begin + minute * 60_000)
      yield* event()
    }
    yield* until(begin + HOUR)
  })

  // dice that always fall alike make the hours alike, and pauses of whole milliseconds: TestClock stumbles over others
  const { notes } = yield* Effect.withRandom(running, Random.fixed([0.5]))

  return {
    notes,
    /** Lives on to the end of that hour since the start. */
    toTheEndOf: (last: number) =>
      Effect.whileLoop({ while: () => hours < last, body: () => anHour, step: () => {} })
  }
})

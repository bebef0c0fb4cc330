import { describe, expect, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { type FullLife, live, MARK } from "../support/end-to-end/fullLife.ts"
import { namesIn, secretsIn } from "../support/end-to-end/recorder.ts"
import { shared } from "../support/shared.ts"

/** What stands in messages besides their text. */
const inMessages = ["example.invalid/article", "v2_ticket@stranger", "路人乙"]

const Line = Schema.parseJson(
  Schema.Struct(
    { timestamp: Schema.String, level: Schema.String, message: Schema.String },
    { key: Schema.String, value: Schema.Unknown }
  )
)
const readLine = Schema.decode(Line)

const HttpCall = Schema.Struct({
  endpoint: Schema.NonEmptyString,
  method: Schema.Literal("GET", "POST"),
  host: Schema.NonEmptyString,
  path: Schema.String.pipe(Schema.startsWith("/")),
  sent: Schema.NonNegativeInt,
  millis: Schema.NonNegativeInt
})
const Answered = Schema.Struct({ ...HttpCall.fields, status: Schema.Int, received: Schema.NonNegativeInt })
const Failed = Schema.Struct({ ...HttpCall.fields, failure: Schema.NonEmptyString })
const readCall = Schema.decodeUnknown(Schema.Union(Answered, Failed))

const Decided = Schema.Struct({
  MsgId: Schema.NonEmptyString,
  chat: Schema.NonEmptyString,
  kind: Schema.NonEmptyString,
  length: Schema.NonNegativeInt,
  ageMillis: Schema.NonNegativeInt,
  decision: Schema.Literal("AskChatbot", "SendCanned", "Skip"),
  reason: Schema.NonEmptyString,
  rule: Schema.NonEmptyString
})
const readDecision = Schema.decodeUnknown(Decided)

/** What holds for a life that is over, whatever its log looks like. */
const discreet = (life: Effect.Effect<FullLife>) => {
  it.live("tells of everything that went wrong", () =>
    Effect.gen(function* () {
      const { written } = yield* life
      expect(written).toContain("webwxsync: unreadable answer")
      expect(written).toContain("status 302 to elsewhere.invalid")
      expect(written).toMatch(/code\W+4007/)
      expect(written).toContain("status 500")
      expect(written).toContain("logged-out")
    })
  )

  it.live("holds no secret", () =>
    Effect.gen(function* () {
      const { exchanges, written } = yield* life
      const secrets = secretsIn(exchanges)
      expect([...secrets.keys()].toSorted()).toEqual([
        "apiKey",
        "cookie mm_lang",
        "cookie webwx_auth_ticket",
        "cookie webwx_data_ticket",
        "cookie webwxuvid",
        "cookie wxloadtime",
        "cookie wxsid",
        "cookie wxuin",
        "pass_ticket",
        "redirect_uri",
        "sid",
        "skey",
        "ticket",
        "uin",
        "uuid",
        "wxsid",
        "wxuin"
      ])
      const leaked = [...secrets].filter(([, values]) => [...values].some((value) => written.includes(value)))
      expect(leaked.map(([name]) => name)).toEqual([])
    })
  )

  it.live("holds nothing that was said, asked or answered, and nobody's name", () =>
    Effect.gen(function* () {
      const { control, exchanges, written } = yield* life
      const texts = (yield* control.sent()).map(({ text }) => text)
      expect(texts.length).toBeGreaterThan(10)
      expect(texts.every((text) => text.includes(MARK))).toBe(true)
      const { groups, people } = yield* control.state()
      const names = [
        ...people.flatMap(({ nickName, remarkName }) => [nickName, remarkName]),
        ...groups.flatMap(({ members, nickName }) => [
          nickName,
          ...members.map(({ displayName }) => displayName)
        ]),
        ...namesIn(exchanges)
      ].filter((name) => name !== "")
      expect(names.length).toBeGreaterThan(40)
      expect([MARK, ...inMessages, ...names].filter((text) => written.includes(text))).toEqual([])
    })
  )
}

describe("what the program writes at level debug", () => {
  const life = shared(live("debug", "json"))
  discreet(life)

  it.live("has one line for each HTTP call: what, where, how long, how much", () =>
    Effect.gen(function* () {
      const { exchanges, stdout } = yield* life
      const lines = yield* Effect.forEach(stdout.trimEnd().split("\n"), (line) => readLine(line))
      const calls = lines.filter(({ message }) => message === "http call")
      yield* Effect.forEach(calls, (call) => readCall(call))
      const failures = calls.filter(({ failure }) => failure !== undefined)
      expect(failures.map(({ endpoint }) => endpoint).toSorted()).toEqual([
        "tuling",
        "webwxbatchgetcontact",
        "webwxsendmsg"
      ])
      // one sync was answered with nonsense by the recorder, and Tuling's failure went through it
      const answered = calls.length - failures.length
      expect(answered).toBeGreaterThan(50)
      // what the program asks for in the end may still be on its way when it stops
      expect(Math.abs(exchanges.length - answered)).toBeLessThanOrEqual(2)
    })
  )

  it.live("has one line for each decision, and one for each send", () =>
    Effect.gen(function* () {
      const { MsgIds, control, stdout } = yield* life
      const lines = yield* Effect.forEach(stdout.trimEnd().split("\n"), (line) => readLine(line))
      const decisions = lines.filter(({ message }) => message === "decided")
      yield* Effect.forEach(decisions, (decision) => readDecision(decision))
      const decided = decisions.map(({ MsgId }) => MsgId)
      expect(new Set(decided).size).toBe(decided.length)
      expect(decided).toEqual(expect.arrayContaining([...MsgIds]))
      const told = lines.filter(({ message }) => message === "sent").map(({ MsgID }) => MsgID)
      expect(told.length).toBeGreaterThan(10)
      expect((yield* control.sent()).map(({ MsgId }) => MsgId)).toEqual(expect.arrayContaining(told))
    })
  )
})

describe("what the program writes at level trace", () => discreet(shared(live("trace", "pretty"))))

import { describe, expect, it } from "@effect/vitest"
import { Effect, FastCheck, Option, TestClock } from "effect"
import { KeptValues } from "../../../src/layers/journal/KeptValues.ts"
import { RealFiles, temporaryDirectory } from "../../support/layers/files.ts"
import { living, type Remembering, type Who } from "../../support/program/remembering.ts"

type Heard = Effect.Effect.Success<ReturnType<Remembering["hear"]>>

/** What was said before, as the model is told of it. */
const saidBefore = ({ background }: Heard) => background?.turns.map(({ answer, text }) => [text, answer])

const inDirectory = <A, E>(test: (path: string) => Effect.Effect<A, E>) =>
  Effect.flatMap(temporaryDirectory, test).pipe(Effect.provide(RealFiles))

/** A test in one life of a robot. */
const inOneLife = <A, E, R>(life: (robot: Remembering) => Effect.Effect<A, E, R>, environment = {}) =>
  Effect.flatMap(temporaryDirectory, (path) => living(path, life, { environment })).pipe(
    Effect.provide(RealFiles)
  )

describe("a model is told of a chat", () => {
  it.scoped("what was said and answered in it, and nothing of another chat", () =>
    inOneLife(({ hear }) =>
      Effect.gen(function* () {
        expect(saidBefore(yield* hear("1", "li", "a"))).toEqual([])
        expect(saidBefore(yield* hear("2", "sun", "b"))).toEqual([])
        expect(saidBefore(yield* hear("3", "li", "c"))).toEqual([["a", "re: a"]])
        expect(saidBefore(yield* hear("4", "aunt", "d"))).toEqual([])
        expect(saidBefore(yield* hear("5", "li", "e"))).toEqual([
          ["a", "re: a"],
          ["c", "re: c"]
        ])
      })
    )
  )

  it.scoped("who of a group said what, by pseudonyms", () =>
    inOneLife(({ hear }) =>
      Effect.gen(function* () {
        yield* hear("1", "aunt", "a")
        yield* hear("2", "uncle", "b")
        const { background, question } = yield* hear("3", "aunt", "c")
        const [aunt, uncle] = ["@@family1/@aunt1", "@@family1/@uncle1"].map(Option.some)
        expect(question).toMatchObject({ text: "c", speaker: aunt })
        expect(background?.turns).toEqual([
          { text: "a", speaker: aunt, quoted: Option.none(), answer: "re: a" },
          { text: "b", speaker: uncle, quoted: Option.none(), answer: "re: b" }
        ])
      })
    )
  )

  it.scoped("no more turns than the owner wants, and none that are too old", () =>
    inOneLife(
      ({ hear }) =>
        Effect.gen(function* () {
          yield* hear("1", "li", "a")
          yield* TestClock.adjust("30 minutes")
          yield* hear("2", "li", "b")
          yield* hear("3", "li", "c")
          expect(saidBefore(yield* hear("4", "li", "d"))).toEqual([
            ["b", "re: b"],
            ["c", "re: c"]
          ])
          yield* TestClock.adjust("30 minutes")
          expect(saidBefore(yield* hear("5", "li", "e"))).toEqual([
            ["c", "re: c"],
            ["d", "re: d"]
          ])
          yield* TestClock.adjust("61 minutes")
          expect(saidBefore(yield* hear("6", "li", "f"))).toEqual([])
        }),
      { ROBOT_MEMORY_TURNS: "2", ROBOT_MEMORY_PERIOD: "1 hour" }
    )
  )

  it.scoped("nothing where the owner wants no memory", () =>
    inOneLife(
      ({ hear }) =>
        Effect.gen(function* () {
          yield* hear("1", "li", "a")
          expect(saidBefore(yield* hear("2", "li", "b"))).toEqual([])
        }),
      { ROBOT_MEMORY_TURNS: "0" }
    )
  )

  it.scoped("nothing that was taken back, nor what was answered to it", () =>
    inOneLife(({ hear, revoke }) =>
      Effect.gen(function* () {
        yield* hear("1", "li", "a")
        yield* hear("2", "li", "b")
        yield* revoke("1", "li")
        expect(saidBefore(yield* hear("3", "li", "c"))).toEqual([["b", "re: b"]])
      })
    )
  )

  it.scoped("what was said before a restart", () =>
    inDirectory((path) =>
      Effect.gen(function* () {
        yield* living(path, ({ hear }) => hear("1", "li", "a"))
        expect(saidBefore(yield* living(path, ({ hear }) => hear("2", "li", "b")))).toEqual([["a", "re: a"]])
      })
    )
  )

  it.scoped("what was said before a new log-in, unless another chat is called the same by then", () =>
    inDirectory((path) =>
      Effect.gen(function* () {
        yield* living(path, ({ hear }) => Effect.zipRight(hear("1", "li", "a"), hear("2", "aunt", "b")))
        const again = living(
          path,
          ({ hear }) => Effect.all([hear("3", "li", "c"), hear("4", "uncle", "d")]),
          { login: 2 }
        )
        expect((yield* again).map(saidBefore)).toEqual([[["a", "re: a"]], [["b", "re: b"]]])
        const namesakes = living(
          path,
          ({ hear }) => Effect.all([hear("5", "li", "e"), hear("6", "sun", "f")]),
          {
            login: 3,
            sun: "Li"
          }
        )
        expect((yield* namesakes).map(saidBefore)).toEqual([[], []])
      })
    )
  )

  it.scoped("nothing of an earlier log-in in which another chat was called the same", () =>
    inDirectory((path) =>
      Effect.gen(function* () {
        yield* living(path, ({ hear }) => hear("1", "sun", "a"), { sun: "Li" })
        // one of the two is called otherwise since
        const second = yield* living(path, ({ hear }) => hear("2", "li", "b"), { login: 2 })
        expect(saidBefore(second)).toEqual([])
        const third = yield* living(path, ({ hear }) => hear("3", "li", "c"), { login: 3 })
        expect(saidBefore(third)).toEqual([["b", "re: b"]])
      })
    )
  )

  it.scoped(
    "nothing that the owner had forgotten, in one chat or in all, also after a restart and a new log-in",
    () =>
      inDirectory((path) =>
        Effect.gen(function* () {
          const first = living(path, ({ command, hear }) =>
            Effect.gen(function* () {
              yield* hear("1", "li", "a")
              yield* hear("2", "sun", "b")
              expect(yield* command("/forget Li")).toContain("Li")
              yield* TestClock.adjust("1 second")
              expect(saidBefore(yield* hear("3", "sun", "c"))).toEqual([["b", "re: b"]])
              expect(saidBefore(yield* hear("4", "li", "d"))).toEqual([])
            })
          )
          yield* first
          const second = living(
            path,
            ({ command, hear }) =>
              Effect.gen(function* () {
                expect(saidBefore(yield* hear("5", "li", "e"))).toEqual([["d", "re: d"]])
                expect(yield* command("/忘记")).toContain("不再告诉")
                yield* TestClock.adjust("1 second")
              }),
            { login: 2 }
          )
          yield* second
          const third = living(
            path,
            ({ hear }) => Effect.all([hear("6", "li", "f"), hear("7", "sun", "g")]),
            { login: 3 }
          )
          expect((yield* third).map(saidBefore)).toEqual([[], []])
        })
      )
  )

  it.scoped("nothing of the account that was logged in before another", () =>
    inDirectory((path) =>
      Effect.gen(function* () {
        yield* living(path, ({ hear }) => hear("1", "li", "a"))
        const next = living(
          path,
          ({ hear }) =>
            Effect.gen(function* () {
              yield* Effect.flatMap(KeptValues, ({ forgetAll }) => forgetAll)
              yield* TestClock.adjust("1 second")
              return yield* hear("2", "li", "b")
            }),
          { login: 2 }
        )
        expect(saidBefore(yield* next)).toEqual([])
      })
    )
  )
})

type Step =
  | { readonly _tag: "says"; readonly who: Who; readonly quotes: number | undefined }
  | { readonly _tag: "revokes"; readonly which: number }
  | { readonly _tag: "restarts"; readonly anew: boolean }

const step: FastCheck.Arbitrary<Step> = FastCheck.oneof(
  {
    weight: 6,
    arbitrary: FastCheck.record({
      _tag: FastCheck.constant("says" as const),
      who: FastCheck.constantFrom<Who>("li", "sun", "aunt", "uncle"),
      quotes: FastCheck.option(FastCheck.nat(5), { nil: undefined })
    })
  },
  { weight: 2, arbitrary: FastCheck.nat(20).map((which) => ({ _tag: "revokes", which }) as const) },
  { weight: 1, arbitrary: FastCheck.boolean().map((anew) => ({ _tag: "restarts", anew }) as const) }
)

const chatOf = (who: Who) => (who === "aunt" || who === "uncle" ? "family" : who)

/** Cuts the steps at each restart: the lives, each with the number of its log-in. */
const livesOf = (steps: ReadonlyArray<Step>) => {
  const lives: Array<{ readonly login: number; readonly steps: Array<Step> }> = [{ login: 1, steps: [] }]
  for (const one of steps) {
    const last = lives.at(-1)
    if (one._tag !== "restarts") last?.steps.push(one)
    else lives.push({ login: (last?.login ?? 1) + (one.anew ? 1 : 0), steps: [] })
  }
  return lives
}

it.scoped.prop(
  "whatever is said, taken back and begun anew, a model hears no word of another chat, nor of what was taken back",
  [FastCheck.array(step, { minLength: 5, maxLength: 25 })],
  ([steps]) =>
    inDirectory((path) =>
      Effect.gen(function* () {
        const said: Array<{ readonly MsgId: string; readonly who: Who; readonly login: number }> = []
        const revoked = new Set<string>()
        for (const { login, steps: ofLife } of livesOf(steps)) {
          const life = ({ hear, revoke }: Remembering) =>
            Effect.gen(function* () {
              for (const one of ofLife) {
                yield* TestClock.adjust("1 second")
                if (one._tag === "says") {
                  const MsgId = `${said.length + 1}`
                  const here = said.filter((before) => chatOf(before.who) === chatOf(one.who))
                  const quoted = one.quotes === undefined ? undefined : here.at(-1 - one.quotes)?.MsgId
                  const heard = yield* hear(
                    MsgId,
                    one.who,
                    `word${MsgId}.`,
                    quoted === undefined ? undefined : `word${quoted}.`
                  )
                  // what somebody quotes now is context of what they say now, and no later one's
                  expect(heard.question?.quoted).toEqual(Option.fromNullable(quoted && `word${quoted}.`))
                  const told = JSON.stringify(heard.background?.turns)
                  for (const before of said) {
                    const isOfHere = chatOf(before.who) === chatOf(one.who) && !revoked.has(before.MsgId)
                    expect([before.MsgId, told.includes(`word${before.MsgId}.`)]).toEqual([
                      before.MsgId,
                      isOfHere
                    ])
                  }
                  said.push({ MsgId, who: one.who, login })
                } else if (one._tag === "revokes") {
                  const taken = said.filter((before) => before.login === login)[one.which]
                  if (taken === undefined) continue
                  revoked.add(taken.MsgId)
                  yield* revoke(taken.MsgId, taken.who)
                }
              }
            })
          yield* living(path, life, {
            login,
            environment: { ROBOT_MEMORY_TURNS: "100", ROBOT_CHAT_REPLIES_PER_10_MINUTES: "0" }
          })
        }
      })
    ),
  { fastCheck: { numRuns: 8 } }
)

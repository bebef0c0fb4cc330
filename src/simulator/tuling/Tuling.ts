import { HttpServerRequest, HttpServerResponse } from "@effect/platform"
import { Clock, Effect, Option, Schema } from "effect"
import type { TulingAnswer } from "../world/answers/TulingAnswer.ts"
import { accepts } from "../world/answers/Orders.ts"
import * as Recent from "../world/Recent.ts"
import type { Asked } from "../world/Records.ts"
import type { Refusal } from "../world/Endpoints.ts"
import { type State } from "../world/State.ts"
import { World } from "../world/World.ts"

/** A question, as both versions understand it. */
export interface Question {
  readonly key: string
  readonly text: string
  readonly userId: string
  readonly groupId: string
}

/** What makes a version: its body, what it refuses, and how it writes an answer. */
export interface Version<I> {
  readonly version: Asked["version"]
  readonly body: Schema.Schema<Question, I>
  /** The answer to a body that is no question. */
  readonly malformed: TulingAnswer
  readonly wrongKey: TulingAnswer
  /** The refusal of a question for its form, if it is refused. */
  readonly refuse: (question: Question) => TulingAnswer | undefined
  readonly answer: (question: Question) => TulingAnswer
  readonly code: (answer: TulingAnswer) => number
  readonly write: (answer: TulingAnswer) => object
}

/** How a version refuses: with nothing but the code. */
export const refusal =
  <I>({ write }: Version<I>): Refusal =>
  (code) =>
    HttpServerResponse.unsafeJson(write({ code }))

const nobody: Question = { key: "", text: "", userId: "", groupId: "" }

const choose = <I>(version: Version<I>, state: State, question: Question): readonly [TulingAnswer, State] => {
  const wrongKey = question.key === "" || !accepts(state.tuling, question.key)
  const refused = wrongKey ? version.wrongKey : version.refuse(question)
  if (refused !== undefined) return [refused, state]
  const [next, ...answers] = state.tuling.answers
  return next === undefined
    ? [version.answer(question), state]
    : [next, { ...state, tuling: { ...state.tuling, answers } }]
}

const lengthOf = ({ groupId, text, userId }: Asked) => groupId.length + text.length + userId.length

/** Answers one version's questions: first with the answers set through the control API, then with its own. */
export const endpoint = <I>(version: Version<I>) => {
  const decode = Schema.decodeUnknown(version.body)
  return Effect.gen(function* () {
    const { modify } = yield* World
    const request = yield* HttpServerRequest.HttpServerRequest
    const question = yield* Effect.option(Effect.flatMap(request.json, decode))
    const at = yield* Clock.currentTimeMillis
    const answer = yield* modify((state) => {
      const [answer, next] = Option.match(question, {
        onNone: () => [version.malformed, state] as const,
        onSome: (question) => choose(version, state, question)
      })
      const { groupId, text, userId } = Option.getOrElse(question, () => nobody)
      const asked: Asked = {
        order: Recent.countOf(state.asked) + 1,
        at,
        version: version.version,
        text,
        userId,
        groupId,
        status: answer.status ?? 200,
        code: version.code(answer)
      }
      return [answer, { ...next, asked: Recent.withMore(state.asked, [asked], lengthOf) }]
    })
    return HttpServerResponse.unsafeJson(version.write(answer), { status: answer.status ?? 200 })
  })
}

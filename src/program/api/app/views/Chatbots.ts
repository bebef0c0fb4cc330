import { Effect } from "effect"
import { type ChatbotLimit, limitsInWords } from "../../../../domain/ChatbotLimit.ts"
import { type ChatbotTrouble, troublesInWords } from "../../../../domain/ChatbotTrouble.ts"
import { Activity } from "../../../../layers/activity/Activity.ts"
import { Histogram } from "../../../../layers/activity/Tallies.ts"
import * as layers from "../../../../layers/chatbots/Chatbots.ts"
import { type Chatbots } from "../../contract/Figures.ts"

/** A trouble as the API tells of it. */
export const troubleInWords = ({ kind, until }: ChatbotTrouble) => ({
  kind,
  until,
  means: troublesInWords[kind]
})

const limitInWords = ({ most, of, used }: ChatbotLimit) => ({
  of,
  most,
  used: used ?? null,
  means: limitsInWords[of]
})

const secondsOf = ({ bounds, counts, sum }: Histogram) => ({
  bounds,
  counts,
  count: counts.reduce((all, one) => all + one, 0),
  sum
})

/** The chatbots as they are, and how they did since the start. */
export const chatbots = Effect.fn("Chatbots.chatbots")(function* (since: number) {
  const { limits, places, troubles } = yield* layers.Chatbots
  const { answerTime, asked } = yield* Activity
  const inTrouble = yield* troubles
  const limited = yield* limits
  const resultsOf = (name: string) =>
    Array.from(asked.counts, ([label, count]) => ({ label, count })).flatMap(({ count, label }) =>
      label.startsWith(`${name} `) ? [{ result: label.slice(name.length + 1), count }] : []
    )
  return {
    since,
    chatbots: places.map(({ host, model, name, secure }) => {
      const trouble = inTrouble.find((one) => one.name === name)
      return {
        name,
        host,
        model: model ?? null,
        secure,
        limits: (limited[name] ?? []).map(limitInWords),
        trouble: trouble === undefined ? null : troubleInWords(trouble),
        asked: resultsOf(name),
        seconds: secondsOf(answerTime.byLabel.get(name) ?? new Histogram(answerTime.bounds))
      }
    })
  } satisfies Chatbots
})

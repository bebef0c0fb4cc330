import { Context, Layer } from "effect"
import { Happenings } from "./Happenings.ts"
import { Counter, Histogram, Histograms } from "./Tallies.ts"

const make = () => ({
  happenings: new Happenings(),
  /** Messages that were decided, by kind and decision. */
  decided: new Counter(),
  /** Messages that came to their end, by its state. */
  ended: new Counter(),
  /** Messages that have no end yet. */
  underWay: 0,
  /** From when a message was written to when it was received. */
  syncDelay: new Histogram([0.5, 1, 2, 5, 10, 30, 60, 300]),
  /** Questions to the chatbots, by chatbot and what came of them. */
  asked: new Counter(),
  /** How long each chatbot took, by its name. */
  answerTime: new Histograms([0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]),
  /** How long writes took that somebody waited for, until they were on disk. */
  commitTime: new Histogram([0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2])
})

/** What the robot did since it was started, in numbers, and the last things that happened. */
export class Activity extends Context.Tag("layers/Activity")<Activity, ReturnType<typeof make>>() {
  static readonly layer = Layer.sync(this, make)
}

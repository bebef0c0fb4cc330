import { Cause, Effect } from "effect"
import { type Decision } from "../domain/Decision.ts"
import { type Message, textOf } from "../domain/Message.ts"
import { decide } from "../domain/ReplyPolicy.ts"
import { Journal } from "../layers/Journal.ts"
import { Settings } from "../layers/Settings.ts"
import { type CurrentSession, type Live } from "./CurrentSession.ts"
import * as Deliver from "./Deliver.ts"
import { end } from "./Ending.ts"
import { gatherFacts } from "./GatherFacts.ts"
import { type Received } from "./Inbox.ts"
import { policyOf } from "./Policy.ts"
import * as SendPause from "./SendPause.ts"
import * as Words from "./Words.ts"

/**
 * What becomes of one message, from top to bottom: decide, find the words, wait as a person would, look again, send.
 * Every step is noted in the journal; whatever goes wrong with one message is logged and stays with it.
 */
export const make = Effect.fn("Reply.make")(function* (current: CurrentSession) {
  const journal = yield* Journal
  const settings = yield* Settings
  const policy = policyOf(settings)
  const { wordsFor } = yield* Words.make
  const pause = yield* SendPause.make
  const deliver = yield* Deliver.make(pause, current)

  return Effect.fn("Reply.reply")(
    function* (live: Live, received: Received) {
      const { message } = received
      const { MsgId } = message
      const facts = yield* gatherFacts(live, received)
      const decision = decide(policy, facts)
      yield* logDecision(received, decision)
      if (received.seenBefore) return
      // as of when it came: it may have waited behind the very reply that met the pause
      if (isTooFrequentLine(message)) yield* pause.tooFrequent(received.receivedAt)
      yield* journal.note(MsgId, { _tag: "decided", decision })
      if (decision._tag === "Skip") {
        return yield* journal.note(MsgId, { _tag: "skipped", reason: decision.reason })
      }

      // no chatbot is asked in vain
      if (!Number.isFinite(yield* pause.until)) {
        return yield* end(MsgId, { _tag: "skipped", reason: Deliver.SENDS_PAUSED })
      }

      const words = yield* wordsFor(message, decision)
      if (words._tag === "Nothing") return yield* end(MsgId, { _tag: "skipped", reason: words.reason })
      const { source, text } = words
      yield* journal.note(MsgId, { _tag: "answered", text, source })

      const ended = settings.dryRun
        ? yield* end(MsgId, { _tag: "would-send" }, { source, length: text.length })
        : yield* deliver(live, { facts, text, source })
      if (ended._tag === "sent" || ended._tag === "would-send") yield* words.arrived
    },
    (effect, _live, { message }) =>
      effect.pipe(
        Effect.catchAllCause((cause) =>
          Cause.isInterruptedOnly(cause)
            ? Effect.failCause(cause)
            : Effect.logError("a message was given up", cause)
        ),
        Effect.annotateLogs({ MsgId: message.MsgId })
      )
  )
})

const isTooFrequentLine = ({ body }: Message) => body._tag === "SystemLine" && body.tooFrequent

/** The one line that tells what was decided, and by which rule. What is never answered is for debugging only. */
const logDecision = ({ createdAt, message, receivedAt }: Received, decision: Decision) => {
  const decidedBy = decision.trace.findLast(({ matched }) => matched)
  const quiet = decision.reason === "control-message" || decision.reason === "duplicate"
  return (quiet ? Effect.logDebug("decided") : Effect.logInfo("decided")).pipe(
    Effect.annotateLogs({
      chat: message.chat,
      kind: message.body._tag,
      length: textOf(message).length,
      ageMillis: receivedAt - createdAt,
      decision: decision._tag,
      reason: decision.reason,
      rule: decidedBy?.rule ?? "none matched",
      saw: decidedBy?.saw ?? ""
    })
  )
}

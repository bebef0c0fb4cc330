import { Effect } from "effect"
import { type EndReason } from "../../domain/EndReason.ts"
import { type Progress } from "../../domain/Progress.ts"
import { reasonsInWords, todoFor } from "../../domain/ReasonsInWords.ts"
import { reached } from "../../layers/Checkpoint.ts"
import { Messages } from "../../layers/journal/Messages.ts"

/** What ended a message, as the journal notes it and one log line tells it. */
export type End = Extract<
  Progress,
  { readonly _tag: "sent" | "would-send" | "skipped" | "failed" | "uncertain" }
>

/** What a reason means, and what a person can do. */
const inWords = (reason: EndReason) => {
  const todo = todoFor(reason, "en")
  return { why: reasonsInWords[reason].en, ...(todo === "" ? {} : { todo }) }
}

/** What the log tells of an end besides its name: that of each chatbot is for who asks why. */
const factsOf = ({ _tag, asked: _asked, ...facts }: End & { readonly asked?: unknown }) => facts

/** Notes and logs what became of a message that was to be answered. */
export const end = Effect.fnUntraced(function* <E extends End>(
  MsgId: string,
  ended: E,
  details: Readonly<Record<string, string | number>> = {}
) {
  const messages = yield* Messages
  yield* messages.note(MsgId, ended)
  yield* reached("ended")
  const { _tag } = ended
  const log = _tag === "failed" || _tag === "uncertain" ? Effect.logWarning(_tag) : Effect.logInfo(_tag)
  yield* Effect.annotateLogs(log, {
    ...factsOf(ended),
    ...details,
    ...("reason" in ended ? inWords(ended.reason) : {})
  })
  return ended
})

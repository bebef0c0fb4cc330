import { Effect, Either, Option } from "effect"
import { nameIn } from "../../domain/Contact.ts"
import { type OwnerCommand } from "../../domain/OwnerCommand.ts"
import { onClock } from "../../domain/OwnerTime.ts"
import { reasonsInWords } from "../../domain/ReasonsInWords.ts"
import { Messages } from "../../layers/journal/Messages.ts"
import { type StoredMessage, whyEnded } from "../../layers/journal/StoredMessage.ts"
import { Settings } from "../../layers/settings/Settings.ts"
import { type OpenSession } from "../session/CurrentSession.ts"
import { Switches } from "./Switches.ts"
import { whom } from "./Whom.ts"
import { untilIn, wordsIn } from "./Words.ts"

/* The commands that only ask. Each gives its answer. */

export const status = Effect.fnUntraced(function* ({ language }: OwnerCommand) {
  const { dryRun, timeZone } = yield* Settings
  const { mutes, paused } = yield* (yield* Switches).state
  const say = wordsIn(language)
  return [
    paused === undefined ? say.works : say.paused(untilIn(paused.until, timeZone)),
    ...(dryRun ? [say.dryRun] : []),
    ...mutes.map(({ lastingName, until }) =>
      say.muted(lastingName === undefined ? say.someChat : nameIn(lastingName), untilIn(until, timeZone))
    )
  ].join("\n")
})

/** What became of the newest message, of one chat or of any. */
export const why = Effect.fnUntraced(function* ({ language, words }: OwnerCommand, open: OpenSession) {
  const { timeZone } = yield* Settings
  const messages = yield* Messages
  const say = wordsIn(language)
  const named = words === "" ? Either.right(undefined) : yield* whom(words, open, say)
  if (Either.isLeft(named)) return named.left
  const latest = yield* messages.latestOf(named.right?.chat)
  return Option.match(latest, {
    onNone: () => say.nothingCame,
    onSome: (message) => {
      const { lastingName, receivedAt } = message
      const chat = named.right?.name ?? (lastingName === null ? say.someChat : nameIn(lastingName))
      return `${chat}, ${onClock(receivedAt, timeZone)}: ${whatBecameOf(message, language)}`
    }
  })
})

const whatBecameOf = (message: StoredMessage, language: OwnerCommand["language"]) => {
  const ended = whyEnded(message)
  const say = wordsIn(language)
  switch (message.state) {
    case "sent":
    case "would-send":
      return say.answered(message.reason ?? "")
    case "received":
    case "decided":
    case "answered":
    case "sending":
      return say.onItsWay
    case "skipped":
    case "failed":
    case "uncertain":
      return ended === undefined
        ? say.notAnswered(message.reason ?? "")
        : say.notAnswered(reasonsInWords[ended.reason][language])
  }
}

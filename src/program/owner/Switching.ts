import { Clock, Effect, Either, Option } from "effect"
import { nameIn } from "../../domain/Contact.ts"
import { canonical } from "../../domain/Name.ts"
import { type OwnerCommand } from "../../domain/OwnerCommand.ts"
import { readTime } from "../../domain/OwnerTime.ts"
import { Settings } from "../../layers/settings/Settings.ts"
import { Memory } from "../chatbots/Memory.ts"
import { SendPause } from "../connection/SendPause.ts"
import { type OpenSession } from "../session/CurrentSession.ts"
import { Switches } from "./Switches.ts"
import { whom, withoutQuotes } from "./Whom.ts"
import { untilIn, wordsIn } from "./Words.ts"

/* The commands that change something. Each gives its answer. */

/** A command may come late: then nothing is to be switched any more. */
const isOver = (until: number | undefined) =>
  Effect.map(Clock.currentTimeMillis, (now) => until !== undefined && until <= now)

export const pause = Effect.fnUntraced(function* ({ language, words }: OwnerCommand, at: number) {
  const { timeZone } = yield* Settings
  const say = wordsIn(language)
  const until = readTime(words, at, timeZone)
  if (words !== "" && until === undefined) return say.noTime(words)
  if (yield* isOver(until)) return say.over(words)
  yield* (yield* Switches).pause(Option.fromNullable(until))
  return say.paused(untilIn(until, timeZone))
})

/** The owner says that the pause which WeChat made necessary may end as well. */
const SENDS: ReadonlySet<string> = new Set(["sends", "发送"])

export const resume = Effect.fnUntraced(function* ({ language, words }: OwnerCommand) {
  const switches = yield* Switches
  const say = wordsIn(language)
  const sendsToo = SENDS.has(words.toLowerCase())
  if (words !== "" && !sendsToo) return say.notResumed(words)
  const { paused } = yield* switches.state
  yield* switches.resume
  const sendsGoOn = sendsToo && (yield* (yield* SendPause).endNow)
  const told = paused === undefined ? (sendsGoOn ? [] : [say.notPaused]) : [say.resumed]
  return [...told, ...(sendsGoOn ? [say.sendsGoOn] : [])].join("\n")
})

/** Somebody may be called as a time is written: then the words are all a name. */
const nameAndTime = Effect.fnUntraced(function* (words: string, at: number, { book }: OpenSession) {
  const { timeZone } = yield* Settings
  const whole = { name: words, until: undefined }
  if ((yield* book.meantBy(withoutQuotes(words))).called.length > 0) return whole
  const pieces = words.split(/\s+/)
  for (let length = 1; length < pieces.length; length++) {
    const until = readTime(pieces.slice(length).join(" "), at, timeZone)
    if (until !== undefined) return { name: pieces.slice(0, length).join(" "), until }
  }
  return whole
})

export const mute = Effect.fnUntraced(function* (
  { language, words }: OwnerCommand,
  at: number,
  open: OpenSession
) {
  const { timeZone } = yield* Settings
  const say = wordsIn(language)
  if (words === "") return say.whomToMute
  const { name, until } = yield* nameAndTime(words, at, open)
  const found = yield* whom(name, open, say)
  if (Either.isLeft(found)) return found.left
  if (yield* isOver(until)) return say.over(words)
  yield* (yield* Switches).mute(found.right.chat, Option.fromNullable(until))
  return say.muted(found.right.name, untilIn(until, timeZone))
})

export const unmute = Effect.fnUntraced(function* ({ language, words }: OwnerCommand, open: OpenSession) {
  const say = wordsIn(language)
  if (words === "") return say.whomToUnmute
  const switches = yield* Switches
  const found = yield* whom(words, open, say)
  if (Either.isRight(found)) {
    yield* switches.unmute(found.right.chat)
    return say.unmuted(found.right.name)
  }
  // one that the log-in of now does not know would stay muted for ever
  const { mutes } = yield* switches.state
  const isCalled = (name: string) => canonical(name) === canonical(withoutQuotes(words))
  const [muted, ...others] = mutes.filter(
    ({ lastingName }) => lastingName !== undefined && isCalled(nameIn(lastingName))
  )
  if (muted === undefined || others.length > 0) return found.left
  yield* switches.unmute(muted)
  return say.unmuted(withoutQuotes(words))
})

/** Without a name, of all chats. */
export const forget = Effect.fnUntraced(function* ({ language, words }: OwnerCommand, open: OpenSession) {
  const memory = yield* Memory
  const say = wordsIn(language)
  if (words === "") {
    yield* memory.forgetAll
    return say.forgottenAll
  }
  const found = yield* whom(words, open, say)
  if (Either.isLeft(found)) return found.left
  yield* memory.forget(found.right.chat)
  return say.forgotten(found.right.name)
})

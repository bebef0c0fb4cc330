import { Clock, Console, Effect, Option, Schema } from "effect"
import { onClock, readTime } from "../../domain/OwnerTime.ts"
import { oneLine } from "../../layers/logs/OneLine.ts"
import { Settings } from "../../layers/settings/Settings.ts"
import { ChatInput, MuteInput, PauseInput, ResumeInput } from "../api/contract/Questions.ts"
import { Status } from "../api/contract/Views.ts"
import { giveUp } from "../Unsuccessful.ts"
import { RunningRobot } from "./RunningRobot.ts"

/* The commands that move a switch of the running robot. What they say is so holds when they say it. */

const encode = {
  pause: Schema.encodeSync(Schema.parseJson(PauseInput)),
  resume: Schema.encodeSync(Schema.parseJson(ResumeInput)),
  mute: Schema.encodeSync(Schema.parseJson(MuteInput)),
  chat: Schema.encodeSync(Schema.parseJson(ChatInput))
}

/** Until when the words mean; none where there are none. */
const endIn = Effect.fnUntraced(function* (words: ReadonlyArray<string>, hint: string) {
  const time = words.join(" ")
  if (time.trim() === "") return Option.none()
  const { timeZone } = yield* Settings
  const until = readTime(time, yield* Clock.currentTimeMillis, timeZone)
  if (until !== undefined) return Option.some(until)
  return yield* giveUp(
    "usage",
    `"${oneLine(time)}" is no time. For example: 30 minutes, 2 hours, 23:00, tomorrow; in Chinese too. ${hint}`.trim()
  )
})

const untilOf = (end: Option.Option<number>) =>
  Option.match(end, { onNone: () => ({}), onSome: (until) => ({ until }) })

const inWords = Effect.fnUntraced(function* (end: Option.Option<number>, command: string) {
  const { timeZone } = yield* Settings
  return Option.match(end, { onNone: () => `the command ${command}`, onSome: (at) => onClock(at, timeZone) })
})

/** The `pause` command: silence for a time, or until `resume`. */
export const pause = Effect.fn("MoveSwitches.pause")(function* (time: ReadonlyArray<string>) {
  const end = yield* endIn(time, "Nothing is paused.")
  const { post } = yield* RunningRobot
  yield* post("api/pause", encode.pause(untilOf(end)))
  yield* Console.log(`Paused until ${yield* inWords(end, "resume")}. What comes meanwhile is not answered.`)
})

/** The `resume` command: the end of a pause, and of the pause of sends if its owner says so. */
export const resume = Effect.fn("MoveSwitches.resume")(function* (sends: boolean) {
  const { get, post } = yield* RunningRobot
  const { paused } = yield* get("api/status", Status)
  yield* post("api/resume", encode.resume({ sends }))
  yield* Console.log(
    paused === null
      ? "The robot was not paused."
      : "Not paused any more. What came meanwhile is not answered."
  )
  const { sendPause } = yield* get("api/status", Status)
  if (sendPause !== null) {
    yield* Console.log("Sends still pause, as WeChat found them too frequent: resume --sends ends that, too.")
  }
})

/** The `mute` command: silence in one chat, for a time or until `unmute`. */
export const mute = Effect.fn("MoveSwitches.mute")(function* (chat: string, time: ReadonlyArray<string>) {
  const end = yield* endIn(time, "A name with a blank in it wants quotes. Nobody is muted.")
  const { post } = yield* RunningRobot
  yield* post("api/mute", encode.mute({ chat, ...untilOf(end) }))
  yield* Console.log(`Muted until ${yield* inWords(end, "unmute")}: ${oneLine(chat)}`)
})

/** The `unmute` command. */
export const unmute = Effect.fn("MoveSwitches.unmute")(function* (chat: string) {
  const { post } = yield* RunningRobot
  yield* post("api/unmute", encode.chat({ chat }))
  yield* Console.log(`Not muted: ${oneLine(chat)}`)
})

import { Clock, DateTime, Effect, Option } from "effect"
import packageJson from "../../../../../package.json" with { type: "json" }
import { type ConnectionState, statesInWords, todoIn } from "../../../../domain/ConnectionState.ts"
import { nameIn } from "../../../../domain/Contact.ts"
import { decodeName } from "../../../../domain/MessageText.ts"
import { type EndReason } from "../../../../domain/EndReason.ts"
import { reasonsInWords } from "../../../../domain/ReasonsInWords.ts"
import { Activity } from "../../../../layers/activity/Activity.ts"
import { Chatbots } from "../../../../layers/chatbots/Chatbots.ts"
import { Settings } from "../../../../layers/settings/Settings.ts"
import { Connection } from "../../../connection/Connection.ts"
import { Switches } from "../../../owner/Switches.ts"
import { CurrentSession } from "../../../session/CurrentSession.ts"
import { type Status } from "../../contract/Views.ts"
import { troubleInWords } from "./Chatbots.ts"
import { code } from "./Code.ts"
import { sendPause, silentUntil } from "./Silences.ts"

const todoOf = (
  { state }: ConnectionState,
  pause: Status["sendPause"],
  troubles: ReadonlyArray<{ readonly kind: string }>
) => {
  const todoFor = (reason: EndReason) => reasonsInWords[reason].todo
  if (todoIn(state) !== undefined) return todoIn(state)
  if (pause !== null && pause.until === null) return todoFor("sends-paused")
  return troubles.some(({ kind }) => kind === "barred") ? todoFor("chatbots-barred") : undefined
}

/** How the robot is, which was started then. */
export const status = Effect.fn("Status.status")(function* (startedAt: number) {
  const connection = yield* (yield* Connection).state
  const open = yield* (yield* CurrentSession).poll
  const { mutes, paused } = yield* (yield* Switches).state
  const { alertUrl, dryRun, timeZone } = yield* Settings
  const { names, troubles } = yield* Chatbots
  const chatbotTroubles = yield* troubles
  const pause = yield* sendPause
  return {
    version: packageJson.version,
    startedAt,
    now: yield* Clock.currentTimeMillis,
    timeZone: DateTime.zoneToString(timeZone),
    connection,
    means: statesInWords[connection.state],
    todo: todoOf(connection, pause, chatbotTroubles) ?? null,
    code: yield* code,
    owner: Option.isNone(open) ? null : decodeName(yield* open.value.book.ownNickName),
    dryRun,
    chatbots: names,
    chatbotTroubles: chatbotTroubles.map(({ name, ...trouble }) => ({ name, ...troubleInWords(trouble) })),
    sendPause: pause,
    paused: silentUntil(paused),
    mutes: mutes.map(({ lastingName, until, userName }) => ({
      chat: userName,
      name: lastingName === undefined ? null : nameIn(lastingName),
      until
    })),
    underWay: (yield* Activity).underWay,
    alertService: Option.isSome(alertUrl)
  } satisfies Status
})

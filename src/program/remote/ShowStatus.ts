import { Clock, Console, type DateTime, Duration, Effect, Schema } from "effect"
import { onClock } from "../../domain/OwnerTime.ts"
import { oneLine } from "../../layers/logs/OneLine.ts"
import { Settings } from "../../layers/settings/Settings.ts"
import { Unsuccessful } from "../Unsuccessful.ts"
import { StatusReport, statusReport } from "./StatusReport.ts"

const encode = Schema.encodeSync(Schema.parseJson(StatusReport))

/** The `status` command: how the running robot is, on one screen or as JSON. Exit code 1 when a person is needed. */
export const showStatus = Effect.fn("ShowStatus.showStatus")(function* (json: boolean) {
  const report = yield* statusReport
  const { timeZone } = yield* Settings
  const now = yield* Clock.currentTimeMillis
  yield* Console.log(json ? encode(report) : linesOf(report, now, timeZone).join("\n"))
  if (!report.ok) return yield* new Unsuccessful({ because: "failed" })
})

type Field = readonly [name: string, value: string | undefined]

const fields = (all: ReadonlyArray<Field>) =>
  all.flatMap(([name, value]) => (value === undefined ? [] : [`${name.padEnd(13)}  ${oneLine(value)}`]))

const linesOf = (report: StatusReport, now: number, timeZone: DateTime.TimeZone) => {
  const { chatbots, connection, dryRun, mutes, ok, owner, paused, reason, sendPause, today } = report
  const at = (time: number | null) => (time === null ? undefined : onClock(time, timeZone))
  const until = (silence: { readonly until: number | null }, end: string) =>
    `until ${at(silence.until) ?? end}`
  const { since, state, why } = connection
  return fields([
    ["state", `${state}: ${why}`],
    ["since", `${onClock(since, timeZone)} (${lasting(now - since)})`],
    ["to do", ok ? undefined : reason],
    ["logged in as", owner ?? undefined],
    ["paused", paused === null ? undefined : until(paused, "the command resume")],
    ...mutes.map((mute): Field => [
      "muted",
      `${mute.name ?? "a chat"}, ${until(mute, "the command unmute")}`
    ]),
    [
      "sends pause",
      sendPause === null
        ? undefined
        : `${until(sendPause, "the command resume --sends, or a restart")}: WeChat found them too frequent`
    ],
    ["dry run", dryRun ? "nothing is sent to others" : undefined],
    ["chatbots", chatbots.join(", ") || "none: chats get the away line"],
    ["under way", `${report.underWay} messages`],
    ["last message", at(report.lastMessageAt) ?? "none yet"],
    ["last answered", at(report.lastAnsweredAt) ?? "none yet"],
    ["today", today.map(({ count, state }) => `${count} ${state}`).join(", ") || "no message"],
    ["runs since", `${onClock(report.startedAt, timeZone)}, version ${report.version}`]
  ])
}

/** Such as `2h 5m`; below a minute `just now`. */
const lasting = (milliseconds: number) =>
  milliseconds < 60_000 ? "just now" : Duration.format(Duration.minutes(Math.floor(milliseconds / 60_000)))

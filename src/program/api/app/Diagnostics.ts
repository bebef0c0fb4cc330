import { Clock, Effect, Struct } from "effect"
import packageJson from "../../../../package.json" with { type: "json" }
import { Pseudonyms } from "../../../layers/chatbots/Pseudonyms.ts"
import { MessagePages } from "../../../layers/journal/pages/MessagePages.ts"
import { type SettingRow } from "../../../layers/settings/SettingsReport.ts"
import { SettingRows } from "../../../layers/settings/Settings.ts"
import { Connection } from "../../connection/Connection.ts"
import { detailOf } from "./MessageViews.ts"
import { metrics } from "./Metrics.ts"

const MESSAGES = 200

/** Settings that may hold names, the owner's own words, or where things are. */
const personal = /_(ALLOW|DENY|OPT_OUT|REPLY|REPLIES|REPLY_PREFIX|DATA_DIR|PROMPT|URL|ORIGIN|HOST|PROXY)$/

const impersonal = (row: SettingRow): SettingRow =>
  row.source !== "default" && row.value !== "" && personal.test(row.name)
    ? { ...row, value: "(left out)" }
    : row

/** What helps to find a defect, without what people wrote and what they are called. */
export const diagnostics = Effect.fn("Diagnostics.diagnostics")(function* (startedAt: number) {
  const at = yield* Clock.currentTimeMillis
  const pseudonyms = yield* Pseudonyms
  const { messages } = yield* (yield* MessagePages).page({}, undefined, MESSAGES)
  const details = yield* Effect.forEach(messages, (message) => detailOf(message, {}))
  return {
    version: packageJson.version,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    at,
    uptimeSeconds: Math.round((at - startedAt) / 1_000),
    rssBytes: process.memoryUsage().rss,
    connection: Struct.pick(yield* (yield* Connection).state, "state", "since"),
    settings: (yield* SettingRows).map(impersonal),
    metrics: yield* metrics,
    messages: details.map((detail) => ({ ...detail, chat: pseudonyms.of([detail.chat]) }))
  }
})

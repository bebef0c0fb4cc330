import { Effect, Option, Schema } from "effect"
import { AlertId, alertsInWords } from "../../../../domain/Alert.ts"
import { type PastAlert } from "../../../../domain/AlertHistory.ts"
import { Settings } from "../../../../layers/settings/Settings.ts"
import { PastAlerts } from "../../../owner/PastAlerts.ts"
import { type Alerts } from "../../contract/Figures.ts"

const isKnown = Schema.is(AlertId)

const inWords = ({ alert: id, ...one }: PastAlert) => {
  // an earlier version has no words for those of a later one
  if (!isKnown(id)) return []
  const { means, over, title, todo } = alertsInWords[id]
  const plain = ({ en, zh }: typeof means) => ({ en, zh })
  return [{ id, ...one, title, means: plain(means), todo: plain(todo), over }]
}

/** What a person was needed for, the newest first. */
export const alerts = Effect.gen(function* () {
  const { alertUrl } = yield* Settings
  const past = yield* (yield* PastAlerts).now
  return {
    service: Option.isSome(alertUrl),
    alerts: past.toReversed().flatMap(inWords)
  } satisfies Alerts
})

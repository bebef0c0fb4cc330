import { Effect, Layer, Option } from "effect"
import { alertingAt } from "../../Alerting.ts"
import * as NodeHttpExchange from "../../http/NodeHttpExchange.ts"
import { Settings } from "../../layers/settings/Settings.ts"
import { nobodyToAlert, testAlert } from "../../program/tools/TestAlert.ts"
import { settings } from "../ThisProcess.ts"

export const alertTest = Settings.pipe(
  Effect.flatMap(({ alertUrl }) =>
    Option.match(alertUrl, {
      onNone: () => nobodyToAlert,
      onSome: (url) => Effect.provide(testAlert, Layer.provide(alertingAt(url), NodeHttpExchange.layer))
    })
  ),
  Effect.provide(settings)
)

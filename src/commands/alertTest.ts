import { Command } from "@effect/cli"
import { Effect, Layer, Option } from "effect"
import { alertingAt } from "../Alerting.ts"
import * as NodeHttpExchange from "../http/NodeHttpExchange.ts"
import { Settings } from "../layers/settings/Settings.ts"
import { nobodyToAlert, testAlert } from "../program/tools/TestAlert.ts"
import { type Documented } from "./Documented.ts"
import { settings } from "./ThisProcess.ts"

export const alertTest = Command.make("alert-test", {}, () =>
  Settings.pipe(
    Effect.flatMap(({ alertUrl }) =>
      Option.match(alertUrl, {
        onNone: () => nobodyToAlert,
        onSome: (url) => Effect.provide(testAlert, Layer.provide(alertingAt(url), NodeHttpExchange.layer))
      })
    ),
    Effect.provide(settings)
  )
).pipe(Command.withDescription("sends one alert to ROBOT_ALERT_URL, and says what came back"))

/** As the READMEs tell of it. */
export const documented: Documented = {
  usage: { en: "`… alert-test`", zh: "`… alert-test`" },
  does: {
    en: "sends one alert to `ROBOT_ALERT_URL`, and says what came back",
    zh: "向 `ROBOT_ALERT_URL` 发一条提醒，并说明得到的回应"
  }
}

import { Command } from "@effect/cli"
import { type Documented } from "./Documented.ts"
import { loading } from "./Loading.ts"

export const alertTest = Command.make("alert-test", {}, () =>
  loading(
    () => import("./actions/alertTest.ts"),
    ({ alertTest }) => alertTest
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

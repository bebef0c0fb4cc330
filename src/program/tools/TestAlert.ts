import { Clock, Console, Effect, Option, Redacted } from "effect"
import { AlertEndpoint } from "../../http/alert/AlertEndpoint.ts"
import { oneLine } from "../../layers/logs/OneLine.ts"
import { PageAddress } from "../../layers/PageAddress.ts"
import { Settings } from "../../layers/settings/Settings.ts"
import { giveUp } from "../Unsuccessful.ts"

/** `alert-test` where no address is set. */
export const nobodyToAlert = giveUp(
  "settings",
  "ROBOT_ALERT_URL is not set, so nobody is alerted: docs/alerts.md tells which services there are."
)

/** The `alert-test` command: sends one alert and says what came back. Exit code 1 when it was not taken. */
export const testAlert = Effect.gen(function* () {
  const { alertFormat, alertUrl } = yield* Settings
  const { send } = yield* AlertEndpoint
  const since = yield* Clock.currentTimeMillis
  const page = yield* PageAddress
  yield* send({ alert: "test", isOver: false, count: 1, since, page }).pipe(
    Effect.catchAll((error) =>
      giveUp(
        "failed",
        error._tag === "AlertRefused"
          ? `${alertFormat} did not take the alert: ${error.code} ${oneLine(withoutKeys(error.said, alertUrl))}`
          : `The alert did not get through: ${error.message}`
      )
    )
  )
  yield* Console.log(`${alertFormat} took the alert: it is on its way to you.`)
})

/** Parts of an address that are shorter say nothing. */
const KEY_FROM = 6

/** What a service says may quote the address, in which the keys are. */
const withoutKeys = (said: string, url: Option.Option<Redacted.Redacted<URL>>) =>
  Option.match(url, {
    onNone: () => said,
    onSome: (url) => {
      const { password, pathname, searchParams, username } = Redacted.value(url)
      const last = pathname.split("/").findLast((segment) => segment !== "") ?? ""
      return [username, password, last.replace(/\.send$/, ""), ...searchParams.values()]
        .filter(({ length }) => length >= KEY_FROM)
        .reduce((text, key) => text.replaceAll(key, "(hidden)"), said)
    }
  })

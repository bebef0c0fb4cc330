import { describe, expect, it } from "@effect/vitest"
import { Effect, Option, Redacted } from "effect"
import { alertForms } from "../../../src/http/alert/AlertForms.ts"
import { complaintsAbout, settingsOf } from "../../support/layers/files.ts"

const ADDRESS = "an http or https address (a % in user or password is written %25)"
const PROXY =
  "the http address of a proxy without path, such as http://user:password@127.0.0.1:3128 (a % in user or password is written %25)"

describe("the settings of the alerts", () => {
  it.effect.each(Object.entries(alertForms))("take an address as %s has them", ([format, { example }]) =>
    Effect.gen(function* () {
      const environment = { ROBOT_ALERT_FORMAT: format, ROBOT_ALERT_URL: example }
      expect(yield* complaintsAbout(environment)).toEqual([])
      const { rows, settings } = yield* settingsOf(environment)
      const { alertUrl } = yield* settings
      expect(Option.map(alertUrl, (url) => Redacted.value(url).href)).toEqual(
        Option.some(new URL(example).href)
      )
      expect(JSON.stringify(rows)).not.toContain(example)
    })
  )

  it.effect.each(Object.keys(alertForms).filter((format) => format !== "json"))(
    "refuse for %s an address without a key, and show nothing of it",
    (format) =>
      Effect.gen(function* () {
        const complaints = yield* complaintsAbout({
          ROBOT_ALERT_FORMAT: format,
          ROBOT_ALERT_URL: "https://s3cret.example.com/"
        })
        expect(complaints).toHaveLength(1)
        expect(complaints[0]).toMatch(
          new RegExp(
            `^ROBOT_ALERT_URL: \\(hidden\\) - for ROBOT_ALERT_FORMAT=${format} an address such as http`
          )
        )
        expect(complaints[0]).not.toContain("s3cret")
      })
  )

  it.effect.each([
    ["ROBOT_ALERT_URL", "mailto:s3cret@example.com", ADDRESS],
    ["ROBOT_ALERT_URL", "s3cret", ADDRESS],
    ["ROBOT_ALERT_URL", "https://s3cret:50%@example.com/", ADDRESS],
    ["ROBOT_ALERT_URL", "https://s3cret%zz@example.com/", ADDRESS],
    ["ROBOT_ALERT_PROXY", "http://s3cret%ff:p@host:3128", PROXY],
    ["ROBOT_ALERT_PROXY", "http://me:s3cret%@host:3128", PROXY],
    ["ROBOT_ALERT_PROXY", "s3cret:p@w@host:3128", PROXY],
    ["ROBOT_ALERT_PROXY", "https://me:s3cret@host:3128", PROXY],
    ["ROBOT_ALERT_PROXY", "http://me:s3cret/x@host", PROXY]
  ] as const)("refuse %s=%s, and show nothing of it", ([name, text, accepts]) =>
    Effect.gen(function* () {
      const { rows, settings } = yield* settingsOf({ [name]: text })
      const { message } = yield* Effect.flip(settings)
      expect(message).toContain(`${name}: (hidden) - ${accepts}`)
      expect(message + JSON.stringify(rows)).not.toContain("s3cret")
    })
  )

  it.effect.each([
    ["ROBOT_ALERT_URL", "alertUrl", "https://me:50%25@example.com/100%sure"],
    ["ROBOT_ALERT_PROXY", "alertProxy", "http://%E4%BD%A0:p%40ss@host:3128"]
  ] as const)("take %s with what is escaped in user and password", ([name, field, text]) =>
    Effect.gen(function* () {
      const { settings } = yield* settingsOf({ [name]: text })
      const url = (yield* settings)[field]
      expect(Option.map(url, (url) => Redacted.value(url).href)).toEqual(Option.some(new URL(text).href))
    })
  )

  it.effect("refuse a secret for a service that has no signatures", () =>
    Effect.gen(function* () {
      const environment = { ROBOT_ALERT_URL: "https://example.com/", ROBOT_ALERT_SECRET: "s3cret" }
      expect(yield* complaintsAbout(environment)).toEqual([
        "ROBOT_ALERT_SECRET: (hidden) - nothing unless ROBOT_ALERT_FORMAT is dingtalk or feishu"
      ])
    })
  )

  it.effect("say what does nothing without an address", () =>
    Effect.gen(function* () {
      const { warnings } = yield* settingsOf({ ROBOT_ALERT_SECRET: "s", ROBOT_ALERT_PROXY: "http://h:1" })
      expect(warnings.filter((line) => line.includes("ALERT"))).toEqual([
        "ROBOT_ALERT_SECRET: does nothing, for ROBOT_ALERT_URL is not set",
        "ROBOT_ALERT_PROXY: does nothing, for ROBOT_ALERT_URL is not set"
      ])
    })
  )
})

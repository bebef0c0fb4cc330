import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer, Option, Predicate, Redacted } from "effect"
import { AlertId, type Notice, textOf } from "../../../src/domain/Alert.ts"
import { AlertEndpoint } from "../../../src/http/alert/AlertEndpoint.ts"
import { type AlertForm } from "../../../src/http/alert/AlertForm.ts"
import { alertForms } from "../../../src/http/alert/AlertForms.ts"
import { AlertOptions } from "../../../src/http/alert/AlertOptions.ts"
import * as NodeHttpExchange from "../../../src/http/NodeHttpExchange.ts"
import * as Services from "../../support/http/alertServices.ts"

const SECRET = "SECtest"

/** An address of a page as long as one can be. */
const page = Option.some(`https://${"robot.".repeat(20)}example.org/page/`)

/** Everything there is to say. */
const notices: ReadonlyArray<Notice> = AlertId.literals.flatMap((alert) =>
  [false, true].map((isOver) => ({ alert, isOver, count: 3, since: 0, page }))
)

/** Where a service is on this machine, and what it demands. */
const services = {
  json: { form: alertForms.json, service: Services.json, path: "/alerts?x=1" },
  ntfy: { form: alertForms.ntfy, service: Services.ntfy, path: "/my-topic" },
  bark: { form: alertForms.bark, service: Services.bark, path: "/deviceKey123/" },
  serverchan: { form: alertForms.serverchan, service: Services.serverChan, path: "/SCTkey123.send" },
  wecom: {
    form: alertForms.wecom,
    service: Services.weCom,
    path: "/cgi-bin/webhook/send?key=wecomKey123"
  },
  dingtalk: {
    form: alertForms.dingtalk,
    service: Services.dingTalk(SECRET),
    path: "/robot/send?access_token=token123"
  },
  feishu: {
    form: alertForms.feishu,
    service: Services.feishu(SECRET),
    path: "/open-apis/bot/v2/hook/key123"
  }
} as const

const sentTo = (form: AlertForm, url: string, secret: string, notice: Notice) =>
  Effect.flatMap(AlertEndpoint, ({ send }) => send(notice)).pipe(
    Effect.provide(
      AlertEndpoint.Default.pipe(
        Layer.provide(
          Layer.succeed(AlertOptions, {
            form,
            url: Redacted.make(new URL(url)),
            secret: secret === "" ? Option.none() : Option.some(Redacted.make(secret))
          })
        ),
        Layer.provide(NodeHttpExchange.layer)
      )
    )
  )

const test: Notice = { alert: "test", isOver: false, count: 1, since: 0, page: Option.none() }

describe("an alert", () => {
  for (const [name, { form, path, service }] of Object.entries(services)) {
    it.scopedLive(`is taken by ${name}, whatever it says`, () =>
      Effect.gen(function* () {
        const { origin, seen } = yield* Services.serving(service)
        yield* Effect.forEach([test, ...notices], (notice) =>
          sentTo(form, origin + path, form.signs ? SECRET : "", notice)
        )
        expect(seen).toHaveLength(notices.length + 1)
      })
    )
  }

  it.scopedLive(
    "that dingtalk and feishu refuse for its signature is refused, though the status is 200",
    () =>
      Effect.gen(function* () {
        for (const name of ["dingtalk", "feishu"] as const) {
          const { form, path, service } = services[name]
          const { origin } = yield* Services.serving(service)
          for (const secret of ["another secret", ""]) {
            const refused = yield* Effect.flip(sentTo(form, origin + path, secret, test))
            expect(refused).toMatchObject({
              _tag: "AlertRefused",
              code: { dingtalk: 310_000, feishu: 19_021 }[name]
            })
            // their words may quote what was sent
            expect(refused.message).toBe(`alert: refused with ${{ dingtalk: 310_000, feishu: 19_021 }[name]}`)
          }
        }
      })
  )

  it.scopedLive("to a key that nobody knows is refused, though the status is 200", () =>
    Effect.gen(function* () {
      const wrong = { bark: "/other", serverchan: "/SCTother.send", wecom: "/cgi-bin/webhook/send?key=other" }
      for (const [name, path] of [
        ["bark", wrong.bark],
        ["serverchan", wrong.serverchan],
        ["wecom", wrong.wecom]
      ] as const) {
        const { origin } = yield* Services.serving(services[name].service)
        const refused = yield* Effect.flip(sentTo(services[name].form, origin + path, "", test))
        expect(refused._tag).toBe("AlertRefused")
      }
    })
  )

  it.scopedLive("that gets no answer, or no readable one, did not get through", () =>
    Effect.gen(function* () {
      const html = yield* Services.serving(() => ({ body: "<html>a hotel's network</html>" }))
      const down = yield* Services.serving(() => ({ status: 503, body: {} }))
      const { form, path } = services.wecom
      expect((yield* Effect.flip(sentTo(form, html.origin + path, "", test)))._tag).toBe("BadAnswer")
      expect((yield* Effect.flip(sentTo(form, down.origin + path, "", test)))._tag).toBe("Unreachable")
    })
  )

  it.scopedLive("tells user and password of its address in a header, not in the request line", () =>
    Effect.gen(function* () {
      const { origin, seen } = yield* Services.serving(Services.json)
      yield* sentTo(alertForms.json, `${origin.replace("//", "//me:p%40ss@")}/hook`, "", test)
      expect(seen[0]).toMatchObject({
        path: "/hook",
        headers: { authorization: `Basic ${Buffer.from("me:p@ss").toString("base64")}` }
      })
    })
  )

  it.scopedLive("as JSON says what it is, since when, what to do, and where the page is", () =>
    Effect.gen(function* () {
      const { origin, seen } = yield* Services.serving(Services.json)
      const notice = {
        alert: "scan",
        isOver: false,
        count: 1,
        since: 0,
        page: Option.some("http://here/")
      } as const
      yield* sentTo(alertForms.json, origin, "", notice)
      yield* sentTo(alertForms.json, origin, "", { ...notice, isOver: true })
      expect(seen[0]?.body).toMatchObject({
        alert: "scan",
        state: "needed",
        count: 1,
        since: "1970-01-01T00:00:00.000Z",
        title: { en: "Scan to log in", zh: "请扫码登录" },
        page: "http://here/"
      })
      const over = seen[1]?.body
      expect(over).toMatchObject({ alert: "scan", state: "over", title: { en: "Logged in" } })
      expect(Predicate.hasProperty(over, "todo")).toBe(false)
    })
  )
})

describe("the text of an alert", () => {
  it("names the robot in both languages, for services that want a keyword in each message", () => {
    for (const notice of notices) {
      const { lines, title } = textOf(notice)
      expect(lines.join()).toContain("微信机器人")
      expect(lines.join()).toContain("weixin-robot")
      expect(title).not.toBe("")
    }
  })
})

import { describe, expect, it, vi } from "@effect/vitest"
import { Duration, Effect, FastCheck as fc, Layer, LogLevel, Option, Redacted } from "effect"
import { BadSettings } from "../../../src/layers/settings/SettingsReport.ts"
import { type SettingValues, allSettings } from "../../../src/layers/settings/SettingsTable.ts"
import { Settings } from "../../../src/layers/settings/Settings.ts"
import { readSettings } from "../../../src/layers/settings/ReadSettings.ts"
import { complaintsAbout, home, RealFiles, settingsOf } from "../../support/layers/files.ts"

const names = allSettings.map(({ name }) => name)
const secrets = [
  "TULING_API_KEY",
  "OPENAI_API_KEY",
  "WECHAT_EXTSPAM",
  "WECHAT_PROXY",
  "HTTPS_PROXY",
  "HTTP_PROXY",
  "ROBOT_ALERT_URL",
  "ROBOT_ALERT_SECRET",
  "ROBOT_ALERT_PROXY"
]

const valuesOf = (environment: Readonly<Record<string, string>>) =>
  Effect.flatMap(settingsOf(environment), ({ settings }) => settings)

/** What is read where nothing is set, on a system that gives this as its zone. */
const readInZone = (timeZone: string) =>
  Effect.acquireUseRelease(
    Effect.sync(() => {
      const options = { ...new Intl.DateTimeFormat().resolvedOptions(), timeZone }
      return vi.spyOn(Intl.DateTimeFormat.prototype, "resolvedOptions").mockReturnValueOnce(options)
    }),
    () => settingsOf({}),
    (system) => Effect.sync(() => system.mockRestore())
  )

/** Durations, URLs and Options as text, so that a whole set can be compared. */
const plain = (values: Partial<SettingValues>) =>
  JSON.parse(
    JSON.stringify(values, (_, value: unknown) =>
      Option.isOption(value) ? (Option.isSome(value) ? { some: value.value } : "none") : value
    )
  ) as unknown

describe("settings", () => {
  it.effect("are all there where nothing is set", () =>
    Effect.gen(function* () {
      const { timeZone, ...values } = yield* Effect.flatMap(
        readInZone("Asia/Shanghai"),
        ({ settings }) => settings
      )
      expect(timeZone.id).toBe("Asia/Shanghai")
      expect(plain(values)).toEqual(
        plain({
          wechatClient: "web",
          wechatExtspam: Option.none(),
          wechatOrigin: Option.none(),
          wechatProxy: Option.none(),
          tulingApiKey: Option.none(),
          tulingApiVersion: 2,
          tulingAtOnce: 16,
          tulingDailyLimit: Option.none(),
          tulingChatHourlyLimit: Option.none(),
          tulingOrigin: new URL("http://openapi.turingapi.com"),
          openaiApiKey: Option.none(),
          openaiBaseUrl: Option.none(),
          openaiModel: Option.none(),
          openaiSystemPrompt: "你在替主人回微信。用对方的语言，像聊天一样简短地回答，不用 Markdown。",
          persona: Option.none(),
          openaiTemperature: Option.none(),
          openaiMaxTokens: Option.none(),
          openaiTimeout: Duration.seconds(30),
          openaiAtOnce: 16,
          openaiDailyLimit: Option.none(),
          openaiDailyTokens: Option.none(),
          openaiChatHourlyLimit: Option.none(),
          memoryTurns: 10,
          memoryPeriod: Duration.days(1),
          chatbots: ["tuling", "openai"],
          awayReply: "我现在不方便看手机，稍后回复你。",
          chatbotTimeout: Duration.seconds(5),
          answerLength: 500,
          optOut: [],
          httpsProxy: Option.none(),
          httpProxy: Option.none(),
          noProxy: [],
          dataDir: "/home/me/.local/state/weixin-robot",
          dryRun: false,
          quietPeriod: Duration.minutes(2),
          takeoverPeriod: Duration.zero,
          groupReplyProbability: 0.1,
          mediaReplyProbability: 0.25,
          cannedReplies: ["收到，晚点细看～", "哈哈，这个有意思", "看到啦，回头跟你聊"],
          fallbackReply: "抱歉，不明白你说的是什么意思～",
          replyPrefix: "",
          maxMessageAge: Duration.minutes(5),
          keepMessages: Duration.days(30),
          record: Option.none(),
          allow: [],
          deny: [],
          activeHours: Option.none(),
          replyDelay: { min: Duration.seconds(1), max: Duration.seconds(4) },
          sendsPerMinute: 20,
          chatRepliesPer10Minutes: 10,
          httpHost: "127.0.0.1",
          httpPort: Option.some(8420),
          logLevel: LogLevel.Info,
          logFormat: "auto",
          qr: "auto",
          alertUrl: Option.none(),
          alertFormat: "json",
          alertSecret: Option.none(),
          alertProxy: Option.none()
        })
      )
    })
  )

  const good: ReadonlyArray<readonly [name: string, text: string, expected: Partial<SettingValues>]> = [
    ["ROBOT_DRY_RUN", "TRUE", { dryRun: true }],
    ["ROBOT_QUIET_PERIOD", "0", { quietPeriod: Duration.zero }],
    ["ROBOT_QUIET_PERIOD", "0 minutes", { quietPeriod: Duration.zero }],
    ["ROBOT_QUIET_PERIOD", " 1.5 hours ", { quietPeriod: Duration.minutes(90) }],
    [
      "ROBOT_REPLY_DELAY",
      "2 seconds",
      { replyDelay: { min: Duration.seconds(2), max: Duration.seconds(2) } }
    ],
    [
      "ROBOT_REPLY_DELAY",
      "0..1.5 seconds",
      { replyDelay: { min: Duration.zero, max: Duration.millis(1500) } }
    ],
    ["ROBOT_REPLY_DELAY", "0", { replyDelay: { min: Duration.zero, max: Duration.zero } }],
    ["ROBOT_ACTIVE_HOURS", "22:30-6:00", { activeHours: Option.some({ from: 1350, to: 360 }) }],
    ["ROBOT_ACTIVE_HOURS", "00:00-24:00", { activeHours: Option.some({ from: 0, to: 1440 }) }],
    ["ROBOT_ACTIVE_HOURS", "０８：００－23：00", { activeHours: Option.some({ from: 480, to: 1380 }) }],
    ["ROBOT_ACTIVE_HOURS", "8：00——23:00", { activeHours: Option.some({ from: 480, to: 1380 }) }],
    ["ROBOT_ACTIVE_HOURS", "8:00～23:00", { activeHours: Option.some({ from: 480, to: 1380 }) }],
    ["ROBOT_CHATBOTS", "openai, tuling", { chatbots: ["openai", "tuling"] }],
    ["ROBOT_CHATBOTS", "openai，tuling", { chatbots: ["openai", "tuling"] }],
    ["ROBOT_CHATBOTS", "openai、tuling", { chatbots: ["openai", "tuling"] }],
    ["ROBOT_CHATBOTS", "openai", { chatbots: ["openai"] }],
    ["ROBOT_ALLOW", "妈妈, 老王 ,,", { allow: ["妈妈", "老王"] }],
    ["ROBOT_ALLOW", "妈妈，老王、“Li, Lei”", { allow: ["妈妈", "老王", "Li, Lei"] }],
    ["ROBOT_DENY", '"Li, ""Lei""",Family', { deny: ['Li, "Lei"', "Family"] }],
    ["ROBOT_CANNED_REPLIES", " a |b b|", { cannedReplies: ["a", "b b"] }],
    ["ROBOT_CANNED_REPLIES", "好的, 收到｜嗯", { cannedReplies: ["好的, 收到", "嗯"] }],
    ["ROBOT_REPLY_PREFIX", " 【机器人】 ", { replyPrefix: " 【机器人】 " }],
    ["ROBOT_AWAY_REPLY", "", { awayReply: "" }],
    ["ROBOT_FALLBACK_REPLY", "", { fallbackReply: "" }],
    ["ROBOT_SENDS_PER_MINUTE", "0", { sendsPerMinute: 0 }],
    ["ROBOT_HTTP_PORT", "0", { httpPort: Option.some(0) }],
    ["ROBOT_HTTP_PORT", "off", { httpPort: Option.none() }],
    ["ROBOT_HTTP_HOST", "::1", { httpHost: "::1" }],
    ["ROBOT_LOG_LEVEL", "warning", { logLevel: LogLevel.Warning }],
    ["ROBOT_DATA_DIR", "data", { dataDir: "data" }],
    ["ROBOT_DATA_DIR", "./~", { dataDir: "./~" }],
    ["ROBOT_RECORD", "wechat.jsonl", { record: Option.some("wechat.jsonl") }],
    ["ROBOT_DATA_DIR", "./$HOME", { dataDir: "./$HOME" }],
    ["ROBOT_DATA_DIR", "file:a#b?c%d $e", { dataDir: "file:a#b?c%d $e" }],
    ["WECHAT_ORIGIN", "http://localhost:1/", { wechatOrigin: Option.some(new URL("http://localhost:1")) }],
    ["WECHAT_ORIGIN", "https://[::1]", { wechatOrigin: Option.some(new URL("https://[::1]")) }],
    ["WECHAT_ORIGIN", "http://127.9.9.9", { wechatOrigin: Option.some(new URL("http://127.9.9.9")) }],
    ["TULING_API_VERSION", "1", { tulingApiVersion: 1, tulingOrigin: new URL("http://www.tuling123.com") }],
    ["TULING_AT_ONCE", "1000", { tulingAtOnce: 1000 }],
    ["OPENAI_BASE_URL", "https://x.cn/v1", { openaiBaseUrl: Option.some(new URL("https://x.cn/v1/")) }],
    ["OPENAI_BASE_URL", "https://x.cn/v1/", { openaiBaseUrl: Option.some(new URL("https://x.cn/v1/")) }]
  ]
  it.effect.each(good)("take %s=%s", ([name, text, expected]) =>
    Effect.gen(function* () {
      expect(plain(yield* valuesOf({ [name]: text }))).toMatchObject(Object(plain(expected)))
    })
  )

  it.effect("take the named time zone", () =>
    Effect.gen(function* () {
      expect((yield* valuesOf({ ROBOT_TIME_ZONE: "Asia/Shanghai" })).timeZone.id).toBe("Asia/Shanghai")
    })
  )

  it.effect.each([
    ["Asia/Shanghai", "Asia/Shanghai"],
    ["Mars/Olympus", "UTC"]
  ] as const)("take the zone of the system, and UTC where that is broken: %s", ([zone, expected]) =>
    Effect.gen(function* () {
      const { rows } = yield* readInZone(zone)
      expect(rows.find(({ name }) => name === "ROBOT_TIME_ZONE")?.value).toBe(expected)
    })
  )

  const A_DURATION = "a duration such as 2 minutes, or 0"
  const A_RANGE = "a duration such as 2 seconds, or two such as 1 second..4 seconds, the shorter first"
  const A_COUNT = "a whole number from 0"
  const A_CHANCE = "a number from 0 to 1"
  const A_DIRECTORY = "the path of a directory (a ~ or $NAME before it is not expanded)"
  const LOOPBACK = "an http or https address on this machine without path, such as http://127.0.0.1:8765"
  const ORIGIN = "an http or https address without path"
  const HOURS = "two different times of day such as 08:00-23:00"
  const CHATBOTS = "one or more of tuling, openai, each once, with commas between"

  const NAMES =
    'names with commas between; a name with a comma or a quote in it stands whole in closed quotes, such as "Li, Lei", and a quote in it twice'

  const bad: ReadonlyArray<readonly [name: string, text: string, accepts: string]> = [
    ["WECHAT_CLIENT", "Web", "web or desktop"],
    ["WECHAT_ORIGIN", "http://wx.qq.com", LOOPBACK],
    ["WECHAT_ORIGIN", "http://127.0.0.1.evil.example", LOOPBACK],
    ["WECHAT_ORIGIN", "http://localhost.evil.example", LOOPBACK],
    ["WECHAT_ORIGIN", "http://evil-localhost", LOOPBACK],
    ["WECHAT_ORIGIN", "http://0.0.0.0:80", LOOPBACK],
    ["WECHAT_ORIGIN", "http://127.0.0.1/path", LOOPBACK],
    ["WECHAT_ORIGIN", "http://127.0.0.1?q", LOOPBACK],
    ["WECHAT_ORIGIN", "ws://127.0.0.1", LOOPBACK],
    ["WECHAT_ORIGIN", "127.0.0.1:8765", LOOPBACK],
    ["TULING_API_VERSION", "3", "1 or 2"],
    ["TULING_AT_ONCE", "0", "a whole number from 1"],
    ["TULING_AT_ONCE", "1.5", "a whole number from 1"],
    ["TULING_ORIGIN", "http://openapi.turingapi.com/openapi", ORIGIN],
    ["TULING_ORIGIN", "ftp://openapi.turingapi.com", ORIGIN],
    ["OPENAI_BASE_URL", "/v1", "an http or https address without ? and #, such as http://host/v1"],
    [
      "OPENAI_BASE_URL",
      "https://x.cn/v1?k",
      "an http or https address without ? and #, such as http://host/v1"
    ],
    ["ROBOT_CHATBOTS", "tuling,tuling", CHATBOTS],
    ["ROBOT_ANSWER_LENGTH", "0", "a whole number from 1 to 1000"],
    ["ROBOT_ANSWER_LENGTH", "1001", "a whole number from 1 to 1000"],
    ["ROBOT_CHATBOTS", "eliza", CHATBOTS],
    ["ROBOT_CHATBOTS", ",", CHATBOTS],
    ["ROBOT_CHATBOTS", "tuling，，openai", CHATBOTS],
    ["ROBOT_CHATBOT_TIMEOUT", "5", A_DURATION],
    ["ROBOT_CHATBOT_TIMEOUT", "5秒", A_DURATION],
    ["ROBOT_CHATBOT_TIMEOUT", "-5 seconds", A_DURATION],
    ["ROBOT_CHATBOT_TIMEOUT", "Infinity", A_DURATION],
    ["ROBOT_CHATBOT_TIMEOUT", "5 parsecs", A_DURATION],
    ["ROBOT_DATA_DIR", "~/robot", A_DIRECTORY],
    ["ROBOT_DATA_DIR", "~", A_DIRECTORY],
    ["ROBOT_DATA_DIR", "$HOME/robot", A_DIRECTORY],
    ["ROBOT_DATA_DIR", "${XDG_STATE_HOME}/robot", A_DIRECTORY],
    ["ROBOT_DATA_DIR", "$(pwd)/robot", A_DIRECTORY],
    ["ROBOT_DATA_DIR", "～/robot", A_DIRECTORY],
    ["ROBOT_DATA_DIR", "／data", A_DIRECTORY],
    ["ROBOT_DRY_RUN", "yes", "true or false"],
    ["ROBOT_DRY_RUN", "1", "true or false"],
    ["ROBOT_DRY_RUN", "是", "true or false"],
    ["ROBOT_GROUP_REPLY_PROBABILITY", "2", A_CHANCE],
    ["ROBOT_GROUP_REPLY_PROBABILITY", "0。2", A_CHANCE],
    ["ROBOT_GROUP_REPLY_PROBABILITY", "10%", A_CHANCE],
    ["ROBOT_MEDIA_REPLY_PROBABILITY", "-0.1", A_CHANCE],
    ["ROBOT_MEDIA_REPLY_PROBABILITY", "NaN", A_CHANCE],
    ["ROBOT_MEDIA_REPLY_PROBABILITY", " ", A_CHANCE],
    ["ROBOT_CANNED_REPLIES", " | ", "lines with | between, at least one"],
    ["ROBOT_ACTIVE_HOURS", "8-23", HOURS],
    ["ROBOT_ACTIVE_HOURS", "8点-23点", HOURS],
    ["ROBOT_ACTIVE_HOURS", "08:00-08:00", HOURS],
    ["ROBOT_ACTIVE_HOURS", "08:60-10:00", HOURS],
    ["ROBOT_ACTIVE_HOURS", "08:00-24:01", HOURS],
    ["ROBOT_ACTIVE_HOURS", "24:00-08:00", HOURS],
    ["ROBOT_TIME_ZONE", "Mars/Olympus", "a time zone such as Asia/Shanghai"],
    ["ROBOT_REPLY_DELAY", "4 seconds..1 second", A_RANGE],
    ["ROBOT_REPLY_DELAY", "1 second..2 seconds..3 seconds", A_RANGE],
    ["ROBOT_REPLY_DELAY", "..", A_RANGE],
    ["ROBOT_SENDS_PER_MINUTE", "1.5", A_COUNT],
    ["ROBOT_SENDS_PER_MINUTE", "abc", A_COUNT],
    ["ROBOT_SENDS_PER_MINUTE", "99999999999999999999", A_COUNT],
    ["ROBOT_CHAT_REPLIES_PER_10_MINUTES", "-1", A_COUNT],
    ["ROBOT_HTTP_HOST", "[::1]", "an IP address or the name of a host"],
    ["ROBOT_HTTP_PORT", "65536", "a port from 0 to 65535, or off"],
    ["ROBOT_HTTP_PORT", "http", "a port from 0 to 65535, or off"],
    ["ROBOT_LOG_LEVEL", "warn", "error, warning, info, debug or trace"],
    ["ROBOT_LOG_FORMAT", "xml", "auto, pretty, journal or json"],
    ["ROBOT_ALERT_FORMAT", "email", "json, ntfy, bark, serverchan, wecom, dingtalk or feishu"]
  ]
  it.effect.each(bad)("refuse %s=%s", ([name, text, accepts]) =>
    Effect.gen(function* () {
      expect(yield* complaintsAbout({ [name]: text })).toEqual([`${name}: "${text}" - ${accepts}`])
    })
  )

  it.effect.each(["ROBOT_ALLOW", "ROBOT_DENY"])("show from where on %s cannot be read", (name) =>
    Effect.gen(function* () {
      expect(yield* complaintsAbout({ [name]: "妈妈, “老王，Li" })).toEqual([
        `${name}: "“老王，Li" - ${NAMES}`
      ])
    })
  )

  it.effect("say everything that is wrong at once", () =>
    Effect.gen(function* () {
      const environment = Object.fromEntries(bad.map(([name, text]) => [name, text]))
      const about = (yield* complaintsAbout(environment)).map((line) => line.split(":")[0])
      expect(about).toEqual(names.filter((name) => name in environment))
    })
  )

  it.effect("refuse what no clock can count and no path can hold", () =>
    Effect.gen(function* () {
      const environment = { ROBOT_QUIET_PERIOD: `${"9".repeat(400)} weeks`, ROBOT_DATA_DIR: "a\0b" }
      expect(yield* complaintsAbout(environment)).toEqual([
        'ROBOT_DATA_DIR: "a\\u0000b" - the path of a directory (a ~ or $NAME before it is not expanded)',
        `ROBOT_QUIET_PERIOD: "${"9".repeat(60)}…" - ${A_DURATION}`
      ])
    })
  )

  it.effect("say what is wrong on one short line", () =>
    Effect.gen(function* () {
      expect(yield* complaintsAbout({ ROBOT_DRY_RUN: `a\nb\u001b[2J"${"x".repeat(100)}` })).toEqual([
        `ROBOT_DRY_RUN: "a\\nb\\u001b[2J\\"${"x".repeat(52)}…" - true or false`
      ])
    })
  )

  it.effect("refuse what was not UTF-8, and show nothing of it", () =>
    Effect.gen(function* () {
      const odd = "s3cret\uFFFD"
      const environment = Object.fromEntries(names.map((name) => [name, odd]))
      const complaint = "holds U+FFFD in place of what was not UTF-8 - set it anew, in UTF-8"
      expect(yield* complaintsAbout(environment)).toEqual(names.map((name) => `${name}: ${complaint}`))
      expect(yield* complaintsAbout({ HOME: `/home/${odd}` })).toEqual([`ROBOT_DATA_DIR: ${complaint}`])
    })
  )

  it.effect("show in what they refuse also what nobody sees", () =>
    Effect.gen(function* () {
      expect(yield* complaintsAbout({ ROBOT_DRY_RUN: "true\u200B" })).toEqual([
        'ROBOT_DRY_RUN: "true\\u200b" - true or false'
      ])
    })
  )

  it.effect("hide a password in an address", () =>
    Effect.gen(function* () {
      expect(yield* complaintsAbout({ TULING_ORIGIN: "http://me:hunter2@example.com" })).toEqual([
        'TULING_ORIGIN: "http://(hidden)@example.com" - an http or https address without path'
      ])
      const { rows } = yield* settingsOf({ TULING_ORIGIN: "https://me:hunter2@example.com" })
      expect(rows.find(({ name }) => name === "TULING_ORIGIN")?.value).toBe("https://(hidden)@example.com")
    })
  )

  it.effect("of the desktop client need its header", () =>
    Effect.gen(function* () {
      expect(yield* complaintsAbout({ WECHAT_CLIENT: "desktop" })).toEqual([
        "WECHAT_EXTSPAM: not set - WECHAT_CLIENT=desktop needs it"
      ])
      expect(yield* complaintsAbout({ WECHAT_CLIENT: "desktop", WECHAT_EXTSPAM: "e" })).toEqual([])
    })
  )

  it.effect("an empty variable counts as not set", () =>
    Effect.gen(function* () {
      const meant = new Set([
        "ROBOT_AWAY_REPLY",
        "ROBOT_FALLBACK_REPLY",
        "ROBOT_REPLY_PREFIX",
        "OPENAI_SYSTEM_PROMPT"
      ])
      const empty = Object.fromEntries(names.filter((name) => !meant.has(name)).map((name) => [name, ""]))
      expect(plain(yield* valuesOf(empty))).toEqual(plain(yield* valuesOf({})))
    })
  )

  it.effect("warn of names that are none of ours", () =>
    Effect.gen(function* () {
      const { settings, warnings } = yield* settingsOf(
        { ROBOT_QUITE_PERIOD: "1", TULING_KEY: "k", TULING_API_KEY_FILE: "", WECHATY: "", PATH: "/bin" },
        { ".env": "ROBOT_QUITE_PERIOD=2\nWECHAT_HOST=x" }
      )
      expect(settings._tag).toBe("Right")
      expect(warnings).toEqual([
        "ROBOT_QUITE_PERIOD: no setting has this name; did you mean ROBOT_QUIET_PERIOD?",
        "TULING_KEY: no setting has this name",
        "WECHAT_HOST: no setting has this name"
      ])
    })
  )

  it.effect.each([
    ["OPENAI_MODLE", "OPENAI_MODEL"],
    ["OPENAI_BASEURL", "OPENAI_BASE_URL"],
    ["OPENAI_API_KEY_FLIE", "OPENAI_API_KEY_FILE"],
    ["openai_model", "OPENAI_MODEL"],
    ["Robot_Allow", "ROBOT_ALLOW"],
    ["ROBOT-DENY", "ROBOT_DENY"],
    ["ＲＯＢＯＴ＿ＤＥＮＹ", "ROBOT_DENY"],
    ["ROBT_DENY", "ROBOT_DENY"],
    ["ROBOT_DENNNY", "ROBOT_DENY"],
    ["TULING_API_KEY_FIL", "TULING_API_KEY_FILE"],
    ["RBOOT_DNEY", "ROBOT_DENY"],
    ["ROBOT_HTTP_PORST", "ROBOT_HTTP_PORT"],
    ["ROBOT_HTTP_POST", "ROBOT_HTTP_HOST or ROBOT_HTTP_PORT"]
  ] as const)("warn of %s, and say what was probably meant", ([name, meant]) =>
    Effect.gen(function* () {
      const warning = `${name}: no setting has this name; did you mean ${meant}?`
      expect((yield* settingsOf({ [name]: "x" })).warnings).toEqual([warning])
    })
  )

  it.effect("say nothing of the names of other programs, and of their own", () =>
    Effect.gen(function* () {
      const others = [
        "OPENAI_ORG_ID",
        "OPENAI_PROJECT",
        "OPENAI_API_BASE",
        "OPENAI_KEY",
        "robot_name",
        "HOME"
      ]
      const own = [...names, ...secrets.map((name) => `${name}_FILE`)]
      const environment = Object.fromEntries([...others, ...own].map((name) => [name, ""]))
      expect((yield* settingsOf(environment)).warnings).toEqual([])
    })
  )

  it.effect("warn of an OpenAI-compatible chatbot that lacks something", () =>
    Effect.gen(function* () {
      const openai = { OPENAI_API_KEY: "k", OPENAI_BASE_URL: "http://127.0.0.1:11434/v1", OPENAI_MODEL: "m" }
      expect((yield* settingsOf(openai)).warnings).toEqual([])
      expect((yield* settingsOf({ ...openai, OPENAI_MODEL: "" })).warnings).toEqual([
        "OPENAI_MODEL: not set, so the OpenAI-compatible chatbot is not asked"
      ])
    })
  )

  it.effect("are a layer that fails with every complaint", () =>
    Effect.gen(function* () {
      const layer = (environment: Readonly<Record<string, string>>) =>
        Settings.layer({ environment: { ...home, ...environment }, dotEnv: "/none" }).pipe(
          Layer.provide(RealFiles)
        )
      const { tulingApiKey } = yield* Settings.pipe(Effect.provide(layer({ TULING_API_KEY: "k" })))
      expect(Option.map(tulingApiKey, Redacted.value)).toEqual(Option.some("k"))
      const error = yield* Effect.flip(Effect.provide(Settings, layer({ ROBOT_DRY_RUN: "maybe" })))
      expect(error).toEqual(new BadSettings({ complaints: ['ROBOT_DRY_RUN: "maybe" - true or false'] }))
      expect(error.message).toBe('Bad settings:\n  ROBOT_DRY_RUN: "maybe" - true or false')
    })
  )

  it.effect.prop(
    "garbage gives complaints or settings, never a defect, and no secret is told",
    {
      environment: fc.dictionary(
        fc.constantFrom(...names, ...secrets.map((name) => `${name}_FILE`), "STATE_DIRECTORY", "HOME"),
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.stringMatching(/^[-+.\d: ]*(seconds|weeks|nanos)?(\.\.)?[\d ]*(seconds)?$/),
          fc.webUrl({ withQueryParameters: true })
        )
      ),
      dotEnv: fc.string({ unit: "binary" })
    },
    ({ environment, dotEnv }) =>
      Effect.gen(function* () {
        const files = { ".env": dotEnv, "/credentials/tuling_api_key": "s3cret-credential\n" }
        const withSecrets = {
          ...environment,
          CREDENTIALS_DIRECTORY: "/credentials",
          OPENAI_API_KEY: "s3cret-variable",
          WECHAT_EXTSPAM: "s3cret-extspam"
        }
        const { rows, settings, warnings } = yield* settingsOf(withSecrets, files)
        const shown = [...rows.map(({ value }) => value), ...warnings]
        const complaints = settings._tag === "Left" ? settings.left.complaints : []
        expect([...shown, ...complaints].join("\n")).not.toContain("s3cret")
        for (const line of complaints) expect(line).toMatch(/^(\w+|\.env): [^\p{Cc}]+$/u)
        if (settings._tag === "Right") expect(JSON.stringify(settings.right)).not.toContain("s3cret")
      }),
    { fastCheck: { numRuns: 300 } }
  )

  it.effect.prop(
    "garbage in place of a file is a complaint, not a defect",
    { path: fc.string({ unit: "binary", minLength: 1 }) },
    ({ path }) =>
      Effect.gen(function* () {
        const environment = {
          ...home,
          TULING_API_KEY_FILE: `/none/${path}`,
          CREDENTIALS_DIRECTORY: `/none/${path}`
        }
        const { settings } = yield* readSettings({ environment, dotEnv: `/none/${path}` })
        expect(settings._tag).toBe("Left")
      }).pipe(Effect.provide(RealFiles))
  )
})

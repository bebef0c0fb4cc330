import { describe, expect, it } from "@effect/vitest"
import { FileSystem } from "@effect/platform"
import { Effect, Either, Option, Redacted } from "effect"
import { readSettings } from "../../../src/layers/settings/ReadSettings.ts"
import {
  complaintsAbout,
  type Files,
  home,
  RealFiles,
  settingsOf,
  temporaryDirectory
} from "../../support/layers/files.ts"

const rowOf = (name: string, environment: Readonly<Record<string, string>>, files: Files = {}) =>
  Effect.map(settingsOf(environment, files), ({ rows }) => rows.find((row) => row.name === name))

const keyOf = (environment: Readonly<Record<string, string>>, files: Files = {}) =>
  Effect.map(settingsOf(environment, files), ({ settings }) =>
    Either.getOrThrow(settings).tulingApiKey.pipe(Option.map(Redacted.value), Option.getOrUndefined)
  )

describe("where a setting comes from", () => {
  it.effect("the environment wins over .env, which wins over the default", () =>
    Effect.gen(function* () {
      const name = "ROBOT_QUIET_PERIOD"
      const files = { ".env": `${name}=3 minutes\n` }
      const row = { name, secret: false }
      expect(yield* rowOf(name, { [name]: "4 minutes" }, files)).toEqual({
        ...row,
        value: "4 minutes",
        source: "environment"
      })
      expect(yield* rowOf(name, {}, files)).toEqual({ ...row, value: "3 minutes", source: ".env" })
      expect(yield* rowOf(name, { [name]: "" }, files)).toEqual({
        ...row,
        value: "3 minutes",
        source: ".env"
      })
      expect(yield* rowOf(name, {})).toEqual({ ...row, value: "2 minutes", source: "default" })
    })
  )

  it.effect("an empty prefix in the environment wins over one in .env", () =>
    Effect.gen(function* () {
      const row = yield* rowOf(
        "ROBOT_REPLY_PREFIX",
        { ROBOT_REPLY_PREFIX: "" },
        { ".env": "ROBOT_REPLY_PREFIX=x" }
      )
      expect(row).toMatchObject({ value: "", source: "environment" })
    })
  )

  it.effect("a default may depend on another setting, wherever that is", () =>
    Effect.gen(function* () {
      const dotEnv = { ".env": "TULING_API_VERSION=1" }
      expect(yield* rowOf("TULING_ORIGIN", { TULING_API_VERSION: "" }, dotEnv)).toMatchObject({
        value: "http://www.tuling123.com",
        source: "default"
      })
    })
  )

  it.effect("a value is shown on one line", () =>
    Effect.gen(function* () {
      const row = yield* rowOf("OPENAI_SYSTEM_PROMPT", { OPENAI_SYSTEM_PROMPT: "a\nb\u001b[2J" })
      expect(row?.value).toBe("a\\nb\\u001b[2J")
    })
  )

  it.effect("a credential wins over a file, that over the variable, and that over .env", () =>
    Effect.gen(function* () {
      const environment = {
        CREDENTIALS_DIRECTORY: "/credentials",
        TULING_API_KEY_FILE: "/key",
        TULING_API_KEY: "from the environment"
      }
      const dotEnv = { ".env": "TULING_API_KEY_FILE=/other\nTULING_API_KEY='from .env'" }
      const others = { ...dotEnv, "/other": "from the file in .env" }
      const files = { ...others, "/key": "from the file" }
      const all = { ...files, "/credentials/tuling_api_key": "from the credential" }
      const { CREDENTIALS_DIRECTORY: _, ...noCredential } = environment
      expect(yield* keyOf(environment, all)).toBe("from the credential")
      expect(yield* keyOf(environment, files)).toBe("from the file")
      expect(yield* keyOf(noCredential, all)).toBe("from the file")
      expect(yield* keyOf({ TULING_API_KEY: "from the environment" }, all)).toBe("from the environment")
      expect(yield* keyOf({}, all)).toBe("from the file in .env")
      expect(yield* keyOf({}, { ".env": "TULING_API_KEY='from .env'" })).toBe("from .env")
      expect(yield* keyOf({})).toBeUndefined()
      expect((yield* rowOf("TULING_API_KEY", environment, all))?.source).toBe("credential")
      expect((yield* rowOf("TULING_API_KEY", noCredential, all))?.source).toBe("file")
    })
  )

  it.effect("a secret loses the newlines at its end and nothing else; an empty file is no secret", () =>
    Effect.gen(function* () {
      const environment = { TULING_API_KEY_FILE: "/key", TULING_API_KEY: "next" }
      expect(yield* keyOf(environment, { "/key": " a b \r\n\n" })).toBe(" a b ")
      expect(yield* keyOf(environment, { "/key": "\n" })).toBe("next")
      expect(yield* keyOf({ TULING_API_KEY: "$a#b'c" })).toBe("$a#b'c")
    })
  )

  it.effect("secrets are not shown", () =>
    Effect.gen(function* () {
      expect(yield* rowOf("TULING_API_KEY", { TULING_API_KEY: "k" })).toEqual({
        name: "TULING_API_KEY",
        value: "(hidden)",
        source: "environment",
        secret: true
      })
      expect((yield* rowOf("TULING_API_KEY", {}))?.value).toBe("")
    })
  )

  it.effect("what is no secret has no file", () =>
    Effect.gen(function* () {
      const environment = { ROBOT_REPLY_PREFIX_FILE: "/prefix", CREDENTIALS_DIRECTORY: "/c" }
      const files = { "/prefix": "x", "/c/robot_reply_prefix": "y" }
      expect((yield* rowOf("ROBOT_REPLY_PREFIX", environment, files))?.source).toBe("default")
      expect((yield* settingsOf(environment, files)).warnings).toEqual([
        "ROBOT_REPLY_PREFIX_FILE: no setting has this name"
      ])
    })
  )

  it.effect(
    "a secret that cannot be read is a complaint without path and content, and nothing stands in",
    () =>
      Effect.gen(function* () {
        const environment = { TULING_API_KEY_FILE: "s3cret", TULING_API_KEY: "s3cret too" }
        expect(yield* complaintsAbout(environment)).toEqual([
          "TULING_API_KEY_FILE: cannot be read (NotFound) - the path of a readable file"
        ])
        const credentials = { "/c/wechat_extspam": { reason: "PermissionDenied" } } as const
        expect(
          yield* complaintsAbout({ CREDENTIALS_DIRECTORY: "/c", WECHAT_CLIENT: "desktop" }, credentials)
        ).toEqual(["WECHAT_EXTSPAM: its credential cannot be read (PermissionDenied) - a readable file"])
      })
  )

  it.effect("a secret that is not UTF-8 is a complaint by its line, and nothing stands in", () =>
    Effect.gen(function* () {
      const environment = {
        CREDENTIALS_DIRECTORY: "/c",
        TULING_API_KEY_FILE: "/key",
        TULING_API_KEY: "s3cret too"
      }
      const files = {
        "/key": Buffer.from("\uFEFFs3cret\r\n", "utf16le"),
        "/c/wechat_extspam": Buffer.from("s3cret\n\xc4\xe3", "latin1")
      }
      const { rows, settings } = yield* settingsOf(environment, files)
      expect(yield* complaintsAbout(environment, files)).toEqual([
        "WECHAT_EXTSPAM: its credential is not UTF-8 in line 2 (it may be GBK) - save the file as UTF-8",
        "TULING_API_KEY_FILE: is not UTF-8 in line 1 (it looks like UTF-16) - save the file as UTF-8"
      ])
      expect(JSON.stringify([rows, settings])).not.toContain("s3cret")
    })
  )

  it.effect("a byte-order mark is no part of a value, wherever that is from", () =>
    Effect.gen(function* () {
      const marked = "\uFEFFkey"
      expect(yield* keyOf({ TULING_API_KEY_FILE: "/key" }, { "/key": `${marked}\r\n` })).toBe("key")
      expect(yield* keyOf({ CREDENTIALS_DIRECTORY: "/c" }, { "/c/tuling_api_key": marked })).toBe("key")
      expect(yield* keyOf({ TULING_API_KEY: marked })).toBe("key")
      expect(yield* keyOf({}, { ".env": `TULING_API_KEY=${marked}\n` })).toBe("key")
    })
  )

  it.effect("a variable of the environment is not lost to what nobody sees in its name", () =>
    Effect.gen(function* () {
      const environment = {
        "ROBOT_DRY_RUN\u00A0": "true",
        "\uFEFFTULING_API_KEY": "k",
        "ROBOT_DENY ": "a",
        "OTHER\u200B": ""
      }
      expect(yield* complaintsAbout(environment)).toEqual([
        "ROBOT_DRY_RUN: the unseen character U+00A0 is in its name - the name typed anew",
        "TULING_API_KEY: the unseen character U+FEFF is in its name - the name typed anew",
        "ROBOT_DENY: the unseen character U+0020 is in its name - the name typed anew"
      ])
      expect((yield* settingsOf(environment)).warnings).toEqual([])
    })
  )

  it.effect(".env may be missing, but not unreadable", () =>
    Effect.gen(function* () {
      expect(yield* complaintsAbout({})).toEqual([])
      expect(yield* complaintsAbout({}, { ".env": { reason: "BadResource" } })).toEqual([
        ".env: cannot be read (BadResource) - a readable file, or none"
      ])
    })
  )

  const how = "cannot be read - NAME=value, above it too, and every quote closed"
  it.effect.each([
    ["a line without =", "oops\nROBOT_DRY_RUN=true\nROBOT_LOG_LEVEL=debug", [2]],
    ["a name without =", "ROBOT_LOG_LEVEL=debug\r\nROBOT_DRY_RUN true\r\n", [2]],
    ["a line without name", "=\n\nROBOT_DRY_RUN=true", [3]],
    ["an open quote", 'ROBOT_REPLY_PREFIX="x\nexport ROBOT_DRY_RUN=true\nROBOT_AWAY_REPLY="', [2, 3]],
    ["a name that is nearly one", "oops\nOPENAI_MODLE=m\noops\nOPENAI_ORG_ID=x", [2]],
    ["nothing but comments and good lines", "# ROBOT_X\n\n  ROBOT_DRY_RUN = true # yes\nOTHER\n", []]
  ] as const)("settings in .env are not lost without a word: %s", ([, dotEnv, lost]) =>
    Effect.gen(function* () {
      const complaints = yield* complaintsAbout({}, { ".env": dotEnv })
      expect(complaints.map((line) => line.replace(/^\w+: /, ""))).toEqual(
        lost.map((line) => `line ${line} of .env ${how}`)
      )
    })
  )

  it.effect("names the setting that a line of .env lost", () =>
    Effect.gen(function* () {
      const [complaint] = yield* complaintsAbout({}, { ".env": "oops\nROBOT_DRY_RUN=true" })
      expect(complaint).toBe(`ROBOT_DRY_RUN: line 2 of .env ${how}`)
    })
  )

  const notWhole = "is not read to its end - a value with quotes or a # in it in single quotes as a whole"
  it.effect.each([
    ["quotes around a part", 'ROBOT_LOG_LEVEL=debug\nROBOT_DENY="a","b,c"', [2]],
    ["quotes closed on a later line", "ROBOT_DENY='a,\nb','c'", [1]],
    ["a # in a name", "\nexport ROBOT_DENY = a,b#1", [2]],
    [
      "comments, and names of others",
      `ROBOT_DENY='a' # "b"\nROBOT_ALLOW = a #1#\nROBOT_TIME_ZONE= #\nOTHER="a","b"`,
      []
    ]
  ] as const)("nor is a part of one: %s", ([, dotEnv, lines]) =>
    Effect.gen(function* () {
      const complaints = yield* complaintsAbout({}, { ".env": dotEnv })
      expect(complaints.map((line) => line.replace(/^\w+: /, ""))).toEqual(
        lines.map((line) => `line ${line} of .env ${notWhole}`)
      )
    })
  )

  it.effect.each([
    [`ROBOT_DENY='"a","b,c"'`, ["a", "b,c"]],
    ['ROBOT_DENY=`"it\'s, me",#1`', ["it's, me", "#1"]],
    ["ROBOT_DENY=“a, b”，c", ["a, b", "c"]]
  ] as const)("a list with quotes in it comes through .env as the docs say: %s", ([dotEnv, deny]) =>
    Effect.gen(function* () {
      const { settings } = yield* settingsOf({}, { ".env": dotEnv })
      expect(Either.getOrThrow(settings).deny).toEqual(deny)
    })
  )

  it.scoped("real files are read; a directory is none, nor is a link to nothing", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const directory = yield* temporaryDirectory
      const dotEnv = `${directory}/.env`
      yield* fs.writeFileString(dotEnv, "\uFEFFROBOT_DRY_RUN=TRUE\r\nROBOT_REPLY_PREFIX='【#1】 '\r\n")
      yield* fs.writeFileString(`${directory}/key`, "k\n")
      const environment = { ...home, TULING_API_KEY_FILE: `${directory}/key` }
      const values = yield* (yield* readSettings({ environment, dotEnv })).settings
      expect(values).toMatchObject({ dryRun: true, replyPrefix: "【#1】 " })
      expect(Option.map(values.tulingApiKey, Redacted.value)).toEqual(Option.some("k"))

      yield* fs.makeDirectory(`${directory}/elsewhere/.env`, { recursive: true })
      const { settings } = yield* readSettings({ environment: home, dotEnv: `${directory}/elsewhere/.env` })
      expect(Option.map(Either.getLeft(settings), ({ complaints }) => complaints)).toEqual(
        Option.some([".env: cannot be read (BadResource) - a readable file, or none"])
      )

      yield* fs.symlink(`${directory}/nothing`, `${directory}/link`)
      const linked = yield* readSettings({ environment: home, dotEnv: `${directory}/link` })
      expect(Option.map(Either.getLeft(linked.settings), ({ complaints }) => complaints)).toEqual(
        Option.some(["link: cannot be read (NotFound) - a readable file, or none"])
      )
    }).pipe(Effect.provide(RealFiles))
  )
})

describe("the data directory by default", () => {
  it.effect.each([
    [{ STATE_DIRECTORY: "/var/lib/robot", XDG_STATE_HOME: "/state" }, "/var/lib/robot"],
    [{ STATE_DIRECTORY: "/var/lib/a:/var/lib/b" }, "/var/lib/a"],
    [{ XDG_STATE_HOME: "/state" }, "/state/weixin-robot"],
    [{ XDG_STATE_HOME: "relative" }, "/home/me/.local/state/weixin-robot"],
    [{ ROBOT_DATA_DIR: "/data", STATE_DIRECTORY: "/var/lib/robot" }, "/data"]
  ] as const)("%o", ([environment, expected]) =>
    Effect.gen(function* () {
      expect((yield* rowOf("ROBOT_DATA_DIR", environment))?.value).toBe(expected)
    })
  )

  it.effect("is a complaint where there is no home", () =>
    Effect.gen(function* () {
      expect(yield* complaintsAbout({ HOME: "" })).toEqual([
        "ROBOT_DATA_DIR: not set - the path of a directory (a ~ or $NAME before it is not expanded)"
      ])
    })
  )
})

import { describe, expect, it } from "@effect/vitest"
import { Effect, Either } from "effect"
import { complaintsAbout, settingsOf } from "../../support/layers/files.ts"

/** The complaints about a `.env`. */
const about = (dotEnv: string | Uint8Array) => complaintsAbout({}, { ".env": dotEnv })

const typedAnew = "NAME=value, typed anew"
const unread = "cannot be read - NAME=value, above it too, and every quote closed"

describe("a .env that is not text in UTF-8", () => {
  it.effect("is told by its first such line, and by nothing of what is in it", () =>
    Effect.gen(function* () {
      expect(yield* about(Buffer.from("ROBOT_DRY_RUN=true\n", "utf16le"))).toEqual([
        ".env: is not UTF-8 in line 1 (it looks like UTF-16) - save the file as UTF-8"
      ])
      expect(yield* about(Buffer.from("TULING_API_KEY=s3cret\nROBOT_DENY=\xc4\xe3\n", "latin1"))).toEqual([
        ".env: is not UTF-8 in line 2 (it may be GBK) - save the file as UTF-8"
      ])
    })
  )

  it.effect("may well be UTF-8 with marks and the line ends of Windows", () =>
    Effect.gen(function* () {
      const dotEnv =
        "\uFEFFROBOT_DRY_RUN=true\r\n\uFEFFROBOT_DENY=小明\r\r\n# \uFEFF\r\n\uFEFF# b\r\nROBOT_ALLOW=b\r"
      const { settings } = yield* settingsOf({}, { ".env": dotEnv })
      expect(Either.getOrThrow(settings)).toMatchObject({ dryRun: true, deny: ["小明"], allow: ["b"] })
    })
  )

  it.effect.each([
    ["ROBOT_DRY_RUN=true\rTULING_API_KEY=s3cret\r", 1],
    ["ROBOT_LOG_LEVEL=debug\r\n#ROBOT_DENY=\rROBOT_DRY_RUN=true\n", 2]
  ] as const)(
    "ends its lines in more than a carriage return, or nothing of it is read: %j",
    ([dotEnv, line]) =>
      Effect.gen(function* () {
        const { rows } = yield* settingsOf({}, { ".env": dotEnv })
        expect(rows.filter(({ source }) => source === ".env")).toEqual([])
        expect(yield* about(dotEnv)).toEqual([
          `.env: line ${line} ends in a carriage return alone - lines that end as on Linux or Windows`
        ])
      })
  )
})

describe("a setting in .env", () => {
  it.effect.each([
    ["a zero-width space before it", "\u200BROBOT_DENY=a", "U+200B"],
    ["a zero-width space behind it", "ROBOT_DENY\u200B =a", "U+200B"],
    ["a zero-width joiner in it", "ROBOT\u200D_DENY=a", "U+200D"],
    ["a mark in front of it that is not the file's", "export \uFEFFROBOT_DENY=a", "U+FEFF"],
    ["a no-break space before it", "\u00A0ROBOT_DENY=a", "U+00A0"],
    ["a no-break space behind it", "ROBOT_DENY\u00A0=a", "U+00A0"],
    ["a wide space", "ROBOT_DENY\u3000=a", "U+3000"],
    ["a wide space in place of the =", "ROBOT_DENY\u3000a", "U+3000"],
    ["a tab", "\tROBOT_DENY=a", "U+0009"],
    ["a tab behind export", "export\tROBOT_DENY=a", "U+0009"]
  ] as const)("is not lost to what nobody sees: %s", ([, line, unseen]) =>
    Effect.gen(function* () {
      expect(yield* about(`ROBOT_DENY=b\n${line}\n`)).toEqual([
        `ROBOT_DENY: line 2 of .env has the unseen character ${unseen} at its name - ${typedAnew}`
      ])
    })
  )

  it.effect.each([
    ["a command of Windows", "set ROBOT_DENY=a"],
    ["an export in capital letters", "EXPORT ROBOT_DENY=a"],
    ["a variable of PowerShell", "$env:ROBOT_DENY=a"],
    ["a list", "- ROBOT_DENY=a"],
    ["a colon", "ROBOT_DENY: a"],
    ["a wide =", "ROBOT_DENY＝a"],
    ["quotes around its name", "“ROBOT_DENY”=a"],
    ["a line of others above", "oops\nROBOT_DENY=a"],
    ["an indented comment above, which is none to Node", "  # all of them\nROBOT_DENY=a"],
    ["a line separator of its own", "ROBOT_AWAY_REPLY=b\u2028ROBOT_DENY=a"]
  ] as const)("is not lost without a word, though it is set elsewhere: %s", ([, lines]) =>
    Effect.gen(function* () {
      const last = 1 + lines.split("\n").length
      expect(yield* about(`ROBOT_DENY=b\n${lines}\n`)).toEqual([`ROBOT_DENY: line ${last} of .env ${unread}`])
    })
  )

  it.effect.each([
    "# set ROBOT_DENY=b\n#ROBOT_DENY: b\nexport ROBOT_DENY = a",
    "ROBOT_AWAY_REPLY=set ROBOT_DENY\nROBOT_DENY=b\nROBOT_DENY=a",
    "SET OTHER=1\nOTHER: 2\nOTHER=3\nROBOT_DENY=a # ROBOT_DENY=b"
  ])("may stand beside what is not meant for it: %j", (dotEnv) =>
    Effect.gen(function* () {
      const { settings } = yield* settingsOf({}, { ".env": dotEnv })
      expect(Either.getOrThrow(settings).deny).toEqual(["a"])
    })
  )

  it.effect("that a line before it took in is not shown with that one", () =>
    Effect.gen(function* () {
      const dotEnvs = [
        'ROBOT_LOG_LEVEL="debug\nTULING_API_KEY=s3cret\nROBOT_REPLY_PREFIX="',
        "TULING_API_KEY s3cret\nROBOT_REPLY_PREFIX=x",
        "TULING_API_KEY：s3cret\nROBOT_REPLY_PREFIX=x",
        "TULING_API_KEY＝s3cret=\nROBOT_REPLY_PREFIX=x"
      ]
      for (const dotEnv of dotEnvs) {
        const { rows, settings, warnings } = yield* settingsOf({}, { ".env": dotEnv })
        const complaints = Either.getOrThrow(Either.flip(settings)).complaints
        expect(complaints.join("\n")).toContain("TULING_API_KEY: line ")
        expect(JSON.stringify([rows, complaints, warnings])).not.toContain("s3cret")
      }
    })
  )

  const notWhole = "is not read to its end - a value with quotes or a # in it in single quotes as a whole"
  it.effect.each(["a#b", "a b#c", "#", "#1 friend", "\ta#", "a##"])(
    "is not cut at a # without a word: %j",
    (value) =>
      Effect.gen(function* () {
        expect(yield* about(`ROBOT_DENY=${value}\n`)).toEqual([`ROBOT_DENY: line 1 of .env ${notWhole}`])
      })
  )

  it.effect.each([
    ["a #b", "a"],
    ["a\t#b#c", "a"],
    [" a # b", "a"],
    [" # b", undefined],
    ['"a"#b', "a"],
    ["'#a' # b", "#a"],
    ['"a#b"', "a#b"]
  ] as const)("may have a comment behind it: %j", ([value, expected]) =>
    Effect.gen(function* () {
      const { settings } = yield* settingsOf({}, { ".env": `ROBOT_DENY=${value}\n` })
      expect(Either.getOrThrow(settings).deny).toEqual(expected === undefined ? [] : [expected])
    })
  )
})

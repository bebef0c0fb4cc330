import { describe, expect, it, vi } from "@effect/vitest"
import { Effect, Either, Option } from "effect"
import { meaningsOf, namedZone } from "../../../../src/layers/settings/kinds/ZoneNames.ts"
import { complaintsAbout, settingsOf } from "../../../support/layers/files.ts"

const A_ZONE = "a time zone such as Asia/Shanghai"
const CST = "China (Asia/Shanghai) or US Central (America/Chicago)"

describe("the name of a time zone", () => {
  it.effect.each(["CST", "cst", " Cst "])("is refused where it means several: %j", (name) =>
    Effect.gen(function* () {
      expect(yield* complaintsAbout({ ROBOT_TIME_ZONE: name })).toEqual([
        `ROBOT_TIME_ZONE: "${name}" may be ${CST} - ${A_ZONE}`
      ])
    })
  )

  it.each("ACT ADT AMT ART AST BST CDT CNT CST ECT EDT EST GST IST MST NST PST SST WST".split(" "))(
    "is told with zones that each can be set and differ: %s",
    (name) => {
      const zones = [...(meaningsOf(name) ?? "").matchAll(/\((.*?)\)/g)].map(([, zone = ""]) => zone)
      expect(zones.length).toBeGreaterThan(1)
      expect(zones.filter((zone) => Option.isNone(namedZone(zone)))).toEqual([])
      expect(namedZone(name)).toEqual(Option.none())
    }
  )

  it.each([
    "Asia/Shanghai",
    "asia/shanghai",
    "UTC",
    "GMT",
    "CET",
    "HST",
    "PRC",
    "EST5EDT",
    "America/New_York"
  ])("is taken where it means one: %s", (name) => expect(Option.isSome(namedZone(name))).toBe(true))

  it.each(["CST-8", "UTC+8", "<CST>-8", "ＣＳＴ", "Beijing"])(
    "is refused where nobody knows it: %s",
    (name) => expect(namedZone(name)).toEqual(Option.none())
  )
})

/** The settings on a system that Node finds in this zone. */
const settingsIn = (zone: string, environment: Readonly<Record<string, string>>, dotEnv = "") =>
  Effect.acquireUseRelease(
    Effect.sync(() => {
      const options = { ...new Intl.DateTimeFormat().resolvedOptions(), timeZone: zone }
      return vi.spyOn(Intl.DateTimeFormat.prototype, "resolvedOptions").mockReturnValue(options)
    }),
    () => settingsOf(environment, { ".env": dotEnv }),
    (system) => Effect.sync(() => system.mockRestore())
  )

const hours = { ROBOT_ACTIVE_HOURS: "8:00-23:00" }

const zoneOf = (report: Effect.Effect.Success<ReturnType<typeof settingsOf>>) =>
  Either.getOrThrow(report.settings).timeZone.id

describe("the zone of the system", () => {
  it.effect.each([
    ["America/Chicago", "CST", `may be ${CST}`],
    ["America/Chicago", ":CST", `may be ${CST}`],
    ["Etc/Unknown", "cst", `may be ${CST}`],
    ["Etc/Unknown", "CST-8", "has no name that Node knows"]
  ] as const)("is not taken for hours where it can be another: %s of %s", ([zone, tz, why]) =>
    Effect.gen(function* () {
      const complaint = `ROBOT_TIME_ZONE: not set, and that of the system (TZ=${tz}) ${why} - ${A_ZONE}`
      const { settings } = yield* settingsIn(zone, { TZ: tz, ...hours })
      expect(Either.flip(settings)).toMatchObject(Either.right({ complaints: [complaint] }))
      const idle = yield* settingsIn(zone, { TZ: tz })
      expect(idle.warnings).toEqual([complaint])
      expect(zoneOf(idle)).toBe("UTC")
    })
  )

  it.effect("is not asked for where one is set", () =>
    Effect.gen(function* () {
      const report = yield* settingsOf({ TZ: "CST", ...hours, ROBOT_TIME_ZONE: "Asia/Shanghai" })
      expect(report.warnings).toEqual([])
      expect(zoneOf(report)).toBe("Asia/Shanghai")
    })
  )

  it.effect("is that of TZ with a name of one meaning, and no business of .env", () =>
    Effect.gen(function* () {
      const tz = { TZ: "America/New_York" }
      expect(zoneOf(yield* settingsIn("America/New_York", { ...tz, ...hours }))).toBe("America/New_York")
      expect(zoneOf(yield* settingsIn("Asia/Tokyo", hours, "TZ=CST\n"))).toBe("Asia/Tokyo")
    })
  )

  it.effect("has no name even where nothing is said of it", () =>
    Effect.gen(function* () {
      const { settings } = yield* settingsIn("Etc/Unknown", hours)
      expect(Either.flip(settings)).toMatchObject(
        Either.right({
          complaints: [
            `ROBOT_TIME_ZONE: not set, and that of the system has no name that Node knows - ${A_ZONE}`
          ]
        })
      )
    })
  )
})

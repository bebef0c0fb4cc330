import { closeSync, fstatSync, openSync } from "node:fs"
import { describe, expect, it } from "@effect/vitest"
import { Cause, Data, Effect, FastCheck as fc, LogLevel, Redacted } from "effect"
import * as Logging from "../../../src/layers/logs/Logging.ts"
import { recording } from "../../support/layers/output.ts"

class Broken extends Data.TaggedError("Broken")<{ readonly message: string }> {}

/** What an effect logs in a format. */
const logged = <E>(
  format: Logging.LogOptions["format"],
  effect: Effect.Effect<void, E>,
  {
    output = recording(),
    ...options
  }: Partial<Omit<Logging.LogOptions, "output">> & { output?: ReturnType<typeof recording> } = {}
) =>
  effect.pipe(
    Effect.provide(Logging.layer({ level: LogLevel.Info, environment: {}, ...options, format, output })),
    Effect.map(() => output.text())
  )

const FORGERY = 'hi\n<2>forged a="b" c=d \u001b[2J'
const event = Effect.logWarning("state changed").pipe(
  Effect.annotateLogs({ to: "waiting-for-scan", why: FORGERY, tries: 3, key: Redacted.make("s3cret") })
)
/** Where it was thrown is a matter of where the tests are. */
const broken = Object.assign(new Broken({ message: FORGERY }), { stack: `Broken: ${FORGERY}\n    at here` })
const failure = Effect.logError("stopped", Cause.fail(broken))

describe("the journal format", () => {
  it.effect("is one line with priority and quoted values", () =>
    Effect.gen(function* () {
      const text = yield* logged("journal", event)
      expect(text).toMatch(/^<4>"?state changed"? .*\n$/)
      expect(
        text
          .slice(0, -1)
          .split(" ")
          .filter((part) => /^(to|tries|key)=/.test(part))
          .sort()
      ).toEqual(['key="<redacted>"', "to=waiting-for-scan", "tries=3"])
      expect(text).toContain('why="hi\\n<2>forged a=\\"b\\" c=d \\u001b[2J"')
    })
  )

  it.effect("has syslog's priorities", () =>
    Effect.gen(function* () {
      const each = [
        Effect.logFatal,
        Effect.logError,
        Effect.logWarning,
        Effect.logInfo,
        Effect.logDebug,
        Effect.logTrace
      ]
      const all = Effect.forEach(each, (log) => log("x"), { discard: true })
      expect(yield* logged("journal", all, { level: LogLevel.All })).toBe(
        "<2>x\n<3>x\n<4>x\n<6>x\n<7>x\n<7>x\n"
      )
    })
  )

  it.effect("has the cause on the same line", () =>
    Effect.gen(function* () {
      const text = yield* logged("journal", failure)
      expect(text).toMatch(/^<3>stopped cause="[^\n]*"\n$/)
      expect(text).toContain("hi\\n<2>forged")
    })
  )

  it.effect("is not cut by journald", () =>
    Effect.gen(function* () {
      const text = yield* logged("journal", Effect.logInfo("好".repeat(5000)))
      expect(new TextEncoder().encode(text).length).toBeLessThan(4096)
      expect(text.endsWith("好…\n")).toBe(true)
    })
  )

  it.effect.prop(
    "is one line that starts with its own priority, whatever is in it",
    {
      message: fc.string({ unit: "binary" }),
      key: fc.string({ unit: "binary" }),
      value: fc.string({ unit: "binary" })
    },
    ({ key, message, value }) =>
      Effect.gen(function* () {
        const text = yield* logged("journal", Effect.logInfo(message).pipe(Effect.annotateLogs(key, value)))
        expect(text).toMatch(/^<6>[^\p{Cc}]*\n$/u)
      })
  )
})

describe("the JSON format", () => {
  it.effect("is one object with the annotations beside timestamp, level and message", () =>
    Effect.gen(function* () {
      const text = yield* logged("json", event)
      expect(text).toMatch(/^[^\n]+\n$/)
      expect(JSON.parse(text)).toEqual({
        timestamp: "1970-01-01T00:00:00.000Z",
        level: "warning",
        message: "state changed",
        to: "waiting-for-scan",
        why: FORGERY,
        tries: 3,
        key: "<redacted>"
      })
    })
  )

  it.effect("keeps its own fields and the cause in one line", () =>
    Effect.gen(function* () {
      const forged = failure.pipe(
        Effect.annotateLogs({ level: "info", message: "all is well", cause: "none" })
      )
      const text = yield* logged("json", forged)
      expect(text).toMatch(/^[^\n]+\n$/)
      expect(JSON.parse(text)).toMatchObject({
        level: "error",
        message: "stopped",
        cause: expect.stringContaining(`Broken: ${FORGERY}`),
        level_: "info",
        message_: "all is well",
        cause_: "none"
      })
    })
  )

  it.effect("takes values that are no JSON", () =>
    Effect.gen(function* () {
      const circle: Record<string, unknown> = { name: "circle" }
      circle["self"] = circle
      const odd = Effect.logInfo(
        new Broken({ message: "odd" }),
        1n,
        circle,
        { key: Redacted.make("s3cret") },
        undefined
      )
      const { message } = JSON.parse(yield* logged("json", odd))
      expect(message).toBe('Broken: odd 1 {"name":"circle"} {"key":"<redacted>"} undefined')
    })
  )

  it.effect("tells how long a span took", () =>
    Effect.gen(function* () {
      const text = yield* logged("json", Effect.logInfo("asked").pipe(Effect.withLogSpan("tuling")))
      expect(JSON.parse(text)).toMatchObject({ tuling: "0ms" })
    })
  )
})

describe("the pretty format", () => {
  it.effect("is time, level, message and facts, and the cause on lines of its own", () =>
    Effect.gen(function* () {
      // what the test's clock shows, in the zone of this machine
      const time = new Date(0).toTimeString().slice(0, "00:00:00".length)
      const text = yield* logged("pretty", event)
      expect(text).toMatch(new RegExp(`^${time} WARNING state changed `))
      expect(text).toContain(" to=waiting-for-scan")
      expect(text.split("\n")).toHaveLength(2)
      const [head, ...cause] = (yield* logged("pretty", failure)).trimEnd().split("\n")
      expect(head).toMatch(/ ERROR   stopped$/)
      expect(cause[0]).toBe("  Broken: hi")
      for (const line of cause) expect(line).toMatch(/^ {2}[^\p{Cc}]*$/u)
    })
  )

  it.effect("has colours on a terminal only, and not against NO_COLOR", () =>
    Effect.gen(function* () {
      const info = Effect.logInfo("x")
      const colour = "\u001b["
      expect(yield* logged("pretty", info)).not.toContain(colour)
      expect(yield* logged("pretty", info, { output: recording(true) })).toContain(colour)
      expect(
        yield* logged("pretty", info, { output: recording(true), environment: { NO_COLOR: "1" } })
      ).not.toContain(colour)
      expect(
        yield* logged("pretty", info, { output: recording(true), environment: { NO_COLOR: "" } })
      ).toContain(colour)
    })
  )
})

describe("the log", () => {
  it.effect("leaves out what is below its level", () =>
    Effect.gen(function* () {
      const both = Effect.zipRight(Effect.logInfo("info"), Effect.logWarning("warning"))
      expect(yield* logged("journal", both, { level: LogLevel.Warning })).toBe("<4>warning\n")
    })
  )

  it.scoped("picks its format: a person's on a terminal, the journal's where systemd reads, else JSON", () =>
    Effect.gen(function* () {
      const fd = yield* Effect.acquireRelease(
        Effect.sync(() => openSync("/dev/null", "w")),
        (fd) => Effect.sync(() => closeSync(fd))
      )
      const { dev, ino } = fstatSync(fd)
      const formatOf = (isTTY: boolean, fd: number | undefined, JOURNAL_STREAM: string | undefined) =>
        Effect.map(
          logged("auto", Effect.logInfo("x"), {
            output: recording(isTTY, fd),
            environment: { JOURNAL_STREAM, NO_COLOR: "1" }
          }),
          (text) => ({ "{": "json", "<": "journal" })[text.charAt(0)] ?? "pretty"
        )
      expect(yield* formatOf(true, fd, `${dev}:${ino}`)).toBe("pretty")
      expect(yield* formatOf(false, fd, `${dev}:${ino}`)).toBe("journal")
      expect(yield* formatOf(false, fd, `${dev}:${ino + 1}`)).toBe("json")
      expect(yield* formatOf(false, fd, undefined)).toBe("json")
      expect(yield* formatOf(false, undefined, `${dev}:${ino}`)).toBe("json")
      expect(yield* formatOf(false, 1_000_000, `${dev}:${ino}`)).toBe("json")
    })
  )
})

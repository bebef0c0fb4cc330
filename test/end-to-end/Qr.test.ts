import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { start } from "../../src/simulator/Simulator.ts"
import { DARK, scanned } from "../support/layers/screen.ts"
import { until } from "../support/end-to-end/inProcess.ts"
import { directory, run, tireless } from "../support/end-to-end/program.ts"
import { noTerminal, runOnTerminal } from "../support/end-to-end/terminal.ts"

/** A terminal of a person who writes Chinese. */
const WIDE = { ambiguous: 2, brightWhite: 255, ...DARK } as const

/** The lines that are made of dots of a code. */
const codeIn = (shown: string) =>
  shown
    .split(/\r?\n/)
    .filter((line) => line.includes("    ") && !/[a-z]{3}/.test(line))
    .join("\n")

const waiting = Effect.gen(function* () {
  const { control, origin } = yield* start({ autoScan: false })
  const environment = tireless(origin, yield* directory)
  const address = Effect.map(
    until(control, ({ holding }) => holding.login > 0),
    ({ scans }) => `https://login.weixin.qq.com/l/${scans[0]?.uuid}`
  )
  return { address, environment }
})

describe.skipIf(noTerminal !== undefined)("the log-in code on a terminal", () => {
  it.scopedLive("scans where block characters are wide", () =>
    Effect.gen(function* () {
      const { address, environment } = yield* waiting
      const robot = yield* runOnTerminal(environment)
      const expected = yield* address
      expect(scanned(codeIn(robot.shown()), WIDE)).toBe(expected)
    })
  )
})

describe("the command qr", () => {
  it.scopedLive("draws the code as ROBOT_QR has it, also into a pipe", () =>
    Effect.gen(function* () {
      const { address, environment } = yield* waiting
      yield* run(["run"], environment)
      const expected = yield* address
      const drawn = (style: string) =>
        Effect.map(
          Effect.flatMap(run(["qr"], { ...environment, ROBOT_QR: style }), ({ ended }) => ended),
          ({ stdout }) => codeIn(stdout)
        )
      expect(scanned(yield* drawn("colour"), WIDE)).toBe(expected)
      expect(scanned(yield* drawn("ascii"), WIDE, 8)).toBe(expected)
      expect(scanned(yield* drawn("auto"), { ...WIDE, ambiguous: 1 })).toBe(expected)
      expect(yield* drawn("blocks")).toBe(yield* drawn("auto"))
    })
  )
})

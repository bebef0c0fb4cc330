import { readFileSync } from "node:fs"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { parse } from "yaml"
import { metrics } from "../../src/program/api/app/Metrics.ts"
import { surroundings } from "../support/program/served.ts"

const Rules = Schema.Struct({
  groups: Schema.NonEmptyArray(
    Schema.Struct({
      name: Schema.NonEmptyString,
      rules: Schema.NonEmptyArray(
        Schema.Struct({
          alert: Schema.NonEmptyString,
          expr: Schema.NonEmptyString,
          for: Schema.optional(Schema.String),
          labels: Schema.Struct({ severity: Schema.Literal("warning", "critical") }),
          annotations: Schema.Struct({ summary: Schema.NonEmptyString, description: Schema.NonEmptyString })
        })
      )
    })
  )
})

const Board = Schema.Struct({
  panels: Schema.NonEmptyArray(
    Schema.Struct({
      id: Schema.Number,
      title: Schema.NonEmptyString,
      targets: Schema.NonEmptyArray(Schema.Struct({ expr: Schema.NonEmptyString }))
    })
  )
})

const decodeRules = Schema.decodeUnknown(Rules, { onExcessProperty: "error" })
const decodeBoard = Schema.decode(Schema.parseJson(Board))

/** The names that a query may have, by what the robot really tells. */
const known = Effect.map(metrics, (text) => {
  const families = Array.from(text.matchAll(/^# TYPE (\w+) (\w+)$/gm))
  return new Set(
    families.flatMap(([, name = "", type]) =>
      type === "histogram" ? ["_bucket", "_sum", "_count"].map((end) => `${name}${end}`) : [name]
    )
  )
})

const namedIn = (queries: ReadonlyArray<string>) =>
  queries.flatMap((query) => query.match(/\bweixin_robot_\w+/g) ?? [])

const ruleQueries = Effect.map(
  Effect.suspend(() => decodeRules(parse(readFileSync("deploy/prometheus-rules.yml", "utf8")))),
  ({ groups }) => groups.flatMap(({ rules }) => rules.map(({ expr }) => expr))
)

const boardQueries = Effect.map(
  Effect.suspend(() => decodeBoard(readFileSync("deploy/grafana.json", "utf8"))),
  ({ panels }) => panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))
)

describe("the examples for monitors", () => {
  it.scoped.each([
    ["rules of Prometheus", ruleQueries],
    ["a board of Grafana", boardQueries]
  ] as const)("%s name what the robot measures, and nothing else", ([, queries]) =>
    Effect.gen(function* () {
      const names = namedIn(yield* queries)
      expect(names.length).toBeGreaterThan(5)
      const measured = yield* known
      expect(names.filter((name) => !measured.has(name))).toEqual([])
    }).pipe(Effect.provide(surroundings()))
  )
})

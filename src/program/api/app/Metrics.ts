import { Clock, Effect } from "effect"
import { ConnectionStateName } from "../../../domain/ConnectionState.ts"
import packageJson from "../../../../package.json" with { type: "json" }
import { Activity } from "../../../layers/activity/Activity.ts"
import { type Counter, type Histogram, type Histograms } from "../../../layers/activity/Tallies.ts"
import { Connection } from "../../connection/Connection.ts"
import { health } from "./Health.ts"

/* The text format of Prometheus. No label is what people chose, so that there are never more than a few hundred lines. */

type Labels = Readonly<Record<string, string>>

const labelled = (labels: Labels) => {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value}"`)
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`
}

const family = (name: string, type: string, help: string, lines: ReadonlyArray<string>) => [
  `# HELP weixin_robot_${name} ${help}`,
  `# TYPE weixin_robot_${name} ${type}`,
  ...lines.map((line) => `weixin_robot_${line}`)
]

const gauge = (name: string, help: string, value: number, labels: Labels = {}) =>
  family(name, "gauge", help, [`${name}${labelled(labels)} ${value}`])

/** A label of the counter holds the values of these labels, with blanks between. */
const counter = (name: string, help: string, { counts }: Counter, labels: ReadonlyArray<string>) =>
  family(
    name,
    "counter",
    help,
    Array.from(counts, ([label, count]) => {
      const values = label.split(" ")
      return `${name}${labelled(Object.fromEntries(labels.map((one, at) => [one, values[at] ?? ""])))} ${count}`
    })
  )

const series = (name: string, { bounds, counts, sum }: Histogram, labels: Labels) => {
  let total = 0
  const buckets = [...bounds.map(String), "+Inf"].map((le, at) => {
    total += counts[at] ?? 0
    return `${name}_bucket${labelled({ ...labels, le })} ${total}`
  })
  const of = labelled(labels)
  return [...buckets, `${name}_sum${of} ${sum}`, `${name}_count${of} ${total}`]
}

const histogram = (name: string, help: string, one: Histogram) =>
  family(name, "histogram", help, series(name, one, {}))

/** The label of each is the value of this one. */
const histograms = (name: string, help: string, { byLabel }: Histograms, label: string) =>
  family(
    name,
    "histogram",
    help,
    Array.from(byLabel).flatMap(([value, one]) => series(name, one, { [label]: value }))
  )

const ofActivity = ({
  answerTime,
  asked,
  commitTime,
  decided,
  ended,
  syncDelay,
  underWay
}: typeof Activity.Service) => [
  counter("messages_total", "Messages decided, by kind and decision.", decided, ["kind", "decision"]),
  counter("messages_ended_total", "Messages that came to their end, by how: sent, skipped ...", ended, [
    "state"
  ]),
  gauge("messages_under_way", "Messages that have no end yet.", underWay),
  counter(
    "chatbot_asked_total",
    "Questions to each chatbot, second tries too, by what came of them.",
    asked,
    ["chatbot", "result"]
  ),
  histograms("chatbot_seconds", "How long each chatbot took.", answerTime, "chatbot"),
  histogram("sync_delay_seconds", "From when a message was written to when it was received.", syncDelay),
  histogram("commit_seconds", "How long a write took until it was on disk.", commitTime)
]

/** All that is measured. */
export const metrics = Effect.gen(function* () {
  const activity = yield* Activity
  const { state: now, since } = yield* (yield* Connection).state
  const { ok } = yield* health
  const seconds = ((yield* Clock.currentTimeMillis) - since) / 1_000
  const states = ConnectionStateName.literals.map(
    (state) => `state${labelled({ state })} ${state === now ? 1 : 0}`
  )
  const { rss } = process.memoryUsage()
  return [
    ...gauge("build_info", "The version that runs.", 1, {
      version: packageJson.version,
      node: process.versions.node
    }),
    ...gauge("up", "1 where the robot works, 0 where a person is needed or the server is lost.", ok ? 1 : 0),
    ...family("state", "gauge", "1 for the state of the connection to WeChat.", states),
    ...gauge("state_seconds", "How long that state lasts.", Math.max(0, seconds)),
    ...ofActivity(activity).flat(),
    ...gauge("memory_bytes", "Memory of the process.", rss),
    ""
  ].join("\n")
})

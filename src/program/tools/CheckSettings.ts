import { Console, Effect, Either, type Layer, Option } from "effect"
import { type HttpExchange } from "../../http/HttpExchange.ts"
import { reach } from "../../http/Reach.ts"
import { oneLine } from "../../layers/logs/OneLine.ts"
import { type SettingsReport } from "../../layers/settings/SettingsReport.ts"
import { type SettingValues } from "../../layers/settings/SettingsTable.ts"
import { servicesOf } from "../Services.ts"
import { Unsuccessful } from "../Unsuccessful.ts"

const section = (title: string, lines: ReadonlyArray<string>) =>
  lines.length === 0 ? Effect.void : Console.log([title, ...lines.map((line) => `  ${line}`), ""].join("\n"))

const widest = (texts: ReadonlyArray<string>) => Math.max(...texts.map(({ length }) => length))

/**
 * The `check` command: every setting with its value and source, all that is wrong or odd, whether `surroundings` can be
 * used (what the robot keeps on the disk), and what is reachable over the robot's `networks`.
 */
export const checkSettings = Effect.fn("CheckSettings.checkSettings")(function* <E, R>(
  { rows, settings, warnings }: SettingsReport,
  surroundings: Effect.Effect<void, E, R>,
  networks: Networks
) {
  const name = widest(rows.map((row) => row.name))
  const source = widest(rows.map((row) => row.source))
  yield* section(
    "Settings",
    rows.map((row) => `${row.name.padEnd(name)}  ${row.source.padEnd(source)}  ${row.value || "-"}`)
  )
  yield* section("Odd", warnings)
  if (Either.isLeft(settings)) {
    yield* section("Wrong", settings.left.complaints)
    return yield* new Unsuccessful({ because: "settings" })
  }
  yield* surroundings
  yield* section("Data directory", [`${oneLine(settings.right.dataDir)}  can be used`])
  yield* section("Reachable", yield* reachable(settings.right, networks))
})

/** Over what WeChat is reached, and the chatbots. */
export type Networks = Readonly<
  Record<"wechat" | "chatbots", (settings: SettingValues) => Layer.Layer<HttpExchange, never, HttpExchange>>
>

const reachable = (settings: SettingValues, { chatbots, wechat }: Networks) =>
  Effect.forEach(
    servicesOf(settings),
    ({ model, name, origin, through }) => {
      const network = name === "WeChat" ? wechat : chatbots
      const asked = Option.match(model, { onNone: () => "", onSome: (name) => `  model ${oneLine(name)}` })
      const way = Option.match(through, { onNone: () => "", onSome: (proxy) => `  through ${proxy}` })
      return Effect.map(
        Effect.provide(reach(origin), network(settings)),
        (answer) => `${name}  ${origin.origin}${asked}${way}  ${answer}`
      )
    },
    { concurrency: "unbounded" }
  )

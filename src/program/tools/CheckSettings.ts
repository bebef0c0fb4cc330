import { Console, Effect, Either, Option } from "effect"
import { reach } from "../../http/Reach.ts"
import { loginHost } from "../../http/wechat/Hosts.ts"
import { oneLine } from "../../layers/logs/OneLine.ts"
import { type SettingsReport } from "../../layers/settings/SettingsReport.ts"
import { type SettingValues } from "../../layers/settings/SettingsTable.ts"
import { Unsuccessful } from "../Unsuccessful.ts"

const section = (title: string, lines: ReadonlyArray<string>) =>
  lines.length === 0 ? Effect.void : Console.log([title, ...lines.map((line) => `  ${line}`), ""].join("\n"))

const widest = (texts: ReadonlyArray<string>) => Math.max(...texts.map(({ length }) => length))

/**
 * The `check` command: every setting with its value and source, all that is wrong or odd, whether `surroundings` can be
 * used (what the robot keeps on the disk), and what is reachable.
 */
export const checkSettings = Effect.fn("CheckSettings.checkSettings")(function* <E, R>(
  { rows, settings, warnings }: SettingsReport,
  surroundings: Effect.Effect<void, E, R>
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
  yield* section("Reachable", yield* reachable(settings.right))
})

const reachable = (settings: SettingValues) =>
  Effect.forEach(
    [
      ["WeChat", Option.getOrElse(settings.wechatOrigin, () => new URL(`https://${loginHost}`))] as const,
      ...(Option.isSome(settings.tulingApiKey) ? [["Tuling", settings.tulingOrigin] as const] : [])
    ],
    ([name, origin]) => Effect.map(reach(origin), (answer) => `${name}  ${origin.origin}  ${answer}`),
    { concurrency: "unbounded" }
  )

import { Command, Options } from "@effect/cli"
import { type Documented } from "./Documented.ts"
import { loading } from "./Loading.ts"

const follow = Options.boolean("follow").pipe(
  Options.withAlias("f"),
  Options.withDescription("go on as more is written")
)

const lines = Options.integer("lines").pipe(
  Options.withAlias("n"),
  Options.withDescription("so many lines of the past"),
  Options.withDefault(100)
)

const actions = () => import("./actions/service.ts")

export const service = Command.make("service").pipe(
  Command.withDescription("the robot as a service of systemd on this machine"),
  Command.withSubcommands([
    Command.make("install", {}, () => loading(actions, ({ install }) => install)).pipe(
      Command.withDescription("says what it will do, copies the program below /opt and starts the service")
    ),
    Command.make("uninstall", {}, () => loading(actions, ({ uninstall }) => uninstall)).pipe(
      Command.withDescription("undoes it; data, settings and keys stay")
    ),
    Command.make("logs", { follow, lines }, (options) => loading(actions, ({ logs }) => logs(options))).pipe(
      Command.withDescription("what the service wrote to the journal")
    )
  ])
)

/** As the READMEs tell of it. */
export const documented: Documented = {
  usage: { en: "`… service install`, `uninstall`, `logs`", zh: "`… service install`、`uninstall`、`logs`" },
  does: {
    en: "the robot as a service of systemd, hardened and watched: see [docs/operations.md](docs/operations.md)",
    zh: "作为 systemd 服务运行，受监护、有沙箱：见 [docs/operations.zh-CN.md](docs/operations.zh-CN.md)"
  }
}

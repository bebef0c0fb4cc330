import { Command, Options } from "@effect/cli"
import { type Documented } from "./Documented.ts"
import { loading } from "./Loading.ts"

const port = Options.integer("port").pipe(
  Options.withDescription("the port to listen on at 127.0.0.1; 0 takes a free one"),
  Options.withDefault(8765)
)

const manualScan = Options.boolean("manual-scan").pipe(
  Options.withDescription("let no one scan the QR code but the control API")
)

export const simulator = Command.make("simulator", { port, manualScan }, (options) =>
  loading(
    () => import("./actions/simulator.ts"),
    ({ simulator }) => simulator(options)
  )
).pipe(
  Command.withDescription(
    "a WeChat and Tuling server for tries and tests, alone; prints one JSON line when it listens"
  )
)

/** As the READMEs tell of it. */
export const documented: Documented = {
  usage: {
    en: "`… simulator [--port 8765] [--manual-scan]`",
    zh: "`… simulator [--port 8765] [--manual-scan]`"
  },
  does: {
    en: "the simulated WeChat and Tuling alone: see [docs/simulator.md](docs/simulator.md)",
    zh: "只启动模拟的微信和图灵：见 [docs/simulator.zh-CN.md](docs/simulator.zh-CN.md)"
  }
}

import { Command, Options } from "@effect/cli"
import { type Documented } from "./Documented.ts"
import { loading } from "./Loading.ts"
import { portNamed, portOption } from "./Port.ts"

const port = portOption.pipe(
  Options.withDescription("the port to listen on at 127.0.0.1; 0 takes a free one"),
  Options.withDefault(8765)
)

const https = portNamed("https").pipe(
  Options.withDescription(
    "a port for TLS in front of it, by the real names of all hosts; 0 takes a free one"
  ),
  Options.optional
)

const manualScan = Options.boolean("manual-scan").pipe(
  Options.withDescription("let no one scan the QR code but the control API")
)

const replay = Options.file("replay", { exists: "yes" }).pipe(
  Options.withDescription("answer as WeChat did in this recording (see ROBOT_RECORD)"),
  Options.optional
)

export const simulator = Command.make("simulator", { port, https, manualScan, replay }, (options) =>
  loading(
    () => import("./actions/simulator.ts"),
    ({ simulator }) => simulator(options)
  )
).pipe(
  Command.withDescription(
    "a WeChat and chatbot server for tries and tests, alone; prints one JSON line when it listens"
  )
)

/** As the READMEs tell of it. */
export const documented: Documented = {
  usage: {
    en: "`… simulator [--port 8765] [--https 443] [--manual-scan] [--replay FILE]`",
    zh: "`… simulator [--port 8765] [--https 443] [--manual-scan] [--replay 文件]`"
  },
  does: {
    en: "the simulated WeChat and its chatbots alone; with `--replay` a recorded WeChat in place of the simulated one: see [docs/simulator.md](docs/simulator.md)",
    zh: "只启动模拟的微信和聊天机器人；加上 `--replay`，用录下的微信代替模拟的微信：见 [docs/simulator.zh-CN.md](docs/simulator.zh-CN.md)"
  }
}

import { join } from "node:path"
import { stripVTControlCharacters } from "node:util"
import { CliConfig } from "@effect/cli"
import { NodeContext, NodeHttpClient, NodeRuntime } from "@effect/platform-node"
import { type HttpServerError } from "@effect/platform"
import { Console, Effect, Layer } from "effect"
import packageJson from "../package.json" with { type: "json" }
import { demo } from "./demo/Demo.ts"
import { layer as wechatEndpoints } from "./http/wechat/Endpoints.ts"
import { WechatOptions } from "./http/wechat/WechatOptions.ts"
import { layer as chatbotsByKey } from "./layers/ChatbotsByKey.ts"
import { type BadDataDirectory } from "./layers/DataDirectory.ts"
import { DataDirectoryLive } from "./layers/DataDirectoryLive.ts"
import { layer as journalMemory } from "./layers/JournalMemory.ts"
import { logging } from "./layers/Logging.ts"
import { loginDisplayTerminal } from "./layers/LoginDisplayTerminal.ts"
import { pacerLive } from "./layers/PacerLive.ts"
import { PseudonymsHmac } from "./layers/PseudonymsHmac.ts"
import { type BadSettings, Settings } from "./layers/Settings.ts"
import { readSettings, settingsEnv } from "./layers/SettingsEnv.ts"
import { check } from "./program/Check.ts"
import { commandLine } from "./program/Cli.ts"
import { Connection } from "./program/Connection.ts"
import { failureOf, type Unsuccessful } from "./program/Failure.ts"
import { type LoginRefusal } from "./program/Login.ts"
import { robot } from "./program/Robot.ts"
import * as Simulator from "./simulator/Simulator.ts"

const sources = { environment: process.env, dotEnv: join(process.cwd(), ".env") }

const fromSettings = <A, E, R>(make: (settings: Settings["Type"]) => Layer.Layer<A, E, R>) =>
  Layer.unwrapEffect(Effect.map(Settings, make))

const Logs = fromSettings(({ logFormat, logLevel }) =>
  logging({ level: logLevel, format: logFormat, output: process.stdout, environment: process.env })
)

const Wechat = wechatEndpoints.pipe(
  Layer.provide(
    fromSettings(({ wechatClient, wechatExtspam, wechatOrigin }) =>
      Layer.succeed(WechatOptions, { origin: wechatOrigin, client: wechatClient, extspam: wechatExtspam })
    )
  )
)

const OnDisk = PseudonymsHmac.pipe(Layer.provideMerge(DataDirectoryLive))

const Surroundings = Layer.mergeAll(
  Wechat,
  chatbotsByKey,
  journalMemory,
  Connection.Default,
  fromSettings(({ sendsPerMinute }) => pacerLive({ sendsPerMinute, sentAt: [] })),
  loginDisplayTerminal({ output: process.stdout, drawAnyway: false }).pipe(Layer.provideMerge(OnDisk)),
  Logs
).pipe(Layer.provide(NodeHttpClient.layer), Layer.provideMerge(settingsEnv(sources)))

/** What `check` tries: the directory and the key that the robot would start with. */
const diskIsFine = Effect.void.pipe(Effect.provide(OnDisk.pipe(Layer.provide(settingsEnv(sources)))))

/** A misspelt name is no reason to stay down, but its owner waits for an effect that does not come. */
const warnOfOddSettings = Effect.flatMap(readSettings(sources), ({ warnings }) =>
  Effect.forEach(warnings, (warning) => Effect.logWarning(warning), { discard: true })
)

/** This very program, as the demo starts it once more. */
const command: [string, ...Array<string>] = [process.execPath, import.meta.filename, "run"]

/** What can end a command, each with an exit code of its own. */
type Ending = BadSettings | BadDataDirectory | LoginRefusal | HttpServerError.ServeError | Unsuccessful

const cli = commandLine<Ending, NodeContext.NodeContext>(packageJson.version, {
  run: Effect.provide(Effect.zipRight(warnOfOddSettings, robot), Surroundings),
  demo: demo({ command, output: process.stdout, environment: process.env }),
  simulator: ({ manualScan, port }) =>
    Simulator.start({ port, autoScan: !manualScan }).pipe(
      Effect.tap(({ origin }) => Console.log(JSON.stringify({ origin, control: `${origin}/control/` }))),
      Effect.zipRight(Effect.never),
      Effect.scoped
    ),
  check: Effect.flatMap(readSettings(sources), (report) => check(report, diskIsFine)).pipe(
    Effect.provide(NodeHttpClient.layer)
  )
})

const plain = (text: unknown) => (typeof text === "string" ? stripVTControlCharacters(text) : text)

/** The command line's own help is coloured always; in a file or a pipe that is noise. */
const plainUnlessTerminal = <A, E, R>(self: Effect.Effect<A, E, R>) =>
  process.stdout.isTTY && (process.env["NO_COLOR"] ?? "") === ""
    ? self
    : Console.consoleWith((console) =>
        Effect.withConsole(self, {
          ...console,
          log: (...texts) => console.log(...texts.map(plain)),
          error: (...texts) => console.error(...texts.map(plain))
        })
      )

// who reads the output has gone, as `head` does: a stop like any other, with all that it puts in order
process.stdout.once("error", () => {
  process.stdout.on("error", () => {})
  process.kill(process.pid, "SIGTERM")
})

cli(process.argv).pipe(
  plainUnlessTerminal,
  Effect.provide(Layer.merge(NodeContext.layer, CliConfig.layer({ showBuiltIns: false }))),
  NodeRuntime.runMain({
    // both would print past the robot's own log
    disableErrorReporting: true,
    disablePrettyLogger: true,
    teardown: (exit, done) => {
      const { exitCode, text } = failureOf(exit)
      if (text !== "") process.stderr.write(`${text}\n`)
      done(exitCode)
    }
  })
)

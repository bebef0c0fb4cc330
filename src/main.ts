import { join, resolve } from "node:path"
import { format, stripVTControlCharacters } from "node:util"
import { CliConfig } from "@effect/cli"
import { NodeContext, NodeHttpClient, NodeRuntime } from "@effect/platform-node"
import { type HttpServerError } from "@effect/platform"
import { Console, Effect, Layer, Option } from "effect"
import packageJson from "../package.json" with { type: "json" }
import { demo } from "./demo/Demo.ts"
import { backupTar } from "./layers/backup/TarBackup.ts"
import { type BadDataDirectory, DataDirectory } from "./layers/disk/DataDirectory.ts"
import { type JournalFailed } from "./layers/journal/Journal.ts"
import { waitingCode } from "./layers/login/LoginImage.ts"
import { journalIsFine, layer as journalReader } from "./layers/journal/SqlJournalReader.ts"
import { settingsOfFile } from "./layers/settings/SettingSources.ts"
import { marked } from "./layers/logs/Logging.ts"
import { type SupervisorUnreachable } from "./layers/supervisor/Supervisor.ts"
import { type BadSettings, Settings } from "./layers/settings/Settings.ts"
import { readSettings, settingsEnv } from "./layers/settings/SettingsEnv.ts"
import { vitalOutput } from "./layers/logs/VitalOutput.ts"
import { writerOf } from "./layers/logs/Writer.ts"
import { backup } from "./program/tools/MakeBackup.ts"
import { check } from "./program/tools/CheckSettings.ts"
import { commandLine } from "./program/Cli.ts"
import { contacts } from "./program/tools/ListNames.ts"
import { qr } from "./program/tools/ShowCode.ts"
import { replay } from "./program/tools/ReplayDecisions.ts"
import { why } from "./program/tools/ExplainMessage.ts"
import { failureOf, unprinted, type Unsuccessful } from "./program/tools/Failure.ts"
import { type LoginRefusal } from "./program/session/Login.ts"
import { robot } from "./program/Robot.ts"
import { supervised } from "./program/Supervise.ts"
import { stopAtHangup, stopInOrder } from "./Hangup.ts"
import { accountLayers } from "./AccountLayers.ts"
import { drawnOnStdout } from "./DrawnOnStdout.ts"
import { OnDisk, processLayers } from "./ProcessLayers.ts"
import * as Simulator from "./simulator/Simulator.ts"

stopAtHangup()

/** What all commands but `run` print to. */
const printed = vitalOutput(writerOf(process.stdout), stopInOrder)
const stderr = writerOf(process.stderr)
const tell = (text: string) => stderr(text, () => {})

// not by its whole path: Node cannot tell that of a directory whose name is not UTF-8
const sources = { environment: process.env, dotEnv: ".env" }

/** What `check` tries: the directory, the key and the journal that the robot would start with. */
const diskIsFine = Effect.flatMap(DataDirectory, ({ path }) => journalIsFine(path)).pipe(
  Effect.provide(OnDisk.pipe(Layer.provide(settingsEnv(sources))))
)

/** A misspelt name is no reason to stay down, but its owner waits for an effect that does not come. */
const warnOfOddSettings = Effect.flatMap(readSettings(sources), ({ warnings }) =>
  Effect.forEach(warnings, (warning) => Effect.logWarning(warning), { discard: true })
)

/** What looks into the journal needs only the settings, without a robot's surroundings. */
const settings = settingsEnv(sources)
const journal = Layer.provide(journalReader, settings)

/** Prints as Node's console does, and knows what became of it. */
const printing =
  (shown: (line: string) => string) =>
  <A, E, R>(self: Effect.Effect<A, E, R>) =>
    Console.consoleWith((console) =>
      Effect.withConsole(self, {
        ...console,
        log: (...texts) => Effect.sync(() => printed.write(`${shown(format(...texts))}\n`)),
        error: (...texts) => Effect.sync(() => tell(`${shown(format(...texts))}\n`))
      })
    )

/** The command line's own help is coloured always; in a file or a pipe that is noise. */
const plainUnlessTerminal = printing((line) =>
  process.stdout.isTTY && (process.env["NO_COLOR"] ?? "") === "" ? line : stripVTControlCharacters(line)
)

/** Colours as they are, for a code that is drawn in them. */
const verbatim = printing((line) => line)

/** This very program, as the demo starts it once more. */
const command: [string, ...Array<string>] = [process.execPath, import.meta.filename, "run"]

/** What can end a command, each with an exit code of its own. */
type Ending =
  | BadSettings
  | BadDataDirectory
  | JournalFailed
  | SupervisorUnreachable
  | LoginRefusal
  | HttpServerError.ServeError
  | Unsuccessful

const cli = commandLine<Ending, NodeContext.NodeContext>(packageJson.version, {
  run: Effect.provide(
    Effect.zipRight(warnOfOddSettings, supervised(robot)),
    Layer.provideMerge(accountLayers, processLayers(sources))
  ),
  demo: demo({
    command,
    output: { isTTY: process.stdout.isTTY, write: printed.write },
    environment: process.env
  }),
  simulator: ({ manualScan, port }) =>
    Simulator.start({ port, autoScan: !manualScan }).pipe(
      Effect.tap(({ origin }) => Console.log(JSON.stringify({ origin, control: `${origin}/control/` }))),
      Effect.zipRight(Effect.never),
      Effect.scoped
    ),
  qr: Settings.pipe(
    Effect.flatMap((settings) => qr(waitingCode(resolve(settings.dataDir), drawnOnStdout(settings.qr)))),
    verbatim,
    Effect.provide(settings)
  ),
  contacts: Effect.provide(contacts, journal),
  why: (options) => Effect.provide(why(options), Layer.merge(journal, settings)),
  backup: ({ file }) => Effect.provide(backup(file), Layer.provide(backupTar(process.stdout), settings)),
  replay: ({ env }) => {
    const tried = Option.match(env, {
      onNone: () => settings,
      onSome: (file) => settingsEnv(settingsOfFile(file, sources))
    })
    // a file that cannot be read is told also where there is no journal yet
    return Effect.provide(replay, Layer.provideMerge(journal, tried))
  },
  machine: {
    root: "/",
    uid: process.getuid?.() ?? -1,
    node: process.execPath,
    source: join(import.meta.dirname, "..")
  },
  check: Effect.flatMap(readSettings(sources), (report) => check(report, diskIsFine)).pipe(
    Effect.provide(NodeHttpClient.layer)
  )
})

cli(process.argv).pipe(
  plainUnlessTerminal,
  // `process.exit` would not wait until all is written
  Effect.exit,
  Effect.zipLeft(printed.written),
  Effect.flatten,
  Effect.provide(Layer.merge(NodeContext.layer, CliConfig.layer({ showBuiltIns: false }))),
  NodeRuntime.runMain({
    // both would print past the robot's own log
    disableErrorReporting: true,
    disablePrettyLogger: true,
    teardown: (exit, done) => {
      const failure = printed.failure()
      const { exitCode, text } = failure === undefined ? failureOf(exit) : unprinted(failure)
      // under systemd what ends the program is an error on each of its lines
      if (text !== "") tell(`${marked(text, 3, process.stderr, process.env)}\n`)
      done(exitCode)
    }
  })
)

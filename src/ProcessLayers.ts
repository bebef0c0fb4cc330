import { Effect, Layer } from "effect"
import * as NodeHttpExchange from "./http/NodeHttpExchange.ts"
import { stopInOrder } from "./Hangup.ts"
import { DataDirectory } from "./layers/disk/DataDirectory.ts"
import { Pseudonyms } from "./layers/chatbots/Pseudonyms.ts"
import { JournalFile } from "./layers/journal/sql/JournalFile.ts"
import * as LastingLogOutput from "./layers/logs/LastingLogOutput.ts"
import * as Logging from "./layers/logs/Logging.ts"
import { LogOutput } from "./layers/logs/LogOutput.ts"
import { neverWait, type Write, writerOf } from "./layers/logs/Writer.ts"
import { Settings } from "./layers/settings/Settings.ts"
import { type Sources } from "./layers/settings/SettingSources.ts"
import * as SystemdSupervisor from "./layers/supervisor/SystemdSupervisor.ts"

/** The demo's robot, and that of a test, does not outlive who reads its log. Not a setting: nobody else wants that. */
const endsUnread = (write: Write): Write =>
  process.env["WEIXIN_ROBOT_ENDS_UNREAD"] !== "true"
    ? write
    : (text, done) =>
        write(text, (failure) => {
          if (failure?.code === "EPIPE") stopInOrder()
          done(failure)
        })

const Outlet = Layer.suspend(() => {
  const { env, stderr, stdout } = process
  const tellPeople = writerOf(stderr)
  neverWait(stdout)
  neverWait(stderr)
  return LastingLogOutput.layer({
    write: endsUnread(writerOf(stdout)),
    isTTY: stdout.isTTY === true,
    fd: stdout.fd,
    tell: (sentence) => tellPeople(`${Logging.marked(sentence, 4, stderr, env)}\n`, () => {})
  })
})

const Logs = LastingLogOutput.gapsLogged.pipe(
  Layer.provideMerge(
    Layer.unwrapEffect(
      Effect.map(Effect.all([Settings, LogOutput]), ([{ logFormat, logLevel }, { output }]) =>
        Logging.layer({ level: logLevel, format: logFormat, output, environment: process.env })
      )
    )
  ),
  Layer.provideMerge(Outlet)
)

/** What the robot keeps in the data directory besides the journal. */
export const OnDisk = Pseudonyms.layer.pipe(Layer.provideMerge(DataDirectory.layer))

/**
 * What a process has once, whoever logs in: settings, logs, its directory, the journal's file with its writer, the HTTP
 * client, which is not to be used past the endpoints, and whoever watches it.
 */
export const processLayers = (sources: Sources) =>
  Layer.merge(JournalFile.layer, NodeHttpExchange.layer).pipe(
    Layer.provideMerge(SystemdSupervisor.layer({ environment: process.env, pid: process.pid })),
    Layer.provideMerge(OnDisk),
    Layer.provideMerge(Logs),
    Layer.provideMerge(Settings.layer(sources))
  )

import { NodeHttpClient } from "@effect/platform-node"
import { Effect, Layer } from "effect"
import { stopInOrder } from "./Hangup.ts"
import { DataDirectoryLive } from "./layers/disk/DataDirectoryLive.ts"
import { PseudonymsHmac } from "./layers/chatbots/PseudonymsHmac.ts"
import { gapsLogged, layer as lastingLogOutput } from "./layers/logs/LastingLogOutput.ts"
import { logging, marked } from "./layers/logs/Logging.ts"
import { LogOutput } from "./layers/logs/LogOutput.ts"
import { neverWait, type Write, writerOf } from "./layers/logs/Writer.ts"
import { Settings } from "./layers/settings/Settings.ts"
import { settingsEnv } from "./layers/settings/SettingsEnv.ts"
import { type Sources } from "./layers/settings/SettingSources.ts"
import { supervisorSystemd } from "./layers/supervisor/SystemdSupervisor.ts"

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
  return lastingLogOutput({
    write: endsUnread(writerOf(stdout)),
    isTTY: stdout.isTTY === true,
    fd: stdout.fd,
    tell: (sentence) => tellPeople(`${marked(sentence, 4, stderr, env)}\n`, () => {})
  })
})

const Logs = gapsLogged.pipe(
  Layer.provideMerge(
    Layer.unwrapEffect(
      Effect.map(Effect.all([Settings, LogOutput]), ([{ logFormat, logLevel }, { output }]) =>
        logging({ level: logLevel, format: logFormat, output, environment: process.env })
      )
    )
  ),
  Layer.provideMerge(Outlet)
)

/** What the robot keeps in the data directory besides the journal. */
export const OnDisk = PseudonymsHmac.pipe(Layer.provideMerge(DataDirectoryLive))

/** What a process has once, whoever logs in: settings, logs, its directory, whoever watches it, the way to the network. */
export const processLayers = (sources: Sources) =>
  Layer.mergeAll(
    OnDisk,
    supervisorSystemd({ environment: process.env, pid: process.pid }),
    NodeHttpClient.layer
  ).pipe(Layer.provideMerge(Logs), Layer.provideMerge(settingsEnv(sources)))

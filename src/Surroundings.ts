import { NodeHttpClient } from "@effect/platform-node"
import { Effect, Layer } from "effect"
import { stopInOrder } from "./Hangup.ts"
import { layer as wechatEndpoints } from "./http/wechat/Endpoints.ts"
import { WechatOptions } from "./http/wechat/WechatOptions.ts"
import * as WechatTime from "./http/wechat/WechatTime.ts"
import { layer as chatbotsByKey } from "./layers/chatbots/ChatbotsByKey.ts"
import { DataDirectoryLive } from "./layers/disk/DataDirectoryLive.ts"
import { Journal } from "./layers/journal/Journal.ts"
import { layer as journalSql } from "./layers/journal/SqlJournal.ts"
import { LogOutput } from "./layers/logs/LogOutput.ts"
import { gapsLogged, layer as logOutput } from "./layers/logs/LastingLogOutput.ts"
import { logging, marked } from "./layers/logs/Logging.ts"
import { loginDisplayTerminal } from "./layers/login/TerminalLoginDisplay.ts"
import { pacerLive } from "./layers/PacerLive.ts"
import { PseudonymsHmac } from "./layers/chatbots/PseudonymsHmac.ts"
import { type Dots } from "./layers/login/QrDots.ts"
import { drawing, type QrStyle } from "./layers/login/QrDrawing.ts"
import { Settings } from "./layers/settings/Settings.ts"
import { settingsEnv } from "./layers/settings/SettingsEnv.ts"
import { type Sources } from "./layers/settings/SettingSources.ts"
import { supervisorSystemd } from "./layers/supervisor/SystemdSupervisor.ts"
import { neverWait, type Write, writerOf } from "./layers/logs/Writer.ts"
import { Connection } from "./program/connection/Connection.ts"

const fromSettings = <A, E, R>(make: (settings: Settings["Type"]) => Layer.Layer<A, E, R>) =>
  Layer.unwrapEffect(Effect.map(Settings, make))

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
  return logOutput({
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

/** Draws a code for the standard output as it is by then: a window may have been made larger. */
export const drawnOnStdout = (style: QrStyle) => (dots: Dots) => {
  const { env, stdout } = process
  const { columns, isTTY, rows } = stdout
  return drawing(dots, style, { isTTY: isTTY === true, columns, rows, environment: env })
}

const Screen = Layer.unwrapEffect(
  Effect.map(Effect.all([Settings, LogOutput]), ([{ qr }, { output }]) =>
    loginDisplayTerminal({ output, drawing: drawnOnStdout(qr), drawAnyway: false })
  )
)

const Wechat = wechatEndpoints.pipe(
  Layer.provide(
    fromSettings(({ wechatClient, wechatExtspam, wechatOrigin }) =>
      Layer.succeed(WechatOptions, { origin: wechatOrigin, client: wechatClient, extspam: wechatExtspam })
    )
  )
)

/** What the robot keeps in the data directory besides the journal. */
export const OnDisk = PseudonymsHmac.pipe(Layer.provideMerge(DataDirectoryLive))

/** A restart opens no new minute. */
const Pace = Layer.unwrapEffect(
  Effect.gen(function* () {
    const { sendsPerMinute } = yield* Settings
    return pacerLive({ sendsPerMinute, sentAt: (yield* Journal).sentLately })
  })
)

/** All that the robot does and remembers goes by WeChat's time; the log, which others read too, by this machine's. */
const Time = Layer.unwrapEffect(
  Effect.map(WechatTime.make, ({ clock, following }) =>
    Layer.merge(Layer.succeed(WechatTime.WechatTime, following), Layer.setClock(clock))
  )
)

/** Everything that the robot wants of the world, as its user has it. */
export const surroundings = (sources: Sources) =>
  Layer.mergeAll(
    Wechat,
    chatbotsByKey,
    Pace,
    Connection.Default,
    supervisorSystemd({ environment: process.env, pid: process.pid }),
    Screen
  ).pipe(
    Layer.provideMerge(journalSql),
    Layer.provideMerge(OnDisk),
    Layer.provideMerge(Time),
    Layer.provideMerge(Logs),
    Layer.provide(NodeHttpClient.layer),
    Layer.provideMerge(settingsEnv(sources))
  )

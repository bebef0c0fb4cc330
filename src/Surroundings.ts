import { NodeHttpClient } from "@effect/platform-node"
import { Effect, Layer } from "effect"
import { layer as wechatEndpoints } from "./http/wechat/Endpoints.ts"
import { WechatOptions } from "./http/wechat/WechatOptions.ts"
import * as WechatTime from "./http/wechat/WechatTime.ts"
import { layer as chatbotsByKey } from "./layers/ChatbotsByKey.ts"
import { DataDirectoryLive } from "./layers/DataDirectoryLive.ts"
import { Journal } from "./layers/Journal.ts"
import { layer as journalSql } from "./layers/JournalSql.ts"
import { logging } from "./layers/Logging.ts"
import { loginDisplayTerminal } from "./layers/LoginDisplayTerminal.ts"
import { pacerLive } from "./layers/PacerLive.ts"
import { PseudonymsHmac } from "./layers/PseudonymsHmac.ts"
import { Settings } from "./layers/Settings.ts"
import { settingsEnv } from "./layers/SettingsEnv.ts"
import { type Sources } from "./layers/SettingSources.ts"
import { supervisorSystemd } from "./layers/SupervisorSystemd.ts"
import { Connection } from "./program/Connection.ts"

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
    loginDisplayTerminal({ output: process.stdout, drawAnyway: false })
  ).pipe(
    Layer.provideMerge(journalSql),
    Layer.provideMerge(OnDisk),
    Layer.provideMerge(Time),
    Layer.provideMerge(Logs),
    Layer.provide(NodeHttpClient.layer),
    Layer.provideMerge(settingsEnv(sources))
  )

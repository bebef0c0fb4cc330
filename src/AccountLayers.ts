import { NodeHttpClient } from "@effect/platform-node"
import { Effect, Layer } from "effect"
import { drawnOnStdout } from "./DrawnOnStdout.ts"
import * as Endpoints from "./http/wechat/Endpoints.ts"
import { WechatOptions } from "./http/wechat/WechatOptions.ts"
import * as WechatTime from "./http/wechat/WechatTime.ts"
import { Chatbots } from "./layers/chatbots/Chatbots.ts"
import { Journal } from "./layers/journal/Journal.ts"
import * as SqlJournal from "./layers/journal/SqlJournal.ts"
import * as TerminalLoginDisplay from "./layers/login/TerminalLoginDisplay.ts"
import { LogOutput } from "./layers/logs/LogOutput.ts"
import { Pacer } from "./layers/Pacer.ts"
import { Settings } from "./layers/settings/Settings.ts"
import { Connection } from "./program/connection/Connection.ts"
import * as RobotServices from "./program/RobotServices.ts"

const Screen = Layer.unwrapEffect(
  Effect.map(Effect.all([Settings, LogOutput]), ([{ qr }, { output }]) =>
    TerminalLoginDisplay.layer({ output, drawing: drawnOnStdout(qr), drawAnyway: false })
  )
)

const Wechat = Layer.provide(
  Endpoints.layer,
  Layer.effect(
    WechatOptions,
    Effect.map(Settings, ({ wechatClient, wechatExtspam, wechatOrigin }) => ({
      origin: wechatOrigin,
      client: wechatClient,
      extspam: wechatExtspam
    }))
  )
)

/** A restart opens no new minute. */
const Pace = Layer.unwrapEffect(
  Effect.gen(function* () {
    const { sendsPerMinute } = yield* Settings
    return Pacer.layer({ sendsPerMinute, sentAt: (yield* Journal).sentLately })
  })
)

/** All that the robot does and remembers goes by WeChat's time; the log, which others read too, by this machine's. */
const Time = Layer.unwrapEffect(
  Effect.map(WechatTime.make, ({ clock, following }) =>
    Layer.merge(Layer.succeed(WechatTime.WechatTime, following), Layer.setClock(clock))
  )
)

/** What an account has: WeChat's endpoints with their cookies, chatbots, its journal, its pace, and the robot's own state. */
export const accountLayers = RobotServices.layer.pipe(
  Layer.provideMerge(Layer.mergeAll(Wechat, Chatbots.layer, Pace, Connection.Default, Screen)),
  Layer.provideMerge(SqlJournal.layer),
  Layer.provideMerge(Time),
  // shared by all accounts, and not to be used past the endpoints
  Layer.provide(NodeHttpClient.layer)
)

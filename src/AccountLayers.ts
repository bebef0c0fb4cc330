import { Effect, Layer } from "effect"
import { drawnOnStdout } from "./DrawnOnStdout.ts"
import { layer as wechatEndpoints } from "./http/wechat/Endpoints.ts"
import { WechatOptions } from "./http/wechat/WechatOptions.ts"
import * as WechatTime from "./http/wechat/WechatTime.ts"
import { layer as chatbotsByKey } from "./layers/chatbots/ChatbotsByKey.ts"
import { Journal } from "./layers/journal/Journal.ts"
import { layer as sqlJournal } from "./layers/journal/SqlJournal.ts"
import { loginDisplayTerminal } from "./layers/login/TerminalLoginDisplay.ts"
import { LogOutput } from "./layers/logs/LogOutput.ts"
import { pacerLive } from "./layers/PacerLive.ts"
import { Settings } from "./layers/settings/Settings.ts"
import { Connection } from "./program/connection/Connection.ts"
import * as RobotServices from "./program/RobotServices.ts"

const Screen = Layer.unwrapEffect(
  Effect.map(Effect.all([Settings, LogOutput]), ([{ qr }, { output }]) =>
    loginDisplayTerminal({ output, drawing: drawnOnStdout(qr), drawAnyway: false })
  )
)

const Wechat = Layer.provide(
  wechatEndpoints,
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
    return pacerLive({ sendsPerMinute, sentAt: (yield* Journal).sentLately })
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
  Layer.provideMerge(Layer.mergeAll(Wechat, chatbotsByKey, Pace, Connection.Default, Screen)),
  Layer.provideMerge(sqlJournal),
  Layer.provideMerge(Time)
)

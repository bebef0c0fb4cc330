import { Effect, Layer, Option } from "effect"
import { drawnOnStdout } from "./DrawnOnStdout.ts"
import * as Endpoints from "./http/wechat/Endpoints.ts"
import { WechatOptions } from "./http/wechat/WechatOptions.ts"
import * as WechatTime from "./http/wechat/WechatTime.ts"
import { Account, DEFAULT_ACCOUNT } from "./layers/Account.ts"
import { Activity } from "./layers/activity/Activity.ts"
import { ShownCode } from "./layers/activity/ShownCode.ts"
import * as Watched from "./layers/activity/Watched.ts"
import { Chatbots } from "./layers/chatbots/Chatbots.ts"
import { Messages } from "./layers/journal/Messages.ts"
import * as SqlMessagePages from "./layers/journal/pages/SqlMessagePages.ts"
import * as SqlJournal from "./layers/journal/SqlJournal.ts"
import * as TerminalLoginDisplay from "./layers/login/TerminalLoginDisplay.ts"
import { LogOutput } from "./layers/logs/LogOutput.ts"
import { Pacer } from "./layers/Pacer.ts"
import { Settings } from "./layers/settings/Settings.ts"
import { type SettingValues } from "./layers/settings/SettingsTable.ts"
import { chatbotNetwork, recordedWhereWanted, wechatNetwork } from "./Networks.ts"
import { Connection } from "./program/connection/Connection.ts"
import { AlertBook } from "./program/owner/AlertBook.ts"
import { PastAlerts } from "./program/owner/PastAlerts.ts"
import * as RobotServices from "./program/RobotServices.ts"

const Screen = Layer.unwrapEffect(
  Effect.map(Effect.all([Settings, LogOutput]), ([{ qr }, { output }]) =>
    TerminalLoginDisplay.layer({ output, drawing: drawnOnStdout(qr), drawAnyway: false })
  )
)

const Wechat = Endpoints.layer.pipe(
  Layer.provide(
    Layer.effect(
      WechatOptions,
      Effect.map(Settings, ({ wechatClient, wechatExtspam, wechatOrigin }) => ({
        origin: wechatOrigin,
        client: wechatClient,
        extspam: wechatExtspam
      }))
    )
  ),
  Layer.provide(Layer.unwrapEffect(Effect.map(Settings, recordedWhereWanted))),
  Layer.provide(Layer.unwrapEffect(Effect.map(Settings, wechatNetwork)))
)

const Asked = Layer.provide(Chatbots.layer, Layer.unwrapEffect(Effect.map(Settings, chatbotNetwork)))

/** A restart opens no new minute. */
const Pace = Layer.unwrapEffect(
  Effect.gen(function* () {
    const { sendsPerMinute } = yield* Settings
    return Pacer.layer({ sendsPerMinute, sentAt: (yield* Messages).sentLately })
  })
)

/** All that the robot does and remembers goes by WeChat's time; the log, which others read too, by this machine's. */
const Time = Layer.unwrapEffect(
  Effect.map(WechatTime.make, ({ clock, following }) =>
    Layer.merge(Layer.succeed(WechatTime.WechatTime, following), Layer.setClock(clock))
  )
)

/** The one account of a process with one robot says nothing of itself in the log. */
const Named = Layer.unwrapEffect(
  Effect.map(Account, (account) =>
    account === DEFAULT_ACCOUNT ? Layer.empty : Layer.scopedDiscard(Effect.annotateLogsScoped({ account }))
  )
)

const overhearing = Effect.map(
  Effect.promise(() => import("./program/owner/AlertsOfReplies.ts")),
  ({ layer }) => layer
)

const unheard = Layer.merge(Layer.effect(Messages, Messages), Layer.effect(Chatbots, Chatbots))

/** Alerts are watched for where somebody may learn of them: by a service, or from the page. */
export const watchesAlerts = ({ alertUrl, httpPort }: SettingValues) =>
  Option.isSome(alertUrl) || Option.isSome(httpPort)

/** Without that nothing is heard, and what would hear is not even loaded. */
const AlertsOverheard = Layer.unwrapEffect(
  Effect.flatMap(Settings, (settings) => (watchesAlerts(settings) ? overhearing : Effect.succeed(unheard)))
)

/**
 * What an account has: WeChat's endpoints with their cookies, chatbots with their limits, its part of the journal, its
 * pace, and the robot's own state. Made anew for each account, on what the process has once.
 */
export const accountLayers = (account: string) =>
  RobotServices.layer.pipe(
    Layer.provideMerge(AlertsOverheard),
    Layer.provideMerge(Layer.merge(AlertBook.Default, PastAlerts.Default)),
    Layer.provideMerge(Watched.loginDisplay),
    Layer.provideMerge(Layer.mergeAll(Wechat, Asked, Pace, Connection.Default, Screen)),
    Layer.provideMerge(Layer.merge(Watched.journal, Watched.chatbots)),
    Layer.provideMerge(Layer.merge(SqlJournal.layer, SqlMessagePages.layer)),
    Layer.provideMerge(Layer.merge(Activity.layer, ShownCode.Default)),
    Layer.provideMerge(Time),
    Layer.provideMerge(Named),
    Layer.provideMerge(Layer.succeed(Account, account)),
    Layer.fresh
  )

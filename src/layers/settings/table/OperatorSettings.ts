import { LogLevel, Struct } from "effect"
import { alertForms } from "../../../http/alert/AlertForms.ts"
import { secretProxy, secretUrl } from "../kinds/PlaceKinds.ts"
import { choice, word } from "../kinds/TextKinds.ts"
import { secret, secretOf, setting } from "./Setting.ts"

const levels = {
  error: LogLevel.Error,
  warning: LogLevel.Warning,
  info: LogLevel.Info,
  debug: LogLevel.Debug,
  trace: LogLevel.Trace
}

/** What whoever runs the robot gets to see: logs, the log-in code, alerts. */
export const operatorSettings = {
  logLevel: setting("ROBOT_LOG_LEVEL", choice(levels), {
    default: "info",
    meaning: {
      en: "The least important events that are logged.",
      zh: "记录哪一级以上的日志：error、warning、info、debug、trace"
    }
  }),
  logFormat: setting("ROBOT_LOG_FORMAT", word("auto", "pretty", "journal", "json"), {
    default: "auto",
    meaning: {
      en: "auto: pretty on a terminal, journal under systemd, else json.",
      zh: "auto：终端上 pretty，systemd 下 journal，其余 json"
    }
  }),
  qr: setting("ROBOT_QR", word("auto", "colour", "blocks", "ascii"), {
    default: "auto",
    meaning: {
      en: "How the log-in code is drawn: in colours where a terminal has room, else in block characters; ascii only scans from afar.",
      zh: "登录二维码怎样画：终端放得下就用颜色，否则用方块字符；`ascii` 要离远一点才扫得出。可选 `auto`、`colour`、`blocks`、`ascii`"
    }
  }),
  alertUrl: secretOf("ROBOT_ALERT_URL", secretUrl, {
    meaning: {
      en: "Where the owner is alerted when a person is needed, and when that is over (see [docs/alerts.md](docs/alerts.md)).",
      zh: "需要人处理时，以及处理完之后，在哪里提醒主人（见 [docs/alerts.zh-CN.md](docs/alerts.zh-CN.md)）"
    }
  }),
  alertFormat: setting("ROBOT_ALERT_FORMAT", word(...Struct.keys(alertForms)), {
    default: "json",
    meaning: {
      en: "The service that ROBOT_ALERT_URL is an address of; json is a program of your own.",
      zh: "`ROBOT_ALERT_URL` 是哪种服务的地址：`json`（自己的程序）、`ntfy`、`bark`、`serverchan`、`wecom`、`dingtalk`、`feishu`"
    }
  }),
  alertSecret: secret("ROBOT_ALERT_SECRET", {
    meaning: {
      en: "Signs the alerts to dingtalk and feishu, where their robot wants that.",
      zh: "给发往 dingtalk、feishu 的提醒签名，如果它们的机器人要求"
    }
  }),
  alertProxy: secretOf("ROBOT_ALERT_PROXY", secretProxy, {
    meaning: {
      en: "An HTTP proxy that alerts, and nothing else, go through.",
      zh: "只有提醒经过的 HTTP 代理"
    }
  })
}

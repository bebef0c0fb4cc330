import { LogLevel } from "effect"
import { optional } from "../kinds/Kind.ts"
import { httpUrl } from "../kinds/PlaceKinds.ts"
import { choice, word } from "../kinds/TextKinds.ts"
import { setting } from "./Setting.ts"

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
  alertUrl: setting("ROBOT_ALERT_URL", optional(httpUrl), {
    default: "",
    planned: true,
    meaning: {
      en: "Gets a POST with the state when a person is needed, and when that is over.",
      zh: "需要人处理时，以及处理完之后，向它 POST 状态"
    }
  })
}

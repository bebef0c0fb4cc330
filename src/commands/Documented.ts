import { type InBothLanguages } from "../domain/InBothLanguages.ts"

/** A command as the READMEs tell of it. */
export interface Documented {
  readonly usage: InBothLanguages
  readonly does: InBothLanguages
}

/** Every command, in the order of the READMEs. */
export const documentedCommands: ReadonlyArray<Documented> = [
  {
    usage: { en: "`node dist/main.js` or `… run`", zh: "`node dist/main.js` 或 `… run`" },
    does: {
      en: "the robot",
      zh: "机器人"
    }
  },
  {
    usage: { en: "`… demo`", zh: "`… demo`" },
    does: {
      en: "plays on this machine every rule, and what goes wrong around the robot: an outage, a lost session, Tuling's quota, WeChat's send limit; exit code 1 if a scene went wrong",
      zh: "在本机演示每条规则，以及各种故障：断网、会话失效、图灵额度用完、发送过于频繁；有一幕不对则退出码为 1"
    }
  },
  {
    usage: {
      en: "`… simulator [--port 8765] [--manual-scan]`",
      zh: "`… simulator [--port 8765] [--manual-scan]`"
    },
    does: {
      en: "the simulated WeChat and Tuling alone: see [docs/simulator.md](docs/simulator.md)",
      zh: "只启动模拟的微信和图灵：见 [docs/simulator.zh-CN.md](docs/simulator.zh-CN.md)"
    }
  },
  {
    usage: { en: "`… check`", zh: "`… check`" },
    does: {
      en: "shows and checks the settings",
      zh: "显示并检查设置"
    }
  },
  {
    usage: { en: "`… contacts`", zh: "`… contacts`" },
    does: {
      en: "the names of friends and groups, as `ROBOT_ALLOW` and `ROBOT_DENY` take them; reads the journal too",
      zh: "好友和群的名字，按 `ROBOT_ALLOW` 和 `ROBOT_DENY` 里的写法列出；同样从日志库读取"
    }
  },
  {
    usage: { en: "`… why <id or text>`, `… why --last 20`", zh: "`… why <id 或文字>`、`… why --last 20`" },
    does: {
      en: "what was decided about a message, by which rules, and what became of it, found by its id or a piece of its text or of its chat's name; or the last messages. Reads the [journal](docs/journal.md), also while the robot runs",
      zh: "按 id、文字或聊天名字的一段查找：某条消息是怎样决定的、依据哪些规则、后来怎样；或列出最近的消息。读的是[日志库](docs/journal.zh-CN.md)，机器人运行时也可以"
    }
  },
  {
    usage: { en: "`… qr`", zh: "`… qr`" },
    does: {
      en: "draws the log-in code that the running robot waits with, on a terminal elsewhere on the machine",
      zh: "在本机另一个终端上画出运行中的机器人正等着扫的登录码"
    }
  },
  {
    usage: { en: "`… backup FILE`", zh: "`… backup 文件`" },
    does: {
      en: "a checked copy of all that the robot knows, in one archive, whether it runs or not; `-` is the standard output",
      zh: "把机器人知道的一切做成一份检查过的归档，不论它是否在运行；`-` 是标准输出"
    }
  },
  {
    usage: { en: "`… replay [--env FILE]`", zh: "`… replay [--env 文件]`" },
    does: {
      en: "which of the messages so far would be decided differently under the settings of now, or of FILE alone",
      zh: "按现在的设置（或只按文件里的设置），以往哪些消息会有不同的决定"
    }
  },
  {
    usage: { en: "`… service install`, `uninstall`, `logs`", zh: "`… service install`、`uninstall`、`logs`" },
    does: {
      en: "the robot as a service of systemd, hardened and watched: see [docs/operations.md](docs/operations.md)",
      zh: "作为 systemd 服务运行，受监护、有沙箱：见 [docs/operations.zh-CN.md](docs/operations.zh-CN.md)"
    }
  },
  {
    usage: { en: "`… --help`, `… --version`", zh: "`… --help`、`… --version`" },
    does: {
      en: "",
      zh: ""
    }
  }
]

import { type InBothLanguages } from "../domain/InBothLanguages.ts"

/** A code that the program ends with, and when. */
export interface ExitCode {
  readonly code: number
  readonly meaning: InBothLanguages
}

/**
 * Every exit code, after sysexits(3), in the order of the READMEs. A supervisor starts again after 1 and 75; after 69, 77
 * and 78 a person is needed first.
 */
export const exitCodes = {
  done: {
    code: 0,
    meaning: {
      en: "done, or stopped by SIGTERM, SIGINT or a terminal that closed (SIGHUP)",
      zh: "完成，或被 SIGTERM、SIGINT、关闭终端（SIGHUP）停止"
    }
  },
  unexpected: {
    code: 1,
    meaning: {
      en: "unexpected; a scene of the demo failed; `why` or `contacts` found nothing; `backup` cannot write there; `status`: a person is needed, or WeChat is lost",
      zh: "意外；演示中有一幕失败；`why` 或 `contacts` 什么也没找到；`backup` 写不到那里；`status`：需要人处理，或与微信失联"
    }
  },
  usage: {
    code: 64,
    meaning: {
      en: "bad usage, also a time or a name that `pause`, `mute` or `unmute` cannot make out",
      zh: "用法错误，也包括 `pause`、`mute`、`unmute` 看不懂的时间或分不清的名字"
    }
  },
  refused: {
    code: 69,
    meaning: {
      en: "WeChat refuses the account, or leads the log-in to a foreign host",
      zh: "微信拒绝这个帐号，或登录被引向陌生的主机"
    }
  },
  tryAgain: {
    code: 75,
    meaning: {
      en: "try again later: port in use, disk full, another robot on the data directory, no journal yet to read, no robot that answers a command, an output that cannot be written",
      zh: "稍后再试：端口被占用、磁盘已满、数据目录上已有另一个机器人、还没有可读的日志库、没有机器人应答命令、输出写不出去"
    }
  },
  noPermission: {
    code: 77,
    meaning: {
      en: "`service install` and `uninstall`, and the installed command, are for root",
      zh: "`service install`、`uninstall` 和安装好的命令需要 root"
    }
  },
  config: {
    code: 78,
    meaning: {
      en: "bad settings, a Node.js that is too old, or a data directory that cannot be used: read-only, damaged, of a newer version, not for this user; a running robot of another version",
      zh: "设置有误、Node.js 太旧，或数据目录不能用：只读、损坏、属于更新的版本、不归这个用户；运行中的机器人是另一个版本"
    }
  }
} as const satisfies Readonly<Record<string, ExitCode>>

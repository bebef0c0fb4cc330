import { type InBothLanguages } from "../domain/InBothLanguages.ts"

/** A code that the program ends with. */
export interface ExitCode {
  readonly code: number
  readonly name: string
  readonly meaning: InBothLanguages
}

/** Every exit code, after sysexits(3), in the order of the READMEs. */
export const documentedExitCodes: ReadonlyArray<ExitCode> = [
  {
    code: 0,
    name: "done",
    meaning: {
      en: "done, or stopped by SIGTERM, SIGINT or a terminal that closed (SIGHUP)",
      zh: "完成，或被 SIGTERM、SIGINT、关闭终端（SIGHUP）停止"
    }
  },
  {
    code: 1,
    name: "unexpected",
    meaning: {
      en: "unexpected; a scene of the demo failed; `why` or `contacts` found nothing; `backup` cannot write there",
      zh: "意外；演示中有一幕失败；`why` 或 `contacts` 什么也没找到；`backup` 写不到那里"
    }
  },
  {
    code: 64,
    name: "usage",
    meaning: {
      en: "bad usage",
      zh: "用法错误"
    }
  },
  {
    code: 69,
    name: "refused",
    meaning: {
      en: "WeChat refuses the account, or leads the log-in to a foreign host",
      zh: "微信拒绝这个帐号，或登录被引向陌生的主机"
    }
  },
  {
    code: 75,
    name: "tryAgain",
    meaning: {
      en: "try again later: port in use, disk full, another robot on the data directory, no journal yet to read, an output that cannot be written",
      zh: "稍后再试：端口被占用、磁盘已满、数据目录上已有另一个机器人、还没有可读的日志库、输出写不出去"
    }
  },
  {
    code: 77,
    name: "noPermission",
    meaning: {
      en: "`service install` and `uninstall` are for root",
      zh: "`service install` 和 `uninstall` 需要 root"
    }
  },
  {
    code: 78,
    name: "config",
    meaning: {
      en: "bad settings, a Node.js that is too old, or a data directory that cannot be used: read-only, damaged, of a newer version",
      zh: "设置有误、Node.js 太旧，或数据目录不能用：只读、损坏、属于更新的版本"
    }
  }
]

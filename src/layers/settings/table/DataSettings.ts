import { optional } from "../kinds/Kind.ts"
import { directory, file } from "../kinds/PlaceKinds.ts"
import { keeping } from "../kinds/TimeKinds.ts"
import { type Lookup, setting } from "./Setting.ts"

const stateDirectory = (lookup: Lookup) => {
  // systemd gives a list with colons where a unit has several
  const [ofUnit = ""] = (lookup("STATE_DIRECTORY") ?? "").split(":")
  if (ofUnit !== "") return ofUnit
  const ofUser = lookup("XDG_STATE_HOME") ?? ""
  // a relative one is to be ignored, says the XDG specification
  if (ofUser.startsWith("/")) return `${ofUser}/weixin-robot`
  const home = lookup("HOME") ?? ""
  return home === "" ? "" : `${home}/.local/state/weixin-robot`
}

/** What is kept, where, and how long. */
export const dataSettings = {
  dataDir: setting("ROBOT_DATA_DIR", directory, {
    default: stateDirectory,
    defaultInWords: {
      en: "`$STATE_DIRECTORY`, else `$XDG_STATE_HOME/weixin-robot`, else `~/.local/state/weixin-robot`",
      zh: "`$STATE_DIRECTORY`，否则 `$XDG_STATE_HOME/weixin-robot`，否则 `~/.local/state/weixin-robot`"
    },
    meaning: {
      en: "What the robot remembers: messages and the log-in itself, for your eyes only (see [docs/journal.md](docs/journal.md)).",
      zh: "机器人记得的一切：消息和登录本身，只给你自己看（见 [docs/journal.zh-CN.md](docs/journal.zh-CN.md)）"
    }
  }),
  keepMessages: setting("ROBOT_KEEP_MESSAGES", keeping, {
    default: "30 days",
    meaning: {
      en: "How long messages stay in the journal, with their text; at least 1 day. 0: for ever.",
      zh: "消息连同文字在日志库里保留多久，至少 1 天；0：永远"
    }
  }),
  record: setting("ROBOT_RECORD", optional(file), {
    default: "",
    meaning: {
      en: "A file, in the data directory unless its path is absolute, that all exchanges with WeChat are written to in disguise. Look through it before you give it away (see [docs/simulator.md](docs/simulator.md#recordings)).",
      zh: "一个文件（不是绝对路径就在数据目录里），与微信的每次往来都伪装后写进去。交给别人之前先看一遍（见 [docs/simulator.zh-CN.md](docs/simulator.zh-CN.md#录制)）"
    }
  })
}

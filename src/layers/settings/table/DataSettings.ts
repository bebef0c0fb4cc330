import { directory } from "../kinds/PlaceKinds.ts"
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
  })
}

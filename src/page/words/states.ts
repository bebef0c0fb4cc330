import { type ConnectionStateName } from "../../domain/ConnectionState.ts"
import { type InBothLanguages } from "../../domain/InBothLanguages.ts"
import { type Status } from "../../program/api/contract/Views.ts"
import { type Link } from "../server/status.ts"
import { dayAndClock, until } from "./times.ts"

/** How something stands, for colour and sign: well, silent because the owner wants it, busy, or in need of a person. */
export type Tone = "good" | "silent" | "busy" | "bad"

/** The state of the robot in one sentence, and what a person can do, if anything. */
export interface StateInWords {
  readonly tone: Tone
  readonly sentence: InBothLanguages
  readonly todo?: InBothLanguages
}

const connecting: Readonly<Record<Exclude<ConnectionStateName, "syncing">, StateInWords>> = {
  starting: { tone: "busy", sentence: { en: "The robot is starting.", zh: "机器人正在启动。" } },
  "waiting-for-scan": {
    tone: "bad",
    sentence: { en: "The robot is not logged in.", zh: "机器人还没有登录。" },
    todo: {
      en: "Scan the code below with WeChat on your phone: +, then Scan.",
      zh: "用手机微信扫下面的码：右上角“+”，扫一扫。"
    }
  },
  "waiting-for-confirmation": {
    tone: "bad",
    sentence: { en: "Your phone asks whether to log in.", zh: "手机上在问要不要登录。" },
    todo: { en: "Tap “Log In” in WeChat on your phone.", zh: "在手机微信里点“登录”。" }
  },
  "logging-in": { tone: "busy", sentence: { en: "The robot is logging in.", zh: "机器人正在登录。" } },
  reconnecting: {
    tone: "busy",
    sentence: { en: "WeChat does not answer; the robot keeps trying.", zh: "连不上微信，机器人在重试。" },
    todo: {
      en: "If this lasts, look at the network of the robot’s machine.",
      zh: "如果一直这样，看看机器人那台机器的网络。"
    }
  },
  "logged-out": {
    tone: "busy",
    sentence: {
      en: "WeChat ended the session; the robot logs in again.",
      zh: "微信结束了会话，机器人重新登录。"
    }
  },
  refused: {
    tone: "bad",
    sentence: {
      en: "WeChat refused this account, and the robot has stopped.",
      zh: "微信拒绝了这个帐号，机器人已停止。"
    },
    todo: {
      en: "Read below what WeChat says, use another account or change a setting, and start the robot again.",
      zh: "看下面微信怎么说，换帐号或改设置，再启动机器人。"
    }
  },
  stopping: { tone: "busy", sentence: { en: "The robot is stopping.", zh: "机器人正在停止。" } }
}

const lost: StateInWords = {
  tone: "bad",
  sentence: { en: "The robot does not answer this page.", zh: "这个页面连不上机器人。" },
  todo: {
    en: "Is it stopped, or is the tunnel to it closed? The page goes on by itself when it is back.",
    zh: "机器人停了，还是通往它的隧道断了？它回来后页面会自己继续。"
  }
}

const stranger: StateInWords = {
  tone: "bad",
  sentence: { en: "This page needs the robot’s token.", zh: "这个页面需要机器人的令牌。" },
  todo: {
    en: "Run “weixin-robot page” on the robot’s machine and open the address that it prints, or put the token in here.",
    zh: "在机器人的机器上运行 weixin-robot page，打开它给的地址；或在这里填入令牌。"
  }
}

const first: StateInWords = { tone: "busy", sentence: { en: "Asking the robot …", zh: "正在问机器人……" } }

const chatbotNames: Readonly<Record<string, InBothLanguages>> = {
  tuling: { en: "Tuling", zh: "图灵" },
  openai: { en: "The model", zh: "大模型" }
}

/** A chatbot by the name that people give it. */
export const chatbotName = (name: string): InBothLanguages => chatbotNames[name] ?? { en: name, zh: name }

/** Without a chatbot the robot says one line only. */
const speechless = ({
  chatbots,
  chatbotTroubles: [trouble, ...others]
}: Status): StateInWords | undefined => {
  if (chatbots.length === 0) {
    return {
      tone: "bad",
      sentence: {
        en: "No chatbot is set up: chats get the away line.",
        zh: "没有设好聊天机器人：聊天里只回离开时的一句。"
      },
      todo: {
        en: "Set TULING_API_KEY, or OPENAI_BASE_URL and OPENAI_MODEL, and start the robot again.",
        zh: "设好 TULING_API_KEY，或 OPENAI_BASE_URL 和 OPENAI_MODEL，再启动机器人。"
      }
    }
  }
  if (trouble === undefined || others.length + 1 < chatbots.length) return undefined
  const { en, zh } = chatbotName(trouble.name)
  const again = trouble.until === null ? undefined : dayAndClock(trouble.until)
  switch (trouble.kind) {
    case "barred":
      return {
        tone: "bad",
        sentence: {
          en: `${en} refuses its key: messages that need it get no answer.`,
          zh: `${zh}拒绝了密钥：要靠它的消息都不回复。`
        },
        todo: { en: "Set a good key and start the robot again.", zh: "换上有效的密钥，再启动机器人。" }
      }
    case "spent":
      return {
        tone: "silent",
        sentence: {
          en: `${en} has no questions left today: chats get the fallback line.`,
          zh: `${zh}今天的提问次数用完了：聊天里只回备用的一句。`
        },
        todo: {
          en: again === undefined ? "It is asked again tomorrow." : `It is asked again from ${again} on.`,
          zh: again === undefined ? "明天再问。" : `${again} 起再问。`
        }
      }
    case "resting":
      return {
        tone: "busy",
        sentence: {
          en: `${en} failed several times, and is asked again in a moment.`,
          zh: `${zh}接连几次出错，过一会儿再问。`
        }
      }
  }
}

/** WeChat found the sends too frequent: until then, or until somebody resumes. */
const inSendPause = (end: number | null): StateInWords =>
  end === null
    ? {
        tone: "bad",
        sentence: {
          en: "WeChat found the sends too frequent three times: nothing is sent.",
          zh: "微信三次说发送太频繁，现在什么都不发。"
        },
        todo: {
          en: "Give the account some hours, then resume here.",
          zh: "让帐号歇几个小时，再在这里恢复。"
        }
      }
    : {
        tone: "silent",
        sentence: {
          en: `WeChat found the sends too frequent: nothing is sent ${until(end)}.`,
          zh: `微信说发送太频繁，${until(end)}什么都不发。`
        },
        todo: {
          en: "It goes on by itself; a lower ROBOT_SENDS_PER_MINUTE keeps it from coming back.",
          zh: "会自己恢复；调低 ROBOT_SENDS_PER_MINUTE 就不会再来。"
        }
      }

const working = (status: Status): StateInWords => {
  const { dryRun, owner, paused, sendPause } = status
  if (paused !== null) {
    return {
      tone: "silent",
      sentence: {
        en: `Paused ${until(paused.until)}: nobody is answered.`,
        zh: `已暂停，${until(paused.until)}：谁都不回复。`
      },
      todo: {
        en: "Messages that come meanwhile are not answered later.",
        zh: "这段时间来的消息以后也不会回复。"
      }
    }
  }
  if (sendPause !== null) return inSendPause(sendPause.until)
  if (dryRun) {
    return {
      tone: "silent",
      sentence: {
        en: "Dry run: the robot decides, and sends nothing.",
        zh: "试运行：机器人只做决定，什么都不发。"
      },
      todo: {
        en: "To have it answer, start it without ROBOT_DRY_RUN.",
        zh: "想让它回复，就不带 ROBOT_DRY_RUN 启动。"
      }
    }
  }
  const without = speechless(status)
  if (without !== undefined) return without
  return {
    tone: "good",
    sentence: {
      en: owner === null ? "The robot answers." : `The robot answers for ${owner}.`,
      zh: owner === null ? "机器人在回复。" : `机器人在替 ${owner} 回复。`
    }
  }
}

const stopped: StateInWords = {
  tone: "bad",
  sentence: { en: "The robot was stopped: nobody is answered.", zh: "机器人已停止：谁都不回复。" },
  todo: {
    en: "Start it again where it runs; the page goes on by itself then.",
    zh: "在它的机器上再启动；之后页面会自己继续。"
  }
}

/** A robot that is gone, by the last that it said. */
const gone = (status: Status | undefined): StateInWords => {
  if (status?.connection.state === "refused") return connecting.refused
  return status?.connection.state === "stopping" ? stopped : lost
}

/** The state that a person should know of first. */
export const stateInWords = (link: Link, status: Status | undefined): StateInWords => {
  if (link === "lost") return gone(status)
  if (link === "stranger") return stranger
  if (status === undefined) return first
  const { state } = status.connection
  return state === "syncing" ? working(status) : connecting[state]
}

import { type EndReason } from "./EndReason.ts"
import { type InBothLanguages } from "./InBothLanguages.ts"

/** Why a message ended, in words; without marks of Markdown, for it is shown on a terminal, too. */
export interface ReasonInWords extends InBothLanguages {
  /** What a person can do, if anything. */
  readonly todo?: InBothLanguages
}

/** For a reply that may have arrived. */
const lookIntoChat: InBothLanguages = {
  en: 'check in that chat whether it arrived. A later log line "a send came back" means that it did',
  zh: "到那个聊天里看看有没有送到。之后日志里如果有一行 a send came back，就是送到了"
}

/** Every reason: those of the decision table in its order, then those for which an answer came to nothing. */
export const reasonsInWords: Readonly<Record<EndReason, ReasonInWords>> = {
  duplicate: {
    en: "WeChat delivered it again; it was decided the first time",
    zh: "微信又送来了一次，第一次来时已经决定"
  },
  "own-reply": {
    en: "it is the robot's own reply, which WeChat sends back",
    zh: "这是机器人自己的回复，微信把它传了回来"
  },
  "control-message": {
    en: "a call, a friend request, a system line or the like: never answered",
    zh: "通话、好友申请、系统提示之类，从不回复"
  },
  revoked: {
    en: "its sender took it back",
    zh: "发送者把它撤回了"
  },
  stale: {
    en: "it was older than ROBOT_MAX_MESSAGE_AGE when it came, or when its reply had its turn, as after a pause of the sends",
    zh: "它来时，或轮到它的回复时（例如暂停发送之后），已早于 ROBOT_MAX_MESSAGE_AGE",
    todo: { en: "answer it yourself", zh: "请自己回复" }
  },
  paused: {
    en: "the owner had paused the robot when it came",
    zh: "它来时，主人让机器人暂停了"
  },
  "app-message": {
    en: "links, files, transfers and other app messages are not answered",
    zh: "链接、文件、转账等应用消息不回复"
  },
  "sent-by-self": {
    en: "the owner sent it to somebody else",
    zh: "主人自己发给别人的"
  },
  "special-account": {
    en: "it is from an account of WeChat itself, such as newsapp",
    zh: "来自微信自己的特殊帐号，例如 newsapp"
  },
  "official-account": {
    en: "it is from an official account",
    zh: "来自公众号"
  },
  "unknown-sender": {
    en: "WeChat did not tell who this chat is or, with a list set, what it is called",
    zh: "微信没有说这个聊天是谁；设了名单时，也可能是没有说它叫什么"
  },
  denied: {
    en: "a name of this chat is on ROBOT_DENY",
    zh: "这个聊天的一个名字在 ROBOT_DENY 里",
    todo: { en: "to have it answered, take the name off that list", zh: "想回复它，就从名单里去掉那个名字" }
  },
  "not-allowed": {
    en: "ROBOT_ALLOW is set, and holds no name that is this chat's alone",
    zh: "设了 ROBOT_ALLOW，其中没有只属于这个聊天的名字",
    todo: {
      en: "to have it answered, put its remark on that list; for a group, its name",
      zh: "想回复它，就把它的备注写进名单；群则写群名"
    }
  },
  muted: {
    en: "the owner had muted this chat when it came",
    zh: "它来时，主人让机器人不回复这个聊天"
  },
  "out-of-hours": {
    en: "it came outside of ROBOT_ACTIVE_HOURS",
    zh: "它来时在 ROBOT_ACTIVE_HOURS 之外"
  },
  "phone-active": {
    en: "the phone had been used within ROBOT_QUIET_PERIOD",
    zh: "ROBOT_QUIET_PERIOD 之内用过手机"
  },
  "taken-over": {
    en: "the owner had written in this chat within ROBOT_TAKEOVER_PERIOD",
    zh: "ROBOT_TAKEOVER_PERIOD 之内主人在这个聊天里说过话"
  },
  "no-speaker": {
    en: "WeChat did not tell who spoke in the group",
    zh: "微信没有说群里是谁在说话"
  },
  "empty-text": {
    en: "it mentions the owner and says nothing else",
    zh: "只 @ 了主人，没有别的话"
  },
  "mention-all": {
    en: "it mentions everyone in the group",
    zh: "@ 的是群里所有人"
  },
  "group-not-chosen": {
    en: "a group's text that does not mention the owner is answered by chance, and chance was against it",
    zh: "群里没有 @ 主人的文字按概率回复，这条没有抽中",
    todo: {
      en: "for more of them, raise ROBOT_GROUP_REPLY_PROBABILITY",
      zh: "想多回复一些，就调大 ROBOT_GROUP_REPLY_PROBABILITY"
    }
  },
  "not-chosen": {
    en: "pictures and other media are answered by chance, and chance was against it",
    zh: "图片等媒体按概率回复，这条没有抽中",
    todo: {
      en: "for more of them, raise ROBOT_MEDIA_REPLY_PROBABILITY; in groups ROBOT_GROUP_REPLY_PROBABILITY counts as well",
      zh: "想多回复一些，就调大 ROBOT_MEDIA_REPLY_PROBABILITY；在群里还要看 ROBOT_GROUP_REPLY_PROBABILITY"
    }
  },
  "chat-limit": {
    en: "this chat had had ROBOT_CHAT_REPLIES_PER_10_MINUTES replies in ten minutes",
    zh: "十分钟内这个聊天的回复已有 ROBOT_CHAT_REPLIES_PER_10_MINUTES 次"
  },
  "no-rule": {
    en: "no rule answers such a message, for example an empty text",
    zh: "没有哪条规则回复这样的消息，例如空文字"
  },
  "sends-paused": {
    en: "WeChat found the sends too frequent three times: nothing is sent until the robot is stopped and started again; a crash, a power cut or a kill does not count",
    zh: "微信三次说发送太频繁：停止并重新启动机器人之前什么都不发；崩溃、断电、kill 都不算",
    todo: {
      en: "give the account some hours, then stop it (SIGTERM, Ctrl-C, systemctl restart) and start it, best with a lower ROBOT_SENDS_PER_MINUTE; or write /resume sends to 文件传输助手",
      zh: "让帐号歇几个小时，再停止机器人（SIGTERM、Ctrl-C、systemctl restart）并启动，最好调低 ROBOT_SENDS_PER_MINUTE；或给文件传输助手写 /恢复 发送"
    }
  },
  "command-in-send-pause": {
    en: "the command was carried out, but nothing is sent for now: WeChat found the sends too frequent",
    zh: "命令已执行，但微信说发送太频繁，现在什么都不发"
  },
  "away-line-told": {
    en: "there is no chatbot to ask, and this chat was told the away line within the hour",
    zh: "没有聊天机器人可问，而这个聊天一小时之内已发过离开时的一句",
    todo: {
      en: "for other answers, set TULING_API_KEY, or OPENAI_BASE_URL and OPENAI_MODEL; the command check shows whether they reached the robot, and which chats ROBOT_OPT_OUT names",
      zh: "想要别的回复，就设 TULING_API_KEY，或 OPENAI_BASE_URL 和 OPENAI_MODEL；命令 check 会说它们有没有传到机器人，以及 ROBOT_OPT_OUT 里有哪些聊天"
    }
  },
  "fallback-line-told": {
    en: "the chatbots gave no answer, and this chat was told the fallback line already: once in ten minutes while they fail for the moment, once a day when the day's questions are used up",
    zh: "聊天机器人没有给出答案，而这个聊天已发过备用的一句：一时失败时十分钟内只发一次，当天的次数用完时一天只发一次",
    todo: {
      en: 'a warning "the chatbot gave no answer" says why: with kind=transient they fail for the moment; with kind=quota the questions of Tuling are used up until midnight in Shanghai',
      zh: "日志里的警告 the chatbot gave no answer 说明原因：kind=transient 是一时失败，kind=quota 是图灵的次数用完了，上海时间午夜之后又有"
    }
  },
  "no-away-line": {
    en: "there is no chatbot to ask, and ROBOT_AWAY_REPLY is empty",
    zh: "没有聊天机器人可问，而 ROBOT_AWAY_REPLY 是空的"
  },
  "no-fallback-line": {
    en: "the chatbots gave no answer, and ROBOT_FALLBACK_REPLY is empty",
    zh: "聊天机器人没有给出答案，而 ROBOT_FALLBACK_REPLY 是空的"
  },
  "chatbots-barred": {
    en: "the chatbots refused their keys, and are not asked until the robot is started again",
    zh: "聊天机器人拒绝了密钥，重新启动机器人之前不再问",
    todo: {
      en: "a warning in the log says which: set a good key and restart",
      zh: "日志里的警告说是哪一个：换上有效的密钥，然后重启"
    }
  },
  "another-account": {
    en: "another account logged in before the reply was sent",
    zh: "发出回复之前换了帐号登录"
  },
  "chat-unknown-after-log-in": {
    en: "after a new log-in its chat could not be told from others, or was not found",
    zh: "新登录之后分不清是哪个聊天，或找不到它",
    todo: {
      en: "answer it yourself; remarks that nobody else has, and groups saved to the address book, are told apart",
      zh: "请自己回复；有独一无二的备注的好友、保存到通讯录的群，都分得清"
    }
  },
  defect: {
    en: "a defect of the robot",
    zh: "机器人自身出错",
    todo: {
      en: 'answer it yourself, and report the error "a message was given up" of the log',
      zh: "请自己回复，并报告日志里的错误 a message was given up"
    }
  },
  refused: {
    en: "WeChat refused the reply for good",
    zh: "微信彻底拒绝了回复",
    todo: {
      en: "its detail is what WeChat said; the same chat on the phone may tell why",
      zh: "detail 是微信的说法；手机上的这个聊天也许说了原因"
    }
  },
  "no-answer": {
    en: "the send had no answer, repeated or not: nobody knows whether it arrived, and it is not sent again",
    zh: "发出去没有回音，重复发也没有：谁也不知道有没有送到，不会再发一次",
    todo: lookIntoChat
  },
  "unreadable-answer": {
    en: "WeChat's answer to the send could not be read: it probably arrived, and is not sent again",
    zh: "微信对发送的回应读不懂：多半送到了，不会再发一次",
    todo: lookIntoChat
  },
  stopped: {
    en: "the robot was stopped while it was being sent; it is not sent again",
    zh: "正在发送时机器人被停止，不会再发一次",
    todo: lookIntoChat
  },
  killed: {
    en: "the program ended while it was being sent; it is not sent again",
    zh: "正在发送时程序中断，不会再发一次",
    todo: lookIntoChat
  }
}

/** What a person can do; empty where there is nothing. */
export const todoFor = (reason: EndReason, language: keyof InBothLanguages): string =>
  reasonsInWords[reason].todo?.[language] ?? ""

import { LogLevel, Option } from "effect"
import { type Lookup, secret, setting } from "./Setting.ts"
import * as Kind from "./SettingKinds.ts"
import { systemZone } from "./ZoneNames.ts"

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

const zoneOfSystem = (lookup: Lookup) =>
  Option.match(systemZone(lookup("TZ")), { onNone: () => "UTC", onSome: ({ id }) => id })

/** Every setting of the robot, once: this is read, shown by `check` and written down in `.env.example`. */
export const settingsTable = {
  wechatClient: setting("WECHAT_CLIENT", Kind.word("web", "desktop"), {
    default: "web",
    meaning: "Which client to log in as: desktop works for some accounts that web refuses, and risks a ban."
  }),
  wechatExtspam: secret(
    "WECHAT_EXTSPAM",
    "The value of the desktop client's header extspam; WECHAT_CLIENT=desktop needs it."
  ),
  wechatOrigin: setting("WECHAT_ORIGIN", Kind.optional(Kind.loopbackOrigin), {
    default: "",
    meaning: "Stands in for every WeChat host: a simulator on this machine."
  }),
  tulingApiKey: secret("TULING_API_KEY", "Without it Tuling is not asked."),
  tulingApiVersion: setting("TULING_API_VERSION", Kind.choice<1 | 2>({ "1": 1, "2": 2 }), {
    default: "2",
    meaning: "Which of Tuling's two interfaces the key is for."
  }),
  tulingOrigin: setting("TULING_ORIGIN", Kind.origin, {
    default: (lookup) =>
      lookup("TULING_API_VERSION")?.trim() === "1"
        ? "http://www.tuling123.com"
        : "http://openapi.turingapi.com",
    meaning:
      "Where Tuling is. Default: http://openapi.turingapi.com for version 2, http://www.tuling123.com for version 1."
  }),
  openaiApiKey: secret("OPENAI_API_KEY", "Without it the OpenAI-compatible chatbot is not asked."),
  openaiBaseUrl: setting("OPENAI_BASE_URL", Kind.optional(Kind.baseUrl), {
    default: "",
    meaning: "Of any OpenAI-compatible chat service; usually ends in /v1."
  }),
  openaiModel: setting("OPENAI_MODEL", Kind.optional(Kind.text), {
    default: "",
    meaning: "The model to ask, by the name its service gives it."
  }),
  openaiSystemPrompt: setting("OPENAI_SYSTEM_PROMPT", Kind.optional(Kind.text), {
    default: "",
    meaning: "Tells the model how to answer."
  }),
  chatbots: setting("ROBOT_CHATBOTS", Kind.words("tuling", "openai"), {
    default: "tuling,openai",
    meaning: "The order of asking; those without a key are passed over."
  }),
  awayReply: setting("ROBOT_AWAY_REPLY", Kind.text, {
    default: "我现在不方便看手机，稍后回复你。",
    meaning: "The answer where no chatbot is left to ask, once per chat and hour. Empty: none.",
    emptyCounts: true
  }),
  chatbotTimeout: setting("ROBOT_CHATBOT_TIMEOUT", Kind.duration, {
    default: "5 seconds",
    meaning: "How long a chatbot may take for an answer. 0: no limit."
  }),
  dataDir: setting("ROBOT_DATA_DIR", Kind.directory, {
    default: stateDirectory,
    meaning:
      "What the robot remembers: messages and the log-in itself, for your eyes only (see docs/journal.md). Default: $STATE_DIRECTORY, else $XDG_STATE_HOME/weixin-robot, else ~/.local/state/weixin-robot."
  }),
  dryRun: setting("ROBOT_DRY_RUN", Kind.boolean, {
    default: "false",
    meaning: "Decide and record, send nothing."
  }),
  quietPeriod: setting("ROBOT_QUIET_PERIOD", Kind.duration, {
    default: "2 minutes",
    meaning: "Silence after the owner used the phone. 0: none."
  }),
  takeoverPeriod: setting("ROBOT_TAKEOVER_PERIOD", Kind.duration, {
    default: "0 minutes",
    meaning: "Longer silence in a chat in which the owner wrote. 0: none beyond the quiet period."
  }),
  groupReplyProbability: setting("ROBOT_GROUP_REPLY_PROBABILITY", Kind.probability, {
    default: "0.1",
    meaning: "How often a text in a group that mentions nobody is answered."
  }),
  mediaReplyProbability: setting("ROBOT_MEDIA_REPLY_PROBABILITY", Kind.probability, {
    default: "0.25",
    meaning: "How often a picture or another medium gets a canned reply."
  }),
  cannedReplies: setting("ROBOT_CANNED_REPLIES", Kind.lines, {
    default: "收到，晚点细看～|哈哈，这个有意思|看到啦，回头跟你聊",
    meaning: "Answers to pictures and other media, one of them at random."
  }),
  fallbackReply: setting("ROBOT_FALLBACK_REPLY", Kind.text, {
    default: "抱歉，不明白你说的是什么意思～",
    meaning: "The answer where the chatbots have none. Empty: none.",
    emptyCounts: true
  }),
  replyPrefix: setting("ROBOT_REPLY_PREFIX", Kind.text, {
    default: "",
    meaning: "Put before every reply. Empty: none.",
    emptyCounts: true
  }),
  maxMessageAge: setting("ROBOT_MAX_MESSAGE_AGE", Kind.duration, {
    default: "5 minutes",
    meaning: "Older messages are not answered. 0: no limit."
  }),
  allow: setting("ROBOT_ALLOW", Kind.names, {
    default: "",
    meaning: "Only these are answered: friends by remark, else by nick name, and groups by name."
  }),
  deny: setting("ROBOT_DENY", Kind.names, {
    default: "",
    meaning: "These are not answered, also where ROBOT_ALLOW has them."
  }),
  activeHours: setting("ROBOT_ACTIVE_HOURS", Kind.optional(Kind.hoursOfDay), {
    default: "",
    meaning: "When the robot answers; may go over midnight. Default: always."
  }),
  timeZone: setting("ROBOT_TIME_ZONE", Kind.timeZone, {
    default: zoneOfSystem,
    meaning: "The zone of the active hours. Default: that of the system."
  }),
  replyDelay: setting("ROBOT_REPLY_DELAY", Kind.durationRange, {
    default: "1 second..4 seconds",
    meaning: "Random wait before a reply. 0: none."
  }),
  sendsPerMinute: setting("ROBOT_SENDS_PER_MINUTE", Kind.wholeNumber, {
    default: "20",
    meaning: "Replies in any minute, all chats together. 0: no limit."
  }),
  chatRepliesPer10Minutes: setting("ROBOT_CHAT_REPLIES_PER_10_MINUTES", Kind.wholeNumber, {
    default: "10",
    meaning: "Replies in any 10 minutes to one chat, so that two robots do not talk for ever. 0: no limit."
  }),
  keepMessages: setting("ROBOT_KEEP_MESSAGES", Kind.keeping, {
    default: "30 days",
    meaning: "How long messages stay in the journal, with their text; at least 1 day. 0: for ever."
  }),
  httpHost: setting("ROBOT_HTTP_HOST", Kind.host, {
    default: "127.0.0.1",
    meaning: "Where the status page and the API listen."
  }),
  httpPort: setting("ROBOT_HTTP_PORT", Kind.portOrOff, {
    default: "8420",
    meaning: "Port of the status page and the API. 0: a free one; off: neither is served."
  }),
  logLevel: setting(
    "ROBOT_LOG_LEVEL",
    Kind.choice({
      error: LogLevel.Error,
      warning: LogLevel.Warning,
      info: LogLevel.Info,
      debug: LogLevel.Debug,
      trace: LogLevel.Trace
    }),
    { default: "info", meaning: "The least important events that are logged." }
  ),
  logFormat: setting("ROBOT_LOG_FORMAT", Kind.word("auto", "pretty", "journal", "json"), {
    default: "auto",
    meaning: "auto: pretty on a terminal, journal under systemd, else json."
  }),
  qr: setting("ROBOT_QR", Kind.word("auto", "colour", "blocks", "ascii"), {
    default: "auto",
    meaning:
      "How the log-in code is drawn: in colours where a terminal has room, else in block characters; ascii only scans from afar."
  }),
  alertUrl: setting("ROBOT_ALERT_URL", Kind.optional(Kind.httpUrl), {
    default: "",
    meaning: "Gets a POST with the state when a person is needed, and when that is over."
  })
}

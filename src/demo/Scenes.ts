import { Array as Arr } from "effect"
import { OPENED } from "../simulator/wechat/StatusNotify.ts"
import { faultActs } from "./FaultScenes.ts"
import { type Act, answered, type Line, type Scene, say, skipped } from "./Scene.ts"

const scene = (title: string, line: Line): Scene => ({ title, steps: [say(line)] })

/** Who writes in which chat when all write at once, and by which rule they are answered. */
const crowd = Arr.make(
  [{ from: "lili" }, "R3"] as const,
  [{ from: "sun" }, "R3"] as const,
  [{ from: "wang" }, "R3"] as const,
  [{ from: "lili", group: "family", mention: true }, "R2"] as const
)

/** Texts that Tuling has no answer to: it quotes them, so each reply shows which message it answers. */
const burst = Arr.flatMap(Arr.make("在吗？", "晚上一起吃饭？", "那老地方见"), (text) =>
  Arr.map(crowd, ([who, reason]) => answered({ ...who, text }, reason, { reply: text }))
)

const typedEntities = "1 < 2 & <b>&amp;</b> 😂 🇨🇳 'ok'"

/** Friends and groups, while the owner is away and every chance says yes. */
const away: Act = {
  title: "The owner is away. Whatever is left to chance is answered.",
  settings: { ROBOT_GROUP_REPLY_PROBABILITY: "1", ROBOT_MEDIA_REPLY_PROBABILITY: "1" },
  scenes: [
    scene("A friend writes", answered({ from: "lili", text: "你好，在忙吗？" }, "R3", { reply: "你好呀" })),
    scene("A friend sends a picture", answered({ from: "lili", kind: "picture" }, "R3")),
    scene(
      "Entities and emoji",
      answered({ from: "tom", text: typedEntities }, "R3", { asked: typedEntities })
    ),
    scene(
      "A group, mentioned",
      answered({ from: "lili", group: "family", mention: true, text: "给奶奶念首诗吧" }, "R2", {
        asked: "给奶奶念首诗吧",
        reply: "床前明月光"
      })
    ),
    scene(
      "A group, not mentioned",
      answered({ from: "passer-by", group: "work", text: "谁有会议室的钥匙？" }, "R2")
    ),
    scene(
      "A group, all mentioned",
      skipped({ from: "sun", group: "family", mention: "all", text: "周日聚餐" }, "mention-all")
    ),
    scene(
      "An official account",
      skipped({ from: "daily", text: "今日要闻：明天全市有雨" }, "official-account")
    ),
    scene("A friend shares a link", skipped({ from: "wang", kind: "link", text: "十种好茶" }, "app-message")),
    scene(
      "A message taken back",
      skipped({ from: "lili", kind: "revoke", text: '"莉莉" 撤回了一条消息' }, "control-message")
    ),
    scene(
      "A line of the system",
      skipped({ group: "work", kind: "system", text: '"路人甲"通过扫描二维码加入群聊' }, "control-message")
    ),
    scene("A type nobody knows", skipped({ from: "sun", kind: "unknown", text: "?" }, "control-message")),
    scene("A message 10 minutes old", skipped({ from: "sun", text: "出门了吗？", age: 600 }, "stale")),
    { title: "Twelve messages at once", steps: [say(...burst)] }
  ]
}

/** Friends and groups, while every chance says no; then the owner comes back. */
const back: Act = {
  title: "Nothing is left to chance, and the owner comes back to the phone.",
  settings: { ROBOT_GROUP_REPLY_PROBABILITY: "0", ROBOT_MEDIA_REPLY_PROBABILITY: "0" },
  scenes: [
    scene("A friend sends a picture", skipped({ from: "lili", kind: "picture" }, "not-chosen")),
    scene(
      "A group, not mentioned",
      skipped({ from: "passer-by", group: "work", text: "有人订外卖吗？" }, "group-not-chosen")
    ),
    scene(
      "A group, mentioned",
      answered({ from: "tom", group: "work", mention: true, text: "谢谢！" }, "R2", {
        asked: "谢谢！",
        reply: "不客气"
      })
    ),
    scene(
      "A chat opened by phone",
      skipped(
        { from: "me", to: "lili", kind: "status-notify", code: OPENED, text: "opens the chat" },
        "control-message"
      )
    ),
    scene("A friend writes then", skipped({ from: "lili", text: "现在方便吗？" }, "phone-active")),
    scene(
      "The owner, to a friend",
      skipped({ from: "me", to: "lili", text: "在的，刚看到" }, "sent-by-self")
    ),
    scene("The owner, to oneself", answered({ from: "me", text: "再见" }, "R1", { reply: "再见，有空" })),
    scene(
      "The owner, to filehelper",
      answered({ from: "me", to: "filehelper", text: "记得买牛奶" }, "R1", { reply: "记得买牛奶" })
    ),
    {
      title: "Paused by the owner",
      steps: [
        say(answered({ from: "me", to: "filehelper", text: "/暂停 30分钟" }, "pause", { reply: "已暂停" })),
        say(skipped({ from: "sun", text: "在家吗？" }, "paused")),
        say(answered({ from: "me", to: "filehelper", text: "/恢复" }, "resume", { reply: "已恢复" }))
      ]
    }
  ]
}

/** The play: who says what, and what the rules say about it. The people are the simulator's own. */
export const acts: ReadonlyArray<Act> = [away, back, ...faultActs]

import { say } from "../words/language.ts"

const words = {
  title: { en: "Diagnostics for somebody else", zh: "交给别人看的诊断" },
  about: {
    en: "One file for whoever helps you to find a fault. Look into it before you hand it on.",
    zh: "一个文件，给帮你找问题的人。交出去之前自己先看一看。"
  },
  within: {
    en: "In it: versions, memory, the settings, the counters, and the last 200 messages as what they were, when they came and what was decided by which rule.",
    zh: "里面有：版本、内存、设置、计数，以及最近 200 条消息是什么类型、什么时候来的、按哪条规则决定了什么。"
  },
  without: {
    en: "Not in it: what anybody wrote, names, ids of chats, secrets, and settings that hold names, words, paths or addresses.",
    zh: "里面没有：任何人写的话、名字、聊天的标识、密钥，以及含有名字、话、路径或地址的设置。"
  },
  download: { en: "Download the diagnostics", zh: "下载诊断文件" }
} as const

/** What helps others to find a fault, without what is nobody's business. */
export const DiagnosticsLink = () => (
  <section class="card" aria-labelledby="diagnostics-title">
    <h3 id="diagnostics-title">{say(words.title)}</h3>
    <p>{say(words.about)}</p>
    <p>{say(words.within)}</p>
    <p>{say(words.without)}</p>
    <p>
      <a href="/api/diagnostics" download="weixin-robot-diagnostics.json">
        {say(words.download)}
      </a>
    </p>
  </section>
)

import { type InBothLanguages } from "../../domain/InBothLanguages.ts"
import { type Chatbots } from "../../program/api/contract/Figures.ts"
import { say } from "../words/language.ts"
import { chatbotName } from "../words/states.ts"
import { dayAndClock } from "../words/times.ts"
import { type Bar, BarPicture } from "./BarPicture.tsx"

type Chatbot = Chatbots["chatbots"][number]

const words = {
  title: { en: "How long chatbots took", zh: "聊天机器人用了多久" },
  none: {
    en: "No chatbot is set up (TULING_API_KEY; or OPENAI_BASE_URL and OPENAI_MODEL): who is answered gets the away line.",
    zh: "没有设好聊天机器人（TULING_API_KEY，或 OPENAI_BASE_URL 和 OPENAI_MODEL）：该回复的人收到离开时的一句。"
  },
  head: { en: "Took at most", zh: "最多用了" },
  questions: { en: "Questions", zh: "提问" },
  notAsked: { en: "Not asked now:", zh: "现在不问：" },
  until: { en: "until", zh: "到" },
  readable: { en: "over plain HTTP, readable on the way", zh: "走明文 HTTP，路上看得到" },
  limits: { en: "Limits:", zh: "限额：" }
} as const

/** What came of questions; an empty one is the good end, of which nothing has to be said. */
const results: Readonly<Record<string, InBothLanguages>> = {
  "no-words": { en: "had no words", zh: "没有话说" },
  transient: { en: "failed", zh: "出错" },
  quota: { en: "the day’s questions were used up", zh: "当天次数用完" },
  configuration: { en: "the key was refused", zh: "密钥被拒" },
  "our-bug": { en: "could not be read", zh: "问题读不懂" }
}

const seconds = (bound: number) => say({ en: `${bound} s`, zh: `${bound} 秒` })

/** Within which bound this share of the answers came; undefined where they took longer than the last. */
const withinFor = ({ bounds, count, counts }: Chatbot["seconds"], share: number) => {
  let sum = 0
  return bounds.find((_, at) => {
    sum += counts[at] ?? 0
    return sum >= count * share
  })
}

const timesOf = (chatbot: Chatbot) => {
  const longest = chatbot.seconds.bounds.at(-1)
  const within = (share: number) => {
    const bound = withinFor(chatbot.seconds, share)
    return bound === undefined
      ? say({ en: `in more than ${longest} s`, zh: `超过 ${longest} 秒` })
      : say({ en: `within ${bound} s`, zh: `在 ${bound} 秒以内` })
  }
  return {
    en: `half were answered ${within(0.5)}, 19 of 20 ${within(0.95)}`,
    zh: `一半${within(0.5)}，二十次里十九次${within(0.95)}`
  }
}

const sentenceOf = (chatbot: Chatbot, since: number) => {
  const { asked } = chatbot
  const { count } = chatbot.seconds
  const start = dayAndClock(since)
  if (count === 0) return { en: `Not asked since ${start}.`, zh: `${start} 以来没有问过。` }
  const odd = asked
    .filter(({ result }) => result !== "words")
    .map(({ count, result }) => `${say(results[result] ?? { en: result, zh: result })} ${count}`)
  const times = timesOf(chatbot)
  return {
    en: `${count} ${count === 1 ? "question" : "questions"} since ${start}; ${times.en}.${odd.length === 0 ? "" : ` Of these: ${odd.join(", ")}.`}`,
    zh: `${start} 以来问了 ${count} 次；${times.zh}。${odd.length === 0 ? "" : `其中：${odd.join("，")}。`}`
  }
}

const barsOf = ({ bounds, counts }: Chatbot["seconds"]): ReadonlyArray<Bar> =>
  counts.map((count, at) => {
    const bound = bounds[at]
    return {
      label: bound === undefined ? say({ en: "longer", zh: "更久" }) : seconds(bound),
      values: [count]
    }
  })

const placeOf = ({ host, model, secure }: Chatbot) =>
  [...(model === null ? [] : [model]), host, ...(secure ? [] : [say(words.readable)])].join(" · ")

const limitOf = ({ means, most, used }: Chatbot["limits"][number]) =>
  `${say(means)} ${used === null ? "" : `${used} / `}${most}`

const Times = ({ chatbot, since }: { readonly chatbot: Chatbot; readonly since: number }) => {
  const { limits, name, trouble } = chatbot
  return (
    <section class="chatbot" aria-label={name}>
      <h4>
        <bdi>{say(chatbotName(name))}</bdi>
      </h4>
      <p class="hint">
        <bdi>{placeOf(chatbot)}</bdi>
      </p>
      {trouble === null ? null : (
        <p class="trouble">
          {say(words.notAsked)} {say(trouble.means)}
          {trouble.until === null ? null : ` (${say(words.until)} ${dayAndClock(trouble.until)})`}
        </p>
      )}
      <p>{say(sentenceOf(chatbot, since))}</p>
      {limits.length === 0 ? null : (
        <p>
          {say(words.limits)} {limits.map(limitOf).join(say({ en: ", ", zh: "，" }))}
        </p>
      )}
      {chatbot.seconds.count === 0 ? null : (
        <BarPicture
          title={`${say(words.title)}: ${name}`}
          head={say(words.head)}
          columns={[say(words.questions)]}
          bars={barsOf(chatbot.seconds)}
        />
      )}
    </section>
  )
}

/** How fast chatbots answer, and what else came of asking them. */
export const ChatbotTimes = ({ chatbots, since }: Chatbots) => (
  <section class="card" aria-labelledby="chatbots-title">
    <h3 id="chatbots-title">{say(words.title)}</h3>
    {chatbots.length === 0 ? <p class="quiet">{say(words.none)}</p> : null}
    {chatbots.map((chatbot) => (
      <Times key={chatbot.name} chatbot={chatbot} since={since} />
    ))}
  </section>
)

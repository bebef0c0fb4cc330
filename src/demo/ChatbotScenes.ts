import { type Act, answered, say, type Scene, Step, unsent } from "./Scene.ts"

const FALLBACK = "我没听懂，晚点再说吧"

/** Tuling's refusal comes with a sentence for the operator, which a friend must not get. */
const spentDay: Scene = {
  title: "Tuling's day is used up",
  steps: [
    Step.Incident({
      where: "Tuling",
      what: "has answered enough for today (4003)",
      cause: ({ tuling }) => tuling({ answers: [{ code: 4003, text: "请求次数超限制！" }] })
    }),
    say(
      answered({ from: "lili", text: "给我念首诗吧" }, "R3", {
        asked: "给我念首诗吧",
        told: ["给我念首诗吧"],
        reply: "床前明月光"
      })
    )
  ],
  calls: { "openapi/api/v2": 1, "chat/completions": 1 }
}

/** What is asked last can only be answered by who knows what was said before. */
const threeTurns: Scene = {
  title: "The model remembers",
  steps: [
    say(answered({ from: "sun", text: "你好" }, "R3", { told: ["你好"], reply: "你好呀" })),
    say(answered({ from: "sun", text: "我周日到北京" }, "R3", { reply: "我周日到北京" })),
    say(
      answered({ from: "sun", text: "我刚才说了什么？" }, "R3", {
        told: [
          "你好",
          "你好呀，很高兴见到你",
          "我周日到北京",
          "关于“我周日到北京”，我也想知道。",
          "我刚才说了什么？"
        ],
        exactly: "你刚才说的是“我周日到北京”。"
      })
    )
  ],
  calls: { "openapi/api/v2": 0, "chat/completions": 3 }
}

/** What a model thinks is not for the chat, in whichever of the two ways its service hands it out. */
const onlyReasoning: Scene = {
  title: "The model only thinks",
  steps: [
    Step.Incident({
      where: "the model",
      what: "thinks, and comes to no answer",
      cause: ({ openai }) =>
        openai({
          answers: [
            { content: null, reasoning: "他想借钱，我该怎么推掉……" },
            { content: "<think>她在试探我，先不要说实话。</think>" }
          ]
        })
    }),
    say(answered({ from: "wang", text: "能借我一千块吗？" }, "R3", { exactly: FALLBACK })),
    say(answered({ from: "lili", text: "你到底怎么想的？" }, "R3", { exactly: FALLBACK }))
  ],
  calls: { "openapi/api/v2": 0, "chat/completions": 2 }
}

/** Now nobody is left to ask: a chat is told so once. */
const spentCredit: Scene = {
  title: "The model has no credit",
  steps: [
    Step.Incident({
      where: "the model",
      what: "wants to be paid first (402)",
      cause: ({ openai }) => openai({ answers: [{ status: 402 }] })
    }),
    say(answered({ from: "sun", text: "给我念首诗吧" }, "R3", { exactly: FALLBACK })),
    say(unsent({ from: "sun", text: "念吧念吧" }, "R3", "fallback-line-told"))
  ],
  calls: { "openapi/api/v2": 0, "chat/completions": 1 }
}

/** Tuling is asked first, and what comes after it. */
export const withoutTuling: Act = {
  title: "Tuling has nothing more to say until midnight in Shanghai, and a model answers.",
  settings: { ROBOT_FALLBACK_REPLY: FALLBACK },
  scenes: [spentDay, threeTurns, onlyReasoning, spentCredit]
}

import { expect, it } from "@effect/vitest"
import { Array as Arr, Console, Effect, Record } from "effect"
import type { FaultInput } from "../../src/simulator/control/ControlInput.ts"
import { matrix, type Row, SECRET, type Trouble } from "../support/end-to-end/chatbotMatrix.ts"

const endpoints = { openai: "chat/completions", tuling: "openapi/api/v2" } as const
type Endpoint = (typeof endpoints)[keyof typeof endpoints]

const twice = { times: 2 } as const
const after = { when: "after", ...twice } as const

/** What goes wrong on the way, with a second try as well; and what is right then. */
const onTheWay = {
  reset: [
    (endpoint) => ({ kind: "reset", endpoint, ...after }),
    "transient ECONNRESET x2: fallback; words: words"
  ],
  // a time-out held up the chat long enough: no second try
  hang: [
    (endpoint) => ({ kind: "hang", endpoint, ...after, times: 1 }),
    "transient timed out: fallback; words: words"
  ],
  "slow drip": [
    (endpoint) => ({ kind: "drip", pause: 800, pieces: 4, endpoint, times: 1 }),
    "transient timed out: fallback; words: words"
  ],
  drip: [
    (endpoint) => ({ kind: "drip", pause: 20, pieces: 4, endpoint, ...twice }),
    "words: words; words: words"
  ],
  truncated: [
    (endpoint) => ({ kind: "truncated", endpoint, ...twice }),
    "transient ECONNRESET x2: fallback; words: words"
  ],
  garbage: [
    (endpoint) => ({ kind: "garbage", endpoint, ...after }),
    "transient body is not as expected x2: fallback; words: words"
  ],
  empty: [
    (endpoint) => ({ kind: "empty", endpoint, ...after }),
    "transient body is not as expected x2: fallback; words: words"
  ],
  html: [
    (endpoint) => ({ kind: "html", endpoint, ...after }),
    "transient body is not as expected x2: fallback; words: words"
  ],
  half: [
    (endpoint) => ({ kind: "half", endpoint, ...twice }),
    "transient body is not as expected x2: fallback; words: words"
  ],
  control: [(endpoint) => ({ kind: "control", endpoint, ...twice }), "words: words; words: words"]
} as const satisfies Record<string, readonly [(endpoint: Endpoint) => FaultInput, string]>

const faulty = (chatbot: keyof typeof endpoints): ReadonlyArray<Row> =>
  Record.toEntries(onTheWay).map(([name, [fault, right]]) => ({
    chatbot,
    name,
    trouble: { faults: [fault(endpoints[chatbot])] },
    right
  }))

/** As often as it is asked, it answers so: with words for its operator, where it has any. */
type Answers<Answer> = readonly [answer: Answer, times: number, right: string]

const message = SECRET
const barred = ": nothing, rests for good; barred: nothing"
const spent = ": fallback, rests 60 min; spent: nothing"
const resting = ": fallback, rests 30 min; resting: nothing"
const once = ": fallback; words: words"
const fine = "words: words; words: words"

const ofModel: Readonly<Record<string, Answers<NonNullable<Trouble["openai"]>[number]>>> = {
  // it could not read the question, or would not: that is no reason to leave it alone
  "400": [{ status: 400, error: { message } }, 1, `our-bug invalid_request_error${once}`],
  "400, content filter": [
    { status: 400, error: { message, code: "content_filter" } },
    1,
    `our-bug content_filter${once}`
  ],
  "413": [{ status: 413, error: { message } }, 1, `our-bug invalid_request_error${once}`],
  "422": [{ status: 422, error: { message } }, 1, `our-bug invalid_request_error${once}`],
  // only the owner can do something about it, and a chat is told nothing
  "401": [{ status: 401, error: { message } }, 1, `configuration invalid_api_key${barred}`],
  "403": [
    { status: 403, error: { message } },
    1,
    `configuration unsupported_country_region_territory${barred}`
  ],
  "404": [{ status: 404, error: { message } }, 1, `configuration model_not_found${barred}`],
  "400, a setting": [
    { status: 400, error: { message, code: "unsupported_parameter" } },
    1,
    `configuration unsupported_parameter${barred}`
  ],
  // the purse is empty: it may be filled at any time
  "402": [{ status: 402, error: { message } }, 1, `quota invalid_request_error${spent}`],
  "429, insufficient_quota": [
    { status: 429, error: { message, code: "insufficient_quota" } },
    1,
    `quota insufficient_quota${spent}`
  ],
  // it says when to come again, and is left alone until then
  "429, in half an hour": [
    { status: 429, retryAfter: 1800, error: { message } },
    1,
    `transient rate_limit_exceeded${resting}`
  ],
  "429, by a date": [
    { status: 429, retryAfter: 1800, retryAsDate: true, error: { message } },
    1,
    `transient rate_limit_exceeded${resting}`
  ],
  "503, in half an hour": [
    { status: 503, retryAfter: 1800, error: { message } },
    1,
    `transient server_error${resting}`
  ],
  // for the moment
  "429": [{ status: 429, error: { message } }, 2, `transient rate_limit_exceeded x2${once}`],
  "408": [{ status: 408, error: { message } }, 2, `transient invalid_request_error x2${once}`],
  "500": [{ status: 500, error: { message } }, 2, `transient server_error x2${once}`],
  "error under status 200": [{ error: { message, code: 529 } }, 2, `transient server_error x2${once}`],
  "401 under status 200": [{ error: { message, code: 401 } }, 1, `configuration server_error${barred}`],
  // it works, and has nothing to say
  "content filter": [{ content: message, finishReason: "content_filter" }, 1, `no-words${once}`],
  "no choice": [{ noChoices: true }, 1, `no-words${once}`],
  null: [{ content: null }, 1, `no-words${once}`],
  "only white space": [{ content: " \n" }, 1, `no-words${once}`],
  "only reasoning": [{ content: null, reasoning: message }, 1, `no-words${once}`],
  "<think> without an end": [{ content: `<think>${message}` }, 1, `no-words${once}`],
  "stopped in its reasoning": [
    { content: "", reasoning: message, finishReason: "length" },
    1,
    `no-words${once}`
  ],
  "the question": [{ content: `你好 ${SECRET}` }, 1, `no-words${once}`],
  // it has words
  "stopped at the length": [{ content: "说来话长。从前", finishReason: "length" }, 1, fine],
  parts: [
    {
      content: [
        { type: "text", text: "好" },
        { type: "audio", text: message }
      ]
    },
    1,
    fine
  ],
  "<think>": [{ content: `<think>${message}</think>好`, reasoning: message }, 1, fine]
}

const ofTuling: Readonly<Record<string, Answers<NonNullable<Trouble["tuling"]>[number]>>> = {
  "4001": [{ code: 4001, text: message }, 1, `configuration 4001${barred}`],
  "4003": [
    { code: 4003, text: message },
    1,
    "quota 4003: fallback, rests until its next day; spent: nothing"
  ],
  "4602": [{ code: 4602, text: message }, 1, `our-bug 4602${once}`],
  "5000": [{ code: 5000, text: message }, 1, `no-words${once}`],
  "8008": [{ code: 8008, text: message }, 2, `transient 8008 x2${once}`],
  "502": [{ status: 502 }, 2, `transient status 502 x2${once}`],
  "404": [{ status: 404, text: message }, 2, `transient status 404 x2${once}`],
  "429": [{ status: 429, text: message }, 2, `transient status 429 x2${once}`],
  "the question": [{ text: `你好 ${SECRET}` }, 1, `no-words${once}`]
}

/** A status without words, as somebody in between may give it. */
const bare = (
  [
    [400, 1, `our-bug 400${once}`],
    [401, 1, `configuration 401${barred}`],
    [502, 2, `transient 502 x2${once}`]
  ] as const
).map(([status, times, right]): Row => ({
  chatbot: "openai",
  name: `${status} without words`,
  trouble: { faults: [{ kind: "status", status, endpoint: endpoints.openai, when: "after", times }] },
  right
}))

const rows: ReadonlyArray<Row> = [
  ...faulty("openai"),
  ...bare,
  ...Object.entries(ofModel).map(([name, [answer, times, right]]): Row => ({
    chatbot: "openai",
    name,
    trouble: { openai: Arr.replicate(answer, times) },
    right
  })),
  ...faulty("tuling"),
  ...Object.entries(ofTuling).map(([name, [answer, times, right]]): Row => ({
    chatbot: "tuling",
    name,
    trouble: { tuling: Arr.replicate(answer, times) },
    right
  }))
]

it.live(
  "whatever a chatbot does, its chat gets what is right, alone and with another behind it; nobody reads its errors",
  () =>
    Effect.gen(function* () {
      const { odd, table } = yield* matrix(rows)
      yield* Console.log(table)
      expect(odd).toEqual([])
    }),
  200_000
)

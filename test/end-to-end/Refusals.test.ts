import { describe, expect, it } from "@effect/vitest"
import { Console, Effect } from "effect"
import type { FaultInput } from "../../src/simulator/control/ControlInput.ts"
import { type Cell, type Endpoint, matrix, sampled } from "../support/end-to-end/matrix.ts"

/** A cell for each code: its endpoint answers so, once. */
const refusals = (
  endpoint: Extract<FaultInput, { readonly kind: "ret" }>["endpoint"] & Endpoint,
  codes: ReadonlyArray<number>
): ReadonlyArray<Cell> =>
  codes.map((ret) => ({ endpoint, fault: String(ret), inputs: [{ kind: "ret", ret, endpoint, times: 1 }] }))

/** Plays the cells; all are "ok" but those expected to be otherwise, each for its reason. */
const plays = (cells: ReadonlyArray<Cell>, expected: Readonly<Record<string, string>>) =>
  Effect.gen(function* () {
    const { odd, table } = yield* matrix(cells)
    yield* Console.log(table)
    expect(odd).toEqual(expected)
  })

/** Endpoints of WeChat that say no with such a number. */
const wechat = [
  "jslogin",
  "webwxnewloginpage",
  "webwxpushloginurl",
  "webwxinit",
  "webwxstatusnotify",
  "webwxgetcontact",
  "webwxbatchgetcontact",
  "synccheck",
  "webwxsync",
  "webwxsendmsg"
] as const
const codes = [-1, -2, 1, -14, 1100, 1101, 1102, 1203, 1204, 1205]

describe("whatever number comes once, the message that met it and the next are answered once", () => {
  it.live(
    "those of WeChat",
    () =>
      plays(
        [
          ...sampled(wechat.flatMap((endpoint) => refusals(endpoint, codes))),
          {
            endpoint: "webwxsendmsg",
            fault: "-1 after",
            inputs: [{ kind: "ret", ret: -1, when: "after", endpoint: "webwxsendmsg", times: 1 }]
          }
        ],
        {
          // with a sentence, on the first use of a ticket, they turn the account away: exit code 69 says so
          "webwxnewloginpage: 1": "ended with 69; 0 replies",
          "webwxnewloginpage: 1203": "ended with 69; 0 replies",
          "webwxnewloginpage: 1204": "ended with 69; 0 replies",
          // no for good
          "webwxsendmsg: 1": "failed, sent; 1 replies",
          "webwxsendmsg: 1203": "failed, sent; 1 replies",
          "webwxsendmsg: 1204": "failed, sent; 1 replies",
          // too frequent: sends pause for longer than a message may wait
          "webwxsendmsg: 1205": "skipped (stale), skipped (stale); 0 replies"
        }
      ),
    200_000
  )

  it.live(
    "those that call a session ended which lives, again and again: nobody is asked for another",
    () =>
      plays(
        (["synccheck", "webwxsync", "webwxsendmsg"] as const).flatMap((endpoint) =>
          (
            [
              [1101, 2],
              [1101, 4],
              [-14, 2],
              [-14, 4],
              [1100, 2],
              [1102, 3]
            ] as const
          ).map(([ret, times]): Cell => ({
            endpoint,
            fault: `${ret} x ${times}`,
            inputs: [{ kind: "ret", ret, endpoint, times }],
            oneLogin: true
          }))
        ),
        {}
      ),
    200_000
  )

  it.live("those of the log-in poll", () => plays(refusals("login", [400, 408, 500, 202]), {}))

  it.live("those of Tuling", () =>
    plays(
      // a wrong key, a spent quota, a question that cannot be read, trouble of their own
      [
        ...refusals("openapi/api", [40001, 40004, 40002, 40005]),
        ...refusals("openapi/api/v2", [4001, 4003, 4602, 8008])
      ],
      {
        // nothing can be said before the owner sets another key
        "openapi/api: 40001": "skipped (chatbots-barred), skipped (chatbots-barred); 0 replies",
        "openapi/api/v2: 4001": "skipped (chatbots-barred), skipped (chatbots-barred); 0 replies",
        // the fallback line comes once per chat and day
        "openapi/api: 40004": "sent, skipped (fallback-line-told); 1 replies",
        "openapi/api/v2: 4003": "sent, skipped (fallback-line-told); 1 replies"
      }
    )
  )

  it.live("those of a model", () =>
    plays(
      // a wrong key, an empty purse, a question that cannot be read, trouble of its own; and under status 200
      refusals("chat/completions", [401, 402, 400, 500, 1302]),
      {
        "chat/completions: 401": "skipped (chatbots-barred), skipped (chatbots-barred); 0 replies",
        "chat/completions: 402": "sent, skipped (fallback-line-told); 1 replies"
      }
    )
  )

  it.live("polls that are answered at once, with nothing or with a selector that stays", () =>
    plays(
      [
        { endpoint: "login", fault: "instant", inputs: [{ kind: "instant", endpoint: "login", times: 5 }] },
        {
          endpoint: "synccheck",
          fault: "instant",
          inputs: [{ kind: "instant", endpoint: "synccheck", times: 5 }]
        },
        ...[2, 7].map((selector): Cell => ({
          endpoint: "synccheck",
          fault: `selector ${selector}`,
          inputs: [{ kind: "selector", selector, endpoint: "synccheck", times: 5 }]
        }))
      ],
      {}
    )
  )
})

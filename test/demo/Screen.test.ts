import { stripVTControlCharacters } from "node:util"
import { describe, expect, it } from "@effect/vitest"
import { FastCheck as fc, Option } from "effect"
import { columns } from "../../src/demo/Columns.ts"
import type { People } from "../../src/demo/Names.ts"
import { colours, noColours } from "../../src/demo/Paint.ts"
import { RobotFailed } from "../../src/demo/DemoRobot.ts"
import type { MessageEvent } from "../../src/demo/RobotLog.ts"
import { make, type Screen, WIDTH } from "../../src/demo/Screen.ts"
import { anyText } from "../support/demo/texts.ts"

const person = (name: string, nickName: string, remarkName = ""): People["people"][number] => ({
  name,
  nickName,
  remarkName,
  UserName: null,
  inBook: true,
  verifyFlag: 0,
  invitation: "accepts",
  pinned: false,
  asked: false
})

/** Somebody with a remark, the owner, and a group that calls them otherwise. */
const people = (lili: string, me: string, family: string): People => ({
  people: [person("lili", "莉莉", lili), person("me", me)],
  groups: [
    {
      name: "family",
      nickName: family,
      UserName: null,
      inBook: true,
      owner: "me",
      pinned: false,
      invited: [],
      members: [
        { name: "lili", displayName: "三姨", UserName: null },
        { name: "me", displayName: "", UserName: null }
      ]
    }
  ]
})

const screen = make(noColours, people("李莉", "小白", "一家人❤"))

const decided = (
  decision: "AskChatbot" | "Skip",
  reason: string,
  rule: string,
  saw: string
): MessageEvent => ({
  message: "decided",
  MsgId: "1",
  decision,
  reason,
  rule,
  saw
})

/** Everything the screen can show, made of one text. */
const everything = (
  {
    act,
    asked,
    called,
    failed,
    gaveUp,
    incident,
    opening,
    ordered,
    prompted,
    replied,
    said,
    ...screen
  }: Screen,
  text: string
) => [
  ...opening,
  ...act(1, { title: text, settings: { ROBOT_ALLOW: text }, scenes: [] }),
  ...screen.scene(99, text),
  ...said({ from: "lili", text }),
  ...said({ from: "lili", group: "family", mention: true, text }),
  ...screen.told(decided("AskChatbot", text, text, text), "lili"),
  ...screen.told({ message: "failed", MsgId: "1", reason: text }, "family"),
  ...screen.connection({ message: "connection", state: text, why: text, todo: text }),
  ...incident(text, text),
  ...called({ [text]: 1, jslogin: 0 }),
  ...asked(text),
  ...prompted([text, text]),
  ...replied(text, "family"),
  ...ordered([["lili", [1, 2, 3]]]),
  ...screen.stopped(Option.some(0)),
  ...gaveUp(text),
  ...failed(new RobotFailed({ message: text, lastLines: [text] })),
  ...screen.verdicts([{ title: text, expected: text, got: text, ok: false }], 1_000)
]

describe("the screen", () => {
  it("shows who says what, the decision with its rule, and the reply, in columns", () => {
    expect([
      ...screen.scene(3, "A friend writes"),
      ...screen.said({ from: "lili", text: "你好" }),
      ...screen.told(decided("AskChatbot", "R3", "a friend's text", "Text from a friend"), undefined),
      ...screen.replied("你好呀\n再见", undefined)
    ]).toEqual([
      "",
      " 3  A friend writes",
      "    李莉                         你好",
      "      answer R3                  a friend's text: Text from a friend",
      "    robot                      → 你好呀",
      "                                 再见"
    ])
  })

  it("names the chat when several are going on", () => {
    expect(screen.told(decided("Skip", "stale", "too old", "written 10m ago"), "family")).toEqual([
      "      skip stale                 一家人❤: too old: written 10m ago"
    ])
    expect(screen.replied("好", "lili")).toEqual(["    robot to 李莉              → 好"])
  })

  it("tells where a message is said", () => {
    expect([
      ...screen.said({ from: "lili", group: "family", mention: true, text: "好" }),
      ...screen.said({ from: "me", group: "family", mention: "all", text: "好" }),
      ...screen.said({ group: "family", kind: "system", text: "好" }),
      ...screen.said({ from: "me", kind: "picture" }),
      ...screen.said({ from: "me", to: "lili", text: "好" })
    ]).toEqual([
      "    三姨 in 一家人❤              @小白 好",
      "    小白 in 一家人❤              @所有人 好",
      "    一家人❤                      [system] 好",
      "    小白 to oneself              [picture]",
      "    小白 to 李莉                 好"
    ])
  })

  it("shows what the chatbots are told, of the model's chat a line each", () => {
    expect([...screen.asked("好吗？"), ...screen.prompted(["好", "你好呀", "好吗？"])]).toEqual([
      "      Tuling is asked            好吗？",
      "      the model is told          好",
      "                                 你好呀",
      "                                 好吗？"
    ])
  })

  it("tells why an answer was not sent", () => {
    expect(screen.told({ message: "skipped", MsgId: "1", reason: "phone-active" }, undefined)).toEqual([
      "      skipped                    phone-active"
    ])
    expect(screen.told({ message: "uncertain", MsgId: "1", reason: "" }, "lili")).toEqual([
      "      uncertain                  李莉"
    ])
  })

  it("shows what happens around the robot, and what its connection comes to", () => {
    expect([
      ...screen.incident("network", "WeChat cannot be reached"),
      ...screen.connection({
        message: "connection",
        state: "reconnecting",
        why: "synccheck: no answer",
        todo: ""
      }),
      ...screen.connection({
        message: "connection",
        state: "waiting-for-confirmation",
        why: "a button",
        todo: "confirm"
      }),
      ...screen.called({ webwxpushloginurl: 1, jslogin: 0 }),
      ...screen.called({})
    ]).toEqual([
      "    network                    ! WeChat cannot be reached",
      "      reconnecting               synccheck: no answer",
      "      waiting-for-confirmation   a button; to do: confirm",
      "      calls                      1 webwxpushloginurl, no jslogin"
    ])
  })

  it("ends with a table of the scenes and their sum", () => {
    const verdicts = [
      { title: "A friend writes", expected: "answer R3", got: "answer R3", ok: true },
      {
        title: "A group",
        expected: "skip group-not-chosen",
        got: "answer R2, 2 replies, in another chat",
        ok: false
      }
    ]
    expect(screen.verdicts(verdicts, 12_340)).toEqual([
      "",
      "   scene                    expected              got",
      " 1 A friend writes          answer R3             answer R3             ok",
      " 2 A group                  skip group-not-chosen answer R2, 2 replies, FAILED",
      "                                                  in another chat",
      "",
      "2 scenes, 1 as the rules say (12.3 s)"
    ])
  })

  it.prop(
    "has no line longer than a terminal, and no control characters, whatever comes in",
    [anyText, anyText],
    ([text, name]) => {
      const lines = everything(make(noColours, people(name, name, name)), text)
      expect(Math.max(...lines.map(columns))).toBeLessThanOrEqual(WIDTH)
      expect(lines.join("")).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u)
    }
  )

  it.prop("says the same in colours", [fc.string({ unit: "grapheme" })], ([text]) => {
    const names = people("李莉", "小白", "家")
    const coloured = everything(make(colours, names), text)
    const bare = coloured.map((line) => stripVTControlCharacters(line).trimEnd())
    expect(coloured.join("")).toContain("\u001b[32m")
    expect(bare).toEqual(everything(make(noColours, names), text).map((line) => line.trimEnd()))
  })
})

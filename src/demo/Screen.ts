import { Array as Arr, Option } from "effect"
import type { MessageInput } from "../simulator/control/ControlInput.ts"
import { cell, wrap } from "./Columns.ts"
import type { Verdict } from "./Judge.ts"
import { contentOf, nameOf, type People, speakerOf } from "./Names.ts"
import { ME } from "../simulator/world/People.ts"
import type { Paint } from "./Paint.ts"
import { callTexts } from "./Performance.ts"
import type { RobotFailed } from "./DemoRobot.ts"
import type { ConnectionEvent, MessageEvent } from "./RobotLog.ts"
import type { Act } from "./Scene.ts"

/** Lines of a terminal, without their ends. */
export type Lines = ReadonlyArray<string>

/** The longest line, in columns: every terminal is that wide. */
export const WIDTH = 80

type Style = (text: string) => string

const unstyled: Style = (text) => text

/** Text that begins at a column in every line; `before`, which is as wide, stands before the first line. */
const hanging = (column: number, before: string, text: string, style: Style): Lines =>
  wrap(text, WIDTH - column).map((line, index) =>
    `${index === 0 ? before : " ".repeat(column)}${style(line)}`.trimEnd()
  )

const MARGIN = "    "
/** Widths, in columns: who speaks on the left of a scene's lines, and the columns of the final table. */
const LEFT = 26
const TITLE = 24
const RESULT = 21

const row = (left: string, leftStyle: Style, right: string, rightStyle: Style, sign = " "): Lines =>
  hanging(MARGIN.length + LEFT + 3, `${MARGIN}${leftStyle(cell(left, LEFT))} ${sign} `, right, rightStyle)

const cells = (
  number: string,
  { expected, got, title }: Omit<Verdict, "ok">,
  end: string,
  style: Style
): Lines => {
  const [titles, wants, gots] = [wrap(title, TITLE), wrap(expected, RESULT), wrap(got, RESULT)] as const
  return Arr.makeBy(Math.max(titles.length, wants.length, gots.length), (line) =>
    [
      line === 0 ? number : "  ",
      cell(titles[line] ?? "", TITLE),
      cell(wants[line] ?? "", RESULT),
      style(cell(gots[line] ?? "", RESULT)),
      line === 0 ? style(end) : ""
    ]
      .join(" ")
      .trimEnd()
  )
}

/** The frame of the play: its opening, acts, scenes and end. */
const frame = (paint: Paint, people: People) => ({
  opening: [
    paint.bold("weixin-robot demo"),
    ...wrap(
      `A robot answers WeChat while its owner, here ${nameOf(people, ME)}, is away from the phone. WeChat, ` +
        "Tuling and a model are simulated on this machine: no account, no key, no network. It answers notes to oneself (R1), " +
        "groups (R2) and friends (R3), and skips all else; you see every reason.",
      WIDTH
    )
  ],

  act: (number: number, { settings, title }: Act): Lines => [
    "",
    ...hanging(0, "", `Act ${number}: ${title}`, paint.bold),
    ...Object.entries(settings).flatMap(([name, value]) => hanging(2, "  ", `${name}=${value}`, paint.dim)),
    ...hanging(2, "  ", "The robot starts and logs in ...", paint.dim)
  ],

  scene: (number: number, title: string): Lines => [
    "",
    ...hanging(MARGIN.length, `${String(number).padStart(2)}  `, title, paint.bold)
  ],

  /** The scenes are over, and people can play themselves. */
  stays: (address: string): Lines => [
    "",
    `Play with the robot yourself: ${paint.bold(address)}`,
    ...hanging(2, "  ", "Its page, and beside it the simulated WeChat. Ctrl-C ends both.", paint.dim)
  ],

  failed: ({ lastLines, message }: RobotFailed): Lines => [
    "",
    ...hanging(0, "", `The play is over: ${message}.`, paint.bad),
    ...lastLines.flatMap((line) => hanging(2, "  ", line, paint.dim))
  ],

  /** The end: a table of all scenes, and how many were as the rules say. */
  verdicts: (verdicts: ReadonlyArray<Verdict>, millis: number): Lines => {
    const good = verdicts.filter(({ ok }) => ok).length
    const sum = `${verdicts.length} scenes, ${good} as the rules say (${(millis / 1000).toFixed(1)} s)`
    return [
      "",
      ...cells("  ", { title: "scene", expected: "expected", got: "got" }, "", unstyled).map(paint.bold),
      ...verdicts.flatMap((verdict, index) =>
        cells(
          String(index + 1).padStart(2),
          verdict,
          verdict.ok ? "ok" : "FAILED",
          verdict.ok ? paint.good : paint.bad
        )
      ),
      "",
      (good === verdicts.length ? paint.good : paint.bad)(sum)
    ]
  }
})

/** What people and the robot say to each other, and why the robot does. */
const talk = (paint: Paint, people: People) => ({
  /** Somebody says something. */
  said: (message: MessageInput): Lines =>
    row(speakerOf(people, message), unstyled, contentOf(people, message), unstyled),

  /** What the robot logs about a message; with its chat when the scene has several. */
  told: (event: MessageEvent, chat: string | undefined): Lines => {
    if (event.message === "sent") return []
    const about = (why: string) =>
      [chat === undefined ? "" : nameOf(people, chat), why].filter((part) => part !== "").join(": ")
    if (event.message !== "decided") {
      return row(`  ${event.message}`, paint.silent, about(event.reason), paint.dim)
    }
    const [verb, style] =
      event.decision === "Skip" ? (["skip", paint.silent] as const) : (["answer", paint.good] as const)
    return row(`  ${verb} ${event.reason}`, style, about(`${event.rule}: ${event.saw}`), paint.dim)
  },

  asked: (question: string): Lines => row("  Tuling is asked", paint.dim, question, paint.dim),

  /** The model keeps nothing in mind itself: all that it is told of the chat, a line each. */
  prompted: (told: ReadonlyArray<string>): Lines =>
    row("  the model is told", paint.dim, told.join("\n"), paint.dim),

  replied: (text: string, chat: string | undefined): Lines =>
    row(
      chat === undefined ? "robot" : `robot to ${nameOf(people, chat)}`,
      paint.reply,
      text,
      paint.reply,
      "→"
    ),

  /** For each chat which of its messages the replies answer, in order. */
  ordered: (chats: ReadonlyArray<readonly [chat: string, answered: ReadonlyArray<number>]>): Lines => {
    const orders = chats.map(([chat, answered]) => `${nameOf(people, chat)} ${answered.join(", ")}`)
    return orders.length === 0 ? [] : row("  order of the replies", paint.dim, orders.join("; "), paint.dim)
  }
})

/** What happens besides the talk. */
const happenings = (paint: Paint) => ({
  /** An incident of the scene. */
  incident: (where: string, what: string): Lines => row(where, unstyled, what, paint.bad, "!"),

  /** What the robot logs about its connection. */
  connection: ({ state, todo, why }: ConnectionEvent): Lines =>
    row(
      `  ${state}`,
      state === "syncing" ? paint.good : paint.silent,
      [why, todo].filter((part) => part !== "").join("; to do: "),
      paint.dim
    ),

  /** How often it called the endpoints that a scene is about. */
  called: (calls: Readonly<Record<string, number>>): Lines => {
    const texts = callTexts(calls)
    return texts.length === 0 ? [] : row("  calls", paint.dim, texts.join(", "), paint.dim)
  },

  /** The robot got its SIGTERM and ended. */
  stopped: (exitCode: Option.Option<number>): Lines =>
    row(
      "  SIGTERM",
      paint.dim,
      Option.match(exitCode, {
        onNone: () => "it had to be killed",
        onSome: (code) => `exit code ${code}`
      }),
      unstyled
    ),

  /** Why a scene could not go on to its end. */
  gaveUp: (why: string): Lines => row("", unstyled, why, paint.bad)
})

/** Shows the play as it goes on. No text of a chat can leave its column or control the terminal. */
export const make = (paint: Paint, people: People) => ({
  ...frame(paint, people),
  ...talk(paint, people),
  ...happenings(paint)
})

export type Screen = ReturnType<typeof make>

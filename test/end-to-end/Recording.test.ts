import { describe, expect, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { readFileSync, statSync } from "node:fs"
import { isSpecialAccount } from "../../src/domain/Contact.ts"
import { decodeName } from "../../src/domain/MessageText.ts"
import { RecordedLine } from "../../src/domain/RecordedExchange.ts"
import { type MessageInput } from "../../src/simulator/control/ControlInput.ts"
import type { StateView } from "../../src/simulator/control/ControlView.ts"
import { start } from "../../src/simulator/Simulator.ts"
import { until, untilSyncing } from "../support/end-to-end/inProcess.ts"
import { everyKind } from "../support/end-to-end/everyKind.ts"
import { directory, run, tireless } from "../support/end-to-end/program.ts"
import { namesIn, record, secretsIn } from "../support/end-to-end/recorder.ts"

const certain = {
  ROBOT_GROUP_REPLY_PROBABILITY: "1",
  ROBOT_MEDIA_REPLY_PROBABILITY: "1",
  // tells what was decided of messages of the system, too
  ROBOT_LOG_LEVEL: "debug"
}

/** In every text, whatever its kind. */
const MARK = "betweenyouandme"

const messages = everyKind(() => `${MARK} 悄悄话 <Alice>`)

const quote = { name: "小白🐼", text: "明天几点" }

/** What only the text tells: whom it names, what it answers, what was taken back. */
const conversation: ReadonlyArray<MessageInput> = [
  { from: "tom", group: "work", text: `晚上来吗 ${MARK}`, mention: true },
  { from: "tom", group: "work", text: "开会了", mention: "all" },
  { from: "lili", text: `😀 <b>好</b> & "再见" 🐼 https://nowhere.test/?a=秘密` },
  { from: "tom", group: "work", text: "七点好", mention: true, quote },
  { from: "lili", kind: "app", text: "引用的回复", appType: 57, quote },
  { from: "lili", text: `<msg><secretname meeting="x">${MARK}</secretname></msg>` },
  { from: "lili", text: "https://wx.qq.com/?type=doctor&target=Hospital" },
  { from: "lili", text: "说错了" },
  { from: "lili", kind: "revoke" }
]

const Decided = Schema.parseJson(
  Schema.Struct({
    message: Schema.Literal("decided"),
    decision: Schema.String,
    kind: Schema.String,
    length: Schema.Int,
    rule: Schema.String
  })
)
const isDecided = Schema.is(Schema.typeSchema(Decided))

/** Chats go side by side, so only what comes of all of them together is the same. */
const decisionsIn = (stdout: string) =>
  stdout
    .split("\n")
    .map((line) => Schema.decodeOption(Decided)(line))
    .flatMap((read) => (read._tag === "Some" && isDecided(read.value) ? [JSON.stringify(read.value)] : []))
    .toSorted()

/** Long enough to be found nowhere else. */
const wordsOf = (text: string) => text.match(/\p{sc=Han}{2,}|(?!https)[A-Za-z]{5,}|\d{6,}/gu) ?? []

/** The language, and the time of the log-in, which stands in each message. */
const harmless = new Set(["cookie mm_lang", "cookie wxloadtime"])

const userNamesIn = ({ groups, people }: StateView) =>
  [...people, ...groups]
    .flatMap(({ UserName }) => (UserName === null || isSpecialAccount(UserName) ? [] : [UserName]))
    .filter((userName) => userName.startsWith("@"))

const countOf = (text: string, word: string) => text.split(word).length - 1

/** All messages were decided, and every reply is sent and has come back. */
const isSettled = (MsgIds: ReadonlyArray<string>) => (stdout: string) =>
  MsgIds.every((MsgId) => stdout.includes(MsgId)) &&
  countOf(stdout, '"AskChatbot"') + countOf(stdout, '"SendCanned"') === countOf(stdout, '"own-reply"')

/** A whole life of a robot, from the code to the log-out. */
const life = Effect.gen(function* () {
  const { control, origin } = yield* start({ echoSends: true })
  const { exchanges, origin: recorder } = yield* record(origin)
  const data = yield* directory
  const environment = {
    ...tireless(recorder, data),
    ...certain,
    TULING_ORIGIN: origin,
    ROBOT_RECORD: "wechat.jsonl"
  }
  const robot = yield* run([], environment)
  yield* untilSyncing(control)
  const first = yield* control.state()
  const MsgIds = yield* control.messages(messages)
  yield* robot.until(isSettled(MsgIds))
  const said = yield* control.messages(conversation)
  yield* robot.until(isSettled(said))
  yield* control.session({ retcode: 1101 })
  yield* until(control, ({ holding, sessions }) => sessions.length === 2 && holding.synccheck > 0)
  const [last = ""] = yield* control.messages([{ from: "me", text: "写给自己" }])
  yield* robot.until(isSettled([last]))
  const second = yield* control.state()
  yield* control.login({ autoScan: false })
  expect(yield* (yield* run(["logout"], environment)).ended).toMatchObject({ exitCode: 0 })
  yield* until(control, ({ holding }) => holding.login > 0)
  const { stdout } = yield* robot.stop("SIGTERM")
  const texts = [...messages, ...conversation].flatMap(({ text }) => wordsOf(text ?? ""))
  return {
    path: `${data}/wechat.jsonl`,
    stdout,
    secrets: [...secretsIn(exchanges)].flatMap(([name, values]) => (harmless.has(name) ? [] : [...values])),
    names: [...namesIn(exchanges)].flatMap((name) => wordsOf(decodeName(name.replaceAll("\\", "")))),
    texts: [...texts, ...[...(yield* control.sent())].flatMap(({ text }) => wordsOf(text))],
    ids: [...MsgIds, ...said, last, ...userNamesIn(first), ...userNamesIn(second)]
  }
})

const Listening = Schema.decode(Schema.parseJson(Schema.Struct({ origin: Schema.String })))

const Progress = Schema.decode(
  Schema.parseJson(
    Schema.Struct({
      replayed: Schema.Int,
      of: Schema.Int,
      left: Schema.Record({ key: Schema.String, value: Schema.Int }),
      unknown: Schema.Record({ key: Schema.String, value: Schema.Int })
    })
  )
)

describe("a recording of a whole life", () => {
  it.scopedLive(
    "holds nothing that is anybody's, and lets a robot live the same again",
    () =>
      Effect.gen(function* () {
        const { ids, names, path, secrets, stdout, texts } = yield* life
        const recording = readFileSync(path, "utf8")
        expect(statSync(path).mode & 0o777).toBe(0o600)
        for (const line of recording.trimEnd().split("\n")) yield* Schema.decode(RecordedLine)(line)
        for (const list of [ids, names, secrets, texts]) expect(list.length).toBeGreaterThan(10)
        expect([...ids, ...names, ...secrets, ...texts].filter((value) => recording.includes(value))).toEqual(
          []
        )

        const simulator = yield* run(["simulator", "--port", "0", "--replay", path], {})
        yield* simulator.until((written) => written.endsWith("\n"))
        const { origin } = yield* Listening(simulator.written())
        const environment = { ...tireless(origin, yield* directory), ...certain }
        const robot = yield* run([], environment)
        const decisions = decisionsIn(stdout)
        yield* robot.until((written) => decisionsIn(written).length === decisions.length)
        expect(yield* (yield* run(["logout"], environment)).ended).toMatchObject({ exitCode: 0 })
        const again = yield* robot.stop("SIGTERM")
        expect(decisionsIn(again.stdout)).toEqual(decisions)
        const { stderr, stdout: told } = yield* simulator.stop("SIGTERM")
        expect(stderr).toBe("")
        const progress = yield* Progress(told.trimEnd().split("\n").at(-1) ?? "")
        expect(progress.unknown).toEqual({})
        // the code after the log-out: the second robot may be stopped before it asks for its picture
        expect(
          Object.keys(progress.left).filter((call) => !/\/(?:jslogin|qrcode|login)\b/.test(call))
        ).toEqual([])
      }),
    90_000
  )
})

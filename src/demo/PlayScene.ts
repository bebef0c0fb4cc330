import { Array as Arr, Data, Duration, Effect } from "effect"
import { constVoid } from "effect/Function"
import type { Control } from "../simulator/control/Control.ts"
import { chatOf } from "./Names.ts"
import { callsOf, orderOfReplies, type Performance, type Played, type Said, toldOf } from "./Performance.ts"
import type { DemoRobot, RobotFailed } from "./DemoRobot.ts"
import { isConnection, isLast, type MessageEvent, type RobotEvent } from "./RobotLog.ts"
import { linesOf, type Scene, Step, type Trouble, type Words } from "./Scene.ts"
import type { Lines, Screen } from "./Screen.ts"

/** What a play needs besides the robot: the simulator that plays all others, and a screen to show it. */
export interface Stage {
  readonly control: Trouble & Pick<Control, "messages" | "sent" | "asked" | "prompted" | "requests">
  readonly screen: Screen
  readonly print: (lines: Lines) => Effect.Effect<void>
}

/** How long one wait of a scene may take; after it the scene is judged by what happened. */
const WAIT_AT_MOST = Duration.seconds(10)

/** The scene cannot go on, for the reason `message`. */
class Stuck extends Data.TaggedError("Stuck")<{ readonly message: string }> {}

/** A scene that was played, and what the robot logged about messages meanwhile. */
interface ScenePlayed {
  readonly played: Played
  readonly events: ReadonlyArray<MessageEvent>
}

/** Follows the robot's log while a scene is played. */
const follow = (
  stage: Stage,
  robot: DemoRobot,
  scene: { readonly askedBefore: number; readonly several: boolean }
) => {
  const said: Array<Said> = []
  const events: Array<MessageEvent> = []
  const states: Array<string> = []
  const hear = Effect.fnUntraced(function* (event: RobotEvent) {
    if (isConnection(event)) states.push(event.state)
    else events.push(event)
    yield* show(stage, event, { said, ...scene })
  })
  const listen = Effect.flatMap(robot.next, hear)
  const listenUntil = (over: () => boolean) =>
    Effect.whileLoop({ while: () => !over(), body: () => listen, step: constVoid }).pipe(
      Effect.timeoutFail({
        duration: WAIT_AT_MOST,
        onTimeout: () => new Stuck({ message: "nothing more comes" })
      })
    )
  /** Listens until nothing more will happen to any message. */
  const allEnded = listenUntil(() =>
    said.every(({ MsgId }) => events.some((event) => event.MsgId === MsgId && isLast(event)))
  )
  return { said, events, states, hear, listenUntil, allEnded }
}

/** Takes a step of a scene. */
const takeStep = (
  { control, print, screen }: Stage,
  robot: DemoRobot,
  { allEnded, events, hear, listenUntil, said, states }: ReturnType<typeof follow>
) =>
  Step.$match({
    Say: ({ lines }) =>
      Effect.gen(function* () {
        yield* allEnded
        const MsgIds = yield* control.messages(lines.map(({ message }) => message)).pipe(
          // fails only for a name that the simulator does not know: a mistake in the scene
          Effect.orDie
        )
        said.push(...Arr.zipWith(lines, MsgIds, (line, MsgId): Said => ({ ...line, MsgId })))
        yield* print(lines.flatMap(({ message }) => screen.said(message)))
      }),
    Incident: ({ cause, what, where }) =>
      print(screen.incident(where, what)).pipe(
        Effect.zipRight(cause(control)),
        Effect.catchTag("NothingThere", ({ missing }) => new Stuck({ message: `missing: ${missing}` }))
      ),
    Wait: ({ state }) => listenUntil(() => states.at(-1) === state),
    Kill: ({ answered }) =>
      Effect.gen(function* () {
        yield* listenUntil(() => events.filter(({ message }) => message === "sent").length >= answered)
        const left = yield* robot.kill
        yield* print(screen.incident("robot", "is killed (kill -9)"))
        yield* Effect.forEach(left, hear, { discard: true })
      }),
    Start: () => Effect.zipRight(print(screen.incident("robot", "is started again")), robot.startAgain)
  })

/** Takes the steps of a scene, and follows the robot's log until nothing more will happen to any message. */
export const playScene = (
  stage: Stage,
  robot: DemoRobot,
  scene: Scene
): Effect.Effect<ScenePlayed, RobotFailed> =>
  Effect.gen(function* () {
    const { control, print, screen } = stage
    const chats = Arr.dedupe(linesOf(scene).map(({ message }) => chatOf(message)))
    const before = {
      sent: (yield* control.sent()).length,
      asked: (yield* control.asked()).length,
      prompted: (yield* control.prompted()).length,
      requested: (yield* control.requests()).length
    }
    const followed = follow(stage, robot, { askedBefore: before.asked, several: chats.length > 1 })
    yield* Effect.forEach(scene.steps, takeStep(stage, robot, followed), { discard: true }).pipe(
      Effect.zipRight(followed.allEnded),
      Effect.catchTag("Stuck", ({ message }) => print(screen.gaveUp(message))),
      Effect.ensuring(control.clearFaults())
    )

    const { events, said, states } = followed
    const played: Played = { scene, said, states, before }
    const soFar: Performance = {
      played: [played],
      events,
      sent: yield* control.sent(),
      asked: [],
      prompted: [],
      requested: yield* control.requests()
    }
    if (chats.length > 1) yield* print(screen.ordered(orderOfReplies(soFar, played)))
    yield* print(screen.called(callsOf(soFar, played)))
    return { played, events }
  })

interface Shown {
  readonly said: ReadonlyArray<Said>
  readonly askedBefore: number
  /** The scene has several chats: each line names its own. */
  readonly several: boolean
}

/** Prints an event if it belongs to the scene; for a send also what the chatbots were told, and the reply. */
const show = ({ control, print, screen }: Stage, event: RobotEvent, { askedBefore, said, several }: Shown) =>
  Effect.gen(function* () {
    if (isConnection(event)) return yield* print(screen.connection(event))
    const about = said.find(({ MsgId }) => MsgId === event.MsgId)
    if (about === undefined) return
    const chat = several ? chatOf(about.message) : undefined
    yield* print(screen.told(event, chat))
    if (event.message !== "sent") return
    const words: Words = about.expected._tag === "Answer" ? about.expected : {}
    if (words.asked !== undefined) {
      const asked = (yield* control.asked()).slice(askedBefore)
      yield* print(asked.flatMap(({ text }) => screen.asked(text)))
    }
    if (words.told !== undefined) {
      const last = (yield* control.prompted()).slice(-1)
      yield* print(last.flatMap((prompt) => screen.prompted(toldOf(prompt))))
    }
    const sends = (yield* control.sent()).filter(({ MsgId }) => MsgId === event.MsgID)
    yield* print(sends.flatMap(({ text }) => screen.replied(text, chat)))
  })

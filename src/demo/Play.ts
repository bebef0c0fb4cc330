import { Array as Arr, Duration, Effect, Option } from "effect"
import type { Control } from "../simulator/Control.ts"
import { judge, judgeStop, type Verdict } from "./Judge.ts"
import { chatOf } from "./Names.ts"
import { orderOfReplies, type Performance, type Played, type Said } from "./Performance.ts"
import type { Robot, RobotFailed } from "./Robot.ts"
import { isLast, type RobotEvent } from "./RobotLog.ts"
import type { Act, Scene } from "./Scene.ts"
import type { Lines, Screen } from "./Screen.ts"

/** What a play needs around it: everybody but the robot, and somebody who watches. */
export interface Stage {
  readonly control: Pick<Control, "messages" | "sent" | "asked">
  readonly screen: Screen
  readonly print: (lines: Lines) => Effect.Effect<void>
}

/** How long a scene may take; then it is judged by what came. */
const PATIENCE = Duration.seconds(10)
const STOP = "The robot is stopped"

/**
 * Plays the scenes of an act with a robot that listens, stops the robot and only then judges: nothing can be sent any
 * more where nothing should be. `first` is the number of the first scene; the stop counts as the last one.
 */
export const playAct = (
  stage: Stage,
  robot: Robot,
  { scenes }: Act,
  first: number
): Effect.Effect<ReadonlyArray<Verdict>, RobotFailed> =>
  Effect.gen(function* () {
    const { control, print, screen } = stage
    const scenesPlayed = yield* Effect.forEach(scenes, (scene, index) =>
      Effect.zipRight(print(screen.scene(first + index, scene.title)), playScene(stage, robot, scene))
    )
    yield* print(screen.scene(first + scenes.length, STOP))
    const stopped = yield* robot.stop
    yield* print(screen.stopped(stopped.exitCode))

    const played = scenesPlayed.map((one) => one.played)
    const performance: Performance = {
      played,
      events: [...scenesPlayed.flatMap(({ events }) => events), ...stopped.events],
      sent: yield* control.sent(),
      asked: yield* control.asked()
    }
    return [...played.map((one) => judge(performance, one)), judgeStop(STOP, stopped.exitCode)]
  })

/** Says the lines of a scene, and follows the robot's log until each of them has come to its end. */
const playScene = (stage: Stage, robot: Robot, scene: Scene) =>
  Effect.gen(function* () {
    const { control, print, screen } = stage
    const before = { sent: (yield* control.sent()).length, asked: (yield* control.asked()).length }
    const MsgIds = yield* control.messages(scene.lines.map(({ message }) => message)).pipe(
      // a scene that names nobody of the simulator is a slip in the scene
      Effect.orDie
    )
    const said = Arr.zipWith(scene.lines, MsgIds, (line, MsgId): Said => ({ ...line, MsgId }))
    const played: Played = { scene, said, before }
    yield* print(said.flatMap(({ message }) => screen.said(message)))

    const events: Array<RobotEvent> = []
    const open = new Set(MsgIds)
    const follow = Effect.gen(function* () {
      while (open.size > 0) {
        const event = yield* robot.next
        events.push(event)
        yield* show(stage, event, played)
        if (isLast(event)) open.delete(event.MsgId)
      }
    })
    yield* follow.pipe(
      Effect.timeoutOption(PATIENCE),
      Effect.flatMap(Option.match({ onNone: () => print(screen.gaveUp), onSome: () => Effect.void }))
    )
    if (said.length > 1) {
      const sofar = { played: [played], events, sent: yield* control.sent(), asked: [] }
      yield* print(screen.ordered(orderOfReplies(sofar, played)))
    }
    return { played, events }
  })

/** Prints what the robot tells of a message of the scene; for a send also what Tuling was asked, and the words. */
const show = ({ control, print, screen }: Stage, event: RobotEvent, { before, said }: Played) =>
  Effect.gen(function* () {
    const about = said.find(({ MsgId }) => MsgId === event.MsgId)
    if (about === undefined) return
    const chat = said.length > 1 ? chatOf(about.message) : undefined
    yield* print(screen.told(event, chat))
    if (event.message !== "sent") return
    if (about.expected._tag === "Answer" && about.expected.asked !== undefined) {
      const asked = (yield* control.asked()).slice(before.asked)
      yield* print(asked.flatMap(({ text }) => screen.asked(text)))
    }
    const sends = (yield* control.sent()).filter(({ MsgId }) => MsgId === event.MsgID)
    yield* print(sends.flatMap(({ text }) => screen.replied(text, chat)))
  })

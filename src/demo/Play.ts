import { Array as Arr, Effect } from "effect"
import { judge, judgeStop, type Verdict } from "./Judge.ts"
import type { Performance } from "./Performance.ts"
import { playScene, type Stage } from "./PlayScene.ts"
import type { DemoRobot, RobotFailed } from "./DemoRobot.ts"
import { isConnection } from "./RobotLog.ts"
import type { Act } from "./Scene.ts"

const STOP = "The robot is stopped"

/**
 * Plays the scenes of an act with a robot that listens, and stops the robot. Only then it judges, so that no late reply
 * is missed. `first` is the number of the first scene; the stop counts as the last one.
 */
export const playAct = (
  stage: Stage,
  robot: DemoRobot,
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
    const [late] = Arr.partition(stopped.events, isConnection)
    const performance: Performance = {
      played,
      events: [...scenesPlayed.flatMap(({ events }) => events), ...late],
      sent: yield* control.sent(),
      asked: yield* control.asked(),
      prompted: yield* control.prompted(),
      requested: yield* control.requests()
    }
    return [...played.map((one) => judge(performance, one)), judgeStop(STOP, stopped.exitCode)]
  })

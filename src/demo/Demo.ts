import { type CommandExecutor, FileSystem, type HttpServerError } from "@effect/platform"
import { Clock, Effect, type Scope } from "effect"
import type { Environment, Output } from "../layers/logs/Output.ts"
import { Unsuccessful } from "../program/Unsuccessful.ts"
import * as Simulator from "../simulator/Simulator.ts"
import type { Verdict } from "./Judge.ts"
import { colours, noColours } from "./Paint.ts"
import { playAct } from "./Play.ts"
import type { Stage } from "./PlayScene.ts"
import { type DemoRobot, RobotFailed, robotOf } from "./DemoRobot.ts"
import * as RobotProcess from "./RobotProcess.ts"
import type { Act } from "./Scene.ts"
import { acts } from "./Scenes.ts"
import * as Screen from "./Screen.ts"

export interface DemoOptions {
  /** Runs the robot as a user would: `node dist/main.js run`. */
  readonly command: RobotProcess.RobotOptions["command"]
  /** Where the play is shown, in colours if it is a terminal. */
  readonly output: Output
  /** The user's. The robot only gets PATH and HOME of it, no settings. */
  readonly environment: Environment
}

/**
 * The `demo` command: plays all scenes on the loopback, with the robot in a process of its own, and shows them. Ends
 * as `Unsuccessful`, after printing everything, when a scene did not go as the rules say.
 */
export const demo = ({
  command,
  environment,
  output
}: DemoOptions): Effect.Effect<
  void,
  Unsuccessful | HttpServerError.ServeError,
  FileSystem.FileSystem | CommandExecutor.CommandExecutor
> =>
  Effect.gen(function* () {
    const { control, origin } = yield* Simulator.start()
    const colour = output.isTTY === true && (environment["NO_COLOR"] ?? "") === ""
    const stage: Stage = {
      control,
      screen: Screen.make(colour ? colours : noColours, yield* control.state()),
      print: (lines) => Effect.sync(() => output.write(lines.map((line) => `${line}\n`).join("")))
    }
    const { PATH = "", HOME = "" } = environment
    const startRobot = ({ settings }: Act) =>
      Effect.flatMap(temporaryDirectory, (directory) =>
        robotOf(
          RobotProcess.start({
            command,
            directory,
            environment: { PATH, HOME, ...robotSettings(origin, directory), ...settings },
            state: control.state
          })
        )
      )
    yield* perform(stage, acts, startRobot).pipe(
      Effect.catchTag("RobotFailed", (failure) =>
        Effect.zipRight(stage.print(stage.screen.failed(failure)), new Unsuccessful({ because: "failed" }))
      )
    )
  }).pipe(Effect.scoped)

/** Plays acts one after the other, each with a robot started for it, then shows how every scene went. */
export const perform = <R>(
  stage: Stage,
  acts: ReadonlyArray<Act>,
  startRobot: (act: Act) => Effect.Effect<DemoRobot, RobotFailed, R>
): Effect.Effect<void, Unsuccessful | RobotFailed, Exclude<R, Scope.Scope>> =>
  Effect.gen(function* () {
    const { print, screen } = stage
    const startedAt = yield* Clock.currentTimeMillis
    yield* print(screen.opening)
    const none: ReadonlyArray<Verdict> = []
    const verdicts = yield* Effect.reduce(acts, none, (done, act, index) =>
      print(screen.act(index + 1, act)).pipe(
        Effect.zipRight(startRobot(act)),
        Effect.flatMap((robot) => playAct(stage, robot, act, done.length + 1)),
        Effect.map((more) => [...done, ...more]),
        Effect.scoped
      )
    )
    yield* print(screen.verdicts(verdicts, (yield* Clock.currentTimeMillis) - startedAt))
    if (!verdicts.every(({ ok }) => ok)) return yield* new Unsuccessful({ because: "failed" })
  })

/** The robot's data and working directory in one act: it holds no `.env`, and nothing of an earlier act. */
const temporaryDirectory = Effect.flatMap(FileSystem.FileSystem, (fs) =>
  fs.makeTempDirectoryScoped({ prefix: "weixin-robot-demo-" })
).pipe(Effect.mapError(({ message }) => new RobotFailed({ message, lastLines: [] })))

/** Waits before each reply, for whoever watches; a log that the play can read. */
const robotSettings = (origin: string, directory: string) => ({
  WECHAT_ORIGIN: origin,
  TULING_ORIGIN: origin,
  TULING_API_KEY: "demo",
  ROBOT_DATA_DIR: directory,
  ROBOT_REPLY_DELAY: "100 millis..300 millis",
  ROBOT_SENDS_PER_MINUTE: "0",
  ROBOT_HTTP_PORT: "off",
  ROBOT_LOG_FORMAT: "json",
  ROBOT_LOG_LEVEL: "debug",
  WEIXIN_ROBOT_ENDS_UNREAD: "true"
})

import { type CommandExecutor, type FileSystem, type HttpServerError } from "@effect/platform"
import { Clock, Effect, type Scope } from "effect"
import type { Environment, Output } from "../layers/logs/Output.ts"
import { Unsuccessful } from "../program/Unsuccessful.ts"
import * as Simulator from "../simulator/Simulator.ts"
import type { Verdict } from "./Judge.ts"
import { colours, noColours } from "./Paint.ts"
import { playAct } from "./Play.ts"
import type { Stage } from "./PlayScene.ts"
import { type DemoRobot, type RobotFailed, robotOf } from "./DemoRobot.ts"
import * as RobotProcess from "./RobotProcess.ts"
import { robotSettings, temporaryDirectory } from "./RobotSurroundings.ts"
import type { Act } from "./Scene.ts"
import { acts } from "./Scenes.ts"
import * as Screen from "./Screen.ts"
import { stay, type StayOptions } from "./stay/Stay.ts"

export interface DemoOptions {
  /** Runs the robot as a user would: `node dist/main.js run`. */
  readonly command: RobotProcess.RobotOptions["command"]
  /** Where the play is shown, in colours if it is a terminal. */
  readonly output: Output
  /** The user's. The robot only gets PATH and HOME of it, no settings. */
  readonly environment: Environment
  /** What people can play with afterwards, until they end it; undefined where the demo ends with its scenes. */
  readonly stays?: Stays | undefined
}

export interface Stays extends Pick<StayOptions, "port" | "files"> {
  /** At once, without the scenes. */
  readonly skip: boolean
}

/**
 * The `demo` command: plays all scenes on the loopback, with the robot in a process of its own, and shows them. Ends
 * as `Unsuccessful`, after printing everything, when a scene did not go as the rules say.
 */
export const demo = ({
  command,
  environment,
  output,
  stays
}: DemoOptions): Effect.Effect<
  void,
  Unsuccessful | HttpServerError.ServeError,
  FileSystem.FileSystem | CommandExecutor.CommandExecutor
> =>
  Effect.gen(function* () {
    const simulator = yield* Simulator.start()
    const { control, origin } = simulator
    const colour = output.isTTY === true && (environment["NO_COLOR"] ?? "") === ""
    const stage: Stage = {
      control,
      screen: Screen.make(colour ? colours : noColours, yield* control.state()),
      print: (lines) => Effect.sync(() => output.write(lines.map((line) => `${line}\n`).join("")))
    }
    const { PATH = "", HOME = "" } = environment
    const ofUser = { PATH, HOME }
    const startRobot = ({ settings }: Act) =>
      Effect.flatMap(temporaryDirectory, (directory) =>
        robotOf(
          RobotProcess.start({
            command,
            directory,
            environment: { ...ofUser, ...robotSettings(origin, directory), ...settings },
            state: control.state
          })
        )
      )
    const scenes = stays?.skip === true ? Effect.void : perform(stage, acts, startRobot)
    const afterwards =
      stays === undefined
        ? Effect.void
        : stay({
            ...stays,
            command,
            environment: ofUser,
            simulator,
            announce: (address) => stage.print(stage.screen.stays(address))
          })
    yield* Effect.zipRight(scenes, afterwards).pipe(
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

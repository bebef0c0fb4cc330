import { type CommandExecutor, type FileSystem, type HttpServerError } from "@effect/platform"
import { Deferred, Effect, Queue } from "effect"
import { type Environment } from "../../layers/logs/Output.ts"
import { type Simulator } from "../../simulator/Simulator.ts"
import { type Life, type RobotFailed } from "../DemoRobot.ts"
import { isConnection } from "../RobotLog.ts"
import * as RobotProcess from "../RobotProcess.ts"
import { robotSettings, temporaryDirectory } from "../RobotSurroundings.ts"
import * as Conversations from "./Conversations.ts"
import * as Front from "./Front.ts"
import * as Playground from "./Playground.ts"

export interface StayOptions extends Pick<Front.FrontOptions, "port" | "files"> {
  readonly command: RobotProcess.RobotOptions["command"]
  readonly environment: Environment
  readonly simulator: Simulator
  /** Tells the address, once there is something to see. */
  readonly announce: (address: string) => Effect.Effect<void>
}

/** As in real use the rules are seen at work: a phone that is touched silences the robot, but not for long. */
const settings = {
  ROBOT_HTTP_PORT: "0",
  ROBOT_QUIET_PERIOD: "20 seconds",
  ROBOT_REPLY_DELAY: "1 second..2 seconds"
}

/** Serves the robot's page and the chats of the simulated WeChat, until it is interrupted or the robot ends by itself. */
export const stay = ({
  announce,
  command,
  environment,
  files,
  port,
  simulator: { control, origin }
}: StayOptions): Effect.Effect<
  never,
  RobotFailed | HttpServerError.ServeError,
  FileSystem.FileSystem | CommandExecutor.CommandExecutor
> =>
  Effect.gen(function* () {
    const directory = yield* temporaryDirectory
    const conversations = yield* Conversations.make(control)
    const restarts = yield* Queue.dropping<void>(1)
    const listens = yield* Deferred.make<void>()
    const playground = Playground.make(control, conversations, Queue.offer(restarts, undefined))
    const address = yield* Front.serve({ port, files, directory, playground })

    const follow = ({ next }: Life) =>
      Effect.forever(
        Effect.flatMap(next, (event) => {
          if (!isConnection(event)) {
            return event.message === "sent" ? conversations.answered(event.MsgId, event.MsgID) : Effect.void
          }
          return event.state === "syncing" ? Deferred.succeed(listens, undefined) : Effect.void
        })
      )
    const oneLife = RobotProcess.launch({
      command,
      directory,
      environment: { ...environment, ...robotSettings(origin, directory), ...settings },
      state: control.state
    }).pipe(
      Effect.flatMap((life) => Effect.raceFirst(follow(life), Queue.take(restarts))),
      Effect.scoped
    )
    yield* Deferred.await(listens).pipe(
      // from now on a log-in is for whoever plays
      Effect.zipRight(Effect.orDie(control.login({ autoScan: false, pushLogin: false }))),
      Effect.zipRight(announce(address)),
      Effect.forkScoped
    )
    return yield* Effect.forever(oneLife)
  }).pipe(Effect.scoped)

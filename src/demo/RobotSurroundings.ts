import { FileSystem } from "@effect/platform"
import { Effect } from "effect"
import { RobotFailed } from "./DemoRobot.ts"

/** The robot's data and working directory: it holds no `.env`, and nothing of an earlier robot. */
export const temporaryDirectory = Effect.flatMap(FileSystem.FileSystem, (fs) =>
  fs.makeTempDirectoryScoped({ prefix: "weixin-robot-demo-" })
).pipe(Effect.mapError(({ message }) => new RobotFailed({ message, lastLines: [] })))

/** Waits before each reply, for whoever watches; a log that the play can read. */
export const robotSettings = (origin: string, directory: string) => ({
  WECHAT_ORIGIN: origin,
  TULING_ORIGIN: origin,
  TULING_API_KEY: "demo",
  OPENAI_BASE_URL: `${origin}/v1`,
  OPENAI_MODEL: "demo",
  ROBOT_DATA_DIR: directory,
  ROBOT_REPLY_DELAY: "100 millis..300 millis",
  ROBOT_SENDS_PER_MINUTE: "0",
  ROBOT_HTTP_PORT: "off",
  ROBOT_LOG_FORMAT: "json",
  ROBOT_LOG_LEVEL: "debug",
  WEIXIN_ROBOT_ENDS_UNREAD: "true"
})

import { robot, running, withDirectory } from "../bench/Client.ts"
import { converse } from "../bench/Conversation.ts"
import { withLightServer } from "../bench/LightServer.ts"

/*
 * Has V8 keep what it makes of the robot in a whole life of it: a log-in, a reply and a stop, on loopback. So the next one
 * need not compile what a start needs. It does so under the flags that the robot is started with: none, and those of
 * deploy/weixin-robot.service.
 */

const flags = [[], ["--max-old-space-size=512"]]

for (const some of flags) {
  const client = { ...robot, command: [...some, ...robot.command] }
  await withLightServer({ friends: 1 }, (server) =>
    withDirectory((directory) =>
      running(
        client,
        { server, directory },
        async () => {
          const { ask, settled } = converse(server)
          ask(0)
          if (!(await settled(10))) throw new Error("the robot gave no answer")
        },
        { WEIXIN_ROBOT_COMPILES: "true" }
      )
    )
  )
}

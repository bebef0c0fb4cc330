import { FileSystem } from "@effect/platform"
import { Effect } from "effect"
import * as Conversations from "../../../src/demo/stay/Conversations.ts"
import { type DemoView } from "../../../src/demo/stay/DemoView.ts"
import * as Front from "../../../src/demo/stay/Front.ts"
import * as Playground from "../../../src/demo/stay/Playground.ts"
import { start } from "../../../src/simulator/Simulator.ts"
import { type Behaviour, countingServer } from "../http/countingServer.ts"
import { temporaryDirectory } from "../layers/files.ts"
import { request, sent } from "../program/served.ts"

/** The robot's token; nobody but the robot may see it. */
export const TOKEN = "the-token-of-the-robot"

/** Looks until the view is so. */
const viewWhere = ({ view }: Playground.Playground, isSo: (view: DemoView) => boolean) =>
  view.pipe(Effect.filterOrFail(isSo), Effect.eventually)

/** The demo's front on a simulator, with something that answers in the robot's place. */
export const front = Effect.fnUntraced(function* (answer?: Behaviour["answer"]) {
  const { control } = yield* start({ seed: "front" })
  const robot = yield* countingServer(answer === undefined ? {} : { answer })
  const directory = yield* temporaryDirectory
  const fs = yield* FileSystem.FileSystem
  yield* fs.writeFileString(`${directory}/http.json`, JSON.stringify({ address: robot.url, token: TOKEN }))
  let restarts = 0
  const conversations = yield* Conversations.make(control)
  const playground = Playground.make(
    control,
    conversations,
    Effect.sync(() => restarts++)
  )
  const address = yield* Front.serve({ port: 0, files: "src/page", directory, playground })
  const port = Number(new URL(address).port)
  return {
    control,
    conversations,
    directory,
    port,
    restarts: () => restarts,
    viewWhere: (isSo: (view: DemoView) => boolean) => viewWhere(playground, isSo),
    /** What comes back for this request. */
    ask: (line: string, headers: Readonly<Record<string, string>> = {}) => sent(port, request(line, headers)),
    /** Does something on the chat page. */
    post: (path: string, what: object) => {
      const body = JSON.stringify(what)
      const length = String(Buffer.byteLength(body))
      return sent(
        port,
        request(`POST /demo/${path}`, { "Content-Type": "application/json", "Content-Length": length }, body)
      )
    }
  }
})

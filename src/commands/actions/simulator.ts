import { Console, Effect, Option } from "effect"
import { giveUp } from "../../program/Unsuccessful.ts"
import { read } from "../../simulator/replay/Recording.ts"
import * as Replay from "../../simulator/replay/Replay.ts"
import * as Simulator from "../../simulator/Simulator.ts"

/** What the command is told. */
interface SimulatorCommand {
  readonly port: number
  readonly https: Option.Option<number>
  readonly manualScan: boolean
  readonly replay: Option.Option<string>
}

/** TLS in front of the simulator; what makes certificates is large, and loaded only for this. */
const front = (origin: string, port: number) =>
  Effect.flatMap(
    Effect.promise(() => import("../../simulator/https/Front.ts")),
    ({ start }) => start(origin, port)
  )

/** A replay of the file, which tells at its end how far it came. */
const replaying = Effect.fnUntraced(function* (path: string) {
  const { broken, exchanges } = yield* Effect.catchTag(read(path), "NoRecording", ({ message }) =>
    giveUp("settings", message)
  )
  if (broken > 0) yield* Console.error(`${path}: ${broken} lines are no exchanges and are left out`)
  const replay = yield* Replay.make(exchanges)
  yield* Effect.addFinalizer(() =>
    Effect.flatMap(replay.progress, (progress) => Console.log(JSON.stringify(progress)))
  )
  return replay
})

export const simulator = ({ https, manualScan, port, replay: path }: SimulatorCommand) =>
  Effect.gen(function* () {
    const replay = Option.getOrUndefined(yield* Effect.transposeMapOption(path, replaying))
    const { origin } = yield* Simulator.start({ port, autoScan: !manualScan }, replay)
    const named = yield* Effect.transposeMapOption(https, (port) => front(origin, port))
    const places = { origin, control: `${origin}/control/` }
    yield* Console.log(JSON.stringify(Option.isSome(named) ? { ...places, https: named.value } : places))
    return yield* Effect.never
  }).pipe(Effect.scoped)

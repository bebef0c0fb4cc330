import { Command, type CommandExecutor } from "@effect/platform"
import { type PlatformError } from "@effect/platform/Error"
import { Chunk, Duration, Effect, Mailbox, Option, Ref, type Scope, Stream } from "effect"
import type { Poll } from "../simulator/control/ControlInput.ts"
import type { StateView } from "../simulator/control/ControlView.ts"
import { type Life, RobotFailed } from "./DemoRobot.ts"
import { isConnection, readLine } from "./RobotLog.ts"

export interface RobotOptions {
  /** Runs the robot as a user would: `node dist/main.js run`. */
  readonly command: readonly [program: string, ...args: ReadonlyArray<string>]
  /** Its working directory; a `.env` there would be read. */
  readonly directory: string
  /** Its whole environment, which must set the log to JSON with debug events. */
  readonly environment: Readonly<Record<string, string>>
  /** The state of the simulator that it logs in to. */
  readonly state: WatchState
}

/** The part of the simulator's `state` that tells whether a robot listens. */
export type WatchState = (poll: Poll) => Effect.Effect<Pick<StateView, "holding" | "revision">>

/** A log-in takes a second or two. */
const LOGIN_AT_MOST = Duration.seconds(20)
/** A robot promises to stop within 5 s of the signal. */
const STOP_AT_MOST = Duration.seconds(8)
/** How many lines of the log are shown when the robot fails. */
const LAST_LINES = 12

/** Starts a process that ends with the scope: by SIGTERM, and by SIGKILL when that takes too long. */
const startProcess = ({ command: [program, ...args], directory, environment }: RobotOptions) =>
  Effect.gen(function* () {
    const child = yield* Command.make(program, ...args).pipe(
      Command.workingDirectory(directory),
      Command.env(environment, { extendEnv: false }),
      Command.start,
      Effect.mapError(({ message }) => new RobotFailed({ message, lastLines: [] }))
    )
    const end = child.kill("SIGTERM").pipe(
      // finalizers are uninterruptible: without this the time-out would have to wait, too
      Effect.interruptible,
      Effect.timeout(STOP_AT_MOST),
      Effect.catchTag("TimeoutException", () => child.kill("SIGKILL")),
      Effect.ignore
    )
    yield* Effect.addFinalizer(() => end)
    return { child, end }
  })

/** Reads the log of a process: gives its events, and a way to fail with its last lines. */
const readLog = ({ stderr, stdout }: CommandExecutor.Process) =>
  Effect.gen(function* () {
    const lastLines = yield* Ref.make(Chunk.empty<string>())
    const remember = (line: string) =>
      Ref.update(lastLines, (lines) => Chunk.takeRight(Chunk.append(lines, line), LAST_LINES))
    const events = yield* Stream.merge(linesOf(stdout), linesOf(stderr)).pipe(
      Stream.tap(remember),
      Stream.filterMap(readLine),
      Mailbox.fromStream()
    )
    const fail = (message: string) =>
      Effect.flatMap(
        Ref.get(lastLines),
        (lines) => new RobotFailed({ message, lastLines: Chunk.toReadonlyArray(lines) })
      )
    return { events, fail }
  })

/** A robot's process, wherever it is on its way to WeChat. */
interface Launched extends Life {
  /** Fails once it has ended. */
  readonly died: Effect.Effect<never, RobotFailed>
  /** Fails with the last lines of its log. */
  readonly fail: (message: string) => Effect.Effect<never, RobotFailed>
}

/** Starts the robot in a process of its own, which lives no longer than the scope. Nobody waits until it is logged in. */
export const launch = (
  options: RobotOptions
): Effect.Effect<Launched, RobotFailed, CommandExecutor.CommandExecutor | Scope.Scope> =>
  Effect.gen(function* () {
    const { child, end } = yield* startProcess(options)
    const { events, fail } = yield* readLog(child)
    const died = Effect.option(child.exitCode).pipe(
      // its last lines may not all be read yet
      Effect.zipLeft(rest(events)),
      Effect.flatMap(
        Option.match({
          onNone: () => fail("the robot was killed"),
          onSome: (code) => fail(`the robot ended by itself with exit code ${code}`)
        })
      )
    )
    const left = Effect.map(rest(events), Chunk.toReadonlyArray)
    return {
      died,
      fail,
      next: Effect.catchAll(events.take, () => died),
      stop: Effect.gen(function* () {
        yield* end
        const exitCode = yield* Effect.option(child.exitCode)
        return { exitCode, events: yield* left }
      }),
      kill: Effect.zipRight(Effect.ignore(child.kill("SIGKILL")), left)
    }
  })

/** Starts the robot, and waits until it logs that it listens and the simulator holds its poll. */
export const start = (
  options: RobotOptions
): Effect.Effect<Life, RobotFailed, CommandExecutor.CommandExecutor | Scope.Scope> =>
  Effect.gen(function* () {
    // the poll of a robot that has just ended may still be held for a moment
    yield* untilPolls(options.state, (held) => held === 0)
    const { died, fail, ...life } = yield* launch(options)
    const saysItListens = Effect.repeat(life.next, {
      until: (event) => isConnection(event) && event.state === "syncing"
    })
    const listens = untilPolls(options.state, (held) => held > 0)
    yield* saysItListens.pipe(
      Effect.zipRight(Effect.raceFirst(listens, died)),
      Effect.timeout(LOGIN_AT_MOST),
      Effect.catchTag("TimeoutException", () => fail("the robot did not log in"))
    )
    return life
  })

const linesOf = (bytes: Stream.Stream<Uint8Array, PlatformError>) =>
  bytes.pipe(Stream.decodeText(), Stream.splitLines)

/** All that a mailbox holds, and still gets until it is done. */
const rest = <A, E>(mailbox: Mailbox.ReadonlyMailbox<A, E>) =>
  Stream.runCollect(Stream.catchAll(Mailbox.toStream(mailbox), () => Stream.empty))

/** Waits until the number of polls for messages that the simulator holds is as wanted. */
const untilPolls = (state: WatchState, wanted: (held: number) => boolean, after = -1): Effect.Effect<void> =>
  Effect.flatMap(state({ after, wait: 1_000 }), ({ holding, revision }) =>
    wanted(holding.synccheck) ? Effect.void : untilPolls(state, wanted, revision)
  )

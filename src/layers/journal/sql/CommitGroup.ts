import { type SqlError } from "@effect/sql"
import { Chunk, Deferred, Effect, Fiber, FiberRef, Queue, type Scope } from "effect"
import { Timing } from "../../../domain/Timing.ts"
import { type Compilable } from "./Connection.ts"
import { letTimersRun } from "./LetTimersRun.ts"

/** The statements of a write, as they are when its turn comes. */
export type Write = () => ReadonlyArray<Compilable>

interface Job {
  readonly write: Write
  readonly done: Deferred.Deferred<void>
}

/** Commits that wait for each other cost what one does. */
export interface CommitGroup {
  /** Writes in the order of the calls, soon. */
  readonly later: (write: Write) => Effect.Effect<void>
  /** The same, and returns when it is on disk; within `together` at once. */
  readonly now: (write: Write) => Effect.Effect<void>
  /** What is written within is one write, which is on disk when this is done; none where it fails. */
  readonly together: <A, E, R>(self: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  /** Fails with the first write that could not be done. None is done after it, and who waits for one waits on. */
  readonly failure: Effect.Effect<never, SqlError.SqlError>
}

const TOGETHER = 256

/** The writes of a `together`. Of a fiber that outlives it, the later ones are writes like any other. */
interface Gathering {
  readonly writes: Array<Write>
  open: boolean
}

/** Has what is written within `together` wait for its end; all else goes its own way. */
const gathering = (added: (write: Write) => Effect.Effect<void>) =>
  Effect.map(FiberRef.make<Gathering | undefined>(undefined), (gathered) => {
    const unlessGathered = (write: Write, otherwise: Effect.Effect<void>) =>
      Effect.flatMap(FiberRef.get(gathered), (gathering) =>
        gathering?.open === true ? Effect.sync(() => void gathering.writes.push(write)) : otherwise
      )
    const now = (write: Write) => unlessGathered(write, added(write))
    const together = <A, E, R>(self: Effect.Effect<A, E, R>) =>
      Effect.suspend(() => {
        const gathering: Gathering = { writes: [], open: true }
        const gathers = Effect.ensuring(
          Effect.locally(self, gathered, gathering),
          Effect.sync(() => (gathering.open = false))
        )
        // one within another is a part of that
        return Effect.zipLeft(
          gathers,
          Effect.suspend(() => now(() => gathering.writes.flatMap((write) => write())))
        )
      })
    return { now, together, unlessGathered }
  })

/**
 * One writer for a whole database: it takes what waits and commits it together, since the driver blocks the event loop,
 * and a semaphore would wake every waiter at each release. What waits when the scope ends is still written.
 */
export const make = (
  commit: (write: Write) => Effect.Effect<void, SqlError.SqlError>
): Effect.Effect<CommitGroup, never, Scope.Scope> =>
  Effect.gen(function* () {
    // as long as the robot has messages under way, and it limits those
    const queue = yield* Queue.unbounded<Job>()
    const failed = yield* Deferred.make<never, SqlError.SqlError>()

    const add = Effect.fnUntraced(function* (write: Write) {
      const done = yield* Deferred.make<void>()
      yield* Queue.offer(queue, { write, done })
      return done
    })
    const added = (write: Write) => Effect.flatMap(add(write), Deferred.await)

    const { now, together, unlessGathered } = yield* gathering(added)

    const commitNext = Effect.uninterruptibleMask((restore) =>
      Effect.gen(function* () {
        const jobs = yield* restore(Queue.takeBetween(queue, 1, TOGETHER))
        const waiting = Chunk.toReadonlyArray(jobs)
        yield* commit(() => waiting.flatMap(({ write }) => write()))
        for (const { done } of waiting) Deferred.unsafeDone(done, Effect.void)
        yield* letTimersRun
      })
    )
    // no fiber of the scope: that would wait for one that waits for another program
    const writer = yield* Effect.forkDaemon(
      Effect.catchAllCause(Effect.forever(commitNext), (cause) => Deferred.failCause(failed, cause))
    )
    const allWritten = Effect.raceFirst(
      added(() => []),
      Effect.ignore(Deferred.await(failed))
    )
    const { farewell } = yield* Timing
    yield* Effect.addFinalizer(() =>
      Effect.zipRight(
        Effect.interruptible(Effect.timeoutOption(allWritten, farewell)),
        Fiber.interruptFork(writer)
      )
    )
    return {
      later: (write) => unlessGathered(write, Effect.asVoid(add(write))),
      now,
      together,
      failure: Deferred.await(failed)
    }
  })

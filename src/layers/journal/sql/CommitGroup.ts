import { type SqlError } from "@effect/sql"
import { Deferred, Duration, Effect, Fiber, FiberId, FiberRef, type Scope } from "effect"
import { Timing } from "../../../domain/Timing.ts"
import { type Compilable } from "./Connection.ts"
import { letTimersRun } from "./LetTimersRun.ts"

/** The statements of a write, as they are when its turn comes. */
export type Write = () => ReadonlyArray<Compilable>

interface Job {
  readonly write: Write
  /** Undefined where nobody waits for it. */
  readonly done: Deferred.Deferred<void> | undefined
}

/** Commits that wait for each other cost what one does. */
export interface CommitGroup {
  /** Writes in the order of the calls, with the next write that is waited for, or soon. */
  readonly later: (write: Write) => Effect.Effect<void>
  /** The same, and returns when it is on disk; within `together` at once. */
  readonly now: (write: Write) => Effect.Effect<void>
  /** What is written within is one write, which is on disk when this is done; none where it fails. */
  readonly together: <A, E, R>(self: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  /** Fails with the first write that could not be done. None is done after it, and who waits for one waits on. */
  readonly failure: Effect.Effect<never, SqlError.SqlError>
}

const TOGETHER = 256

/**
 * How long writes that nobody waits for wait for one that somebody does: each commit holds up the event loop until the
 * disk has it, and most steps of a message are followed by one that has to be there.
 */
const FOR_COMPANY = Duration.millis(10)

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

/** The writes that wait, in the order of their calls. */
const queued = Effect.gen(function* () {
  // as long as the robot has messages under way, and it limits those
  const jobs: Array<Job> = []
  const some = yield* Effect.makeLatch(false)
  const awaited = yield* Effect.makeLatch(false)
  return {
    later: (write: Write) =>
      Effect.sync(() => {
        jobs.push({ write, done: undefined })
        some.unsafeOpen()
      }),
    added: (write: Write) =>
      Effect.suspend(() => {
        const done = Deferred.unsafeMake<void>(FiberId.none)
        jobs.push({ write, done })
        some.unsafeOpen()
        awaited.unsafeOpen()
        return Deferred.await(done)
      }),
    /** Waits until somebody waits for a write, or one has waited long enough for that. */
    next: Effect.zipRight(some.await, Effect.timeoutOption(awaited.await, FOR_COMPANY)),
    take: () => {
      const taken = jobs.splice(0, TOGETHER)
      if (jobs.length === 0) {
        some.unsafeClose()
        awaited.unsafeClose()
      }
      return taken
    }
  }
})

/**
 * One writer for a whole database: it takes what waits and commits it together, since the driver blocks the event loop,
 * and a semaphore would wake every waiter at each release. What waits when the scope ends is still written.
 */
export const make = (
  commit: (write: Write) => Effect.Effect<void, SqlError.SqlError>
): Effect.Effect<CommitGroup, never, Scope.Scope> =>
  Effect.gen(function* () {
    const { added, later, next, take } = yield* queued
    const failed = yield* Deferred.make<never, SqlError.SqlError>()
    const { now, together, unlessGathered } = yield* gathering(added)

    const commitNext = Effect.uninterruptibleMask((restore) =>
      Effect.gen(function* () {
        yield* restore(next)
        const waiting = take()
        yield* commit(() => waiting.flatMap(({ write }) => write()))
        for (const { done } of waiting) if (done !== undefined) Deferred.unsafeDone(done, Effect.void)
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
      later: (write) => unlessGathered(write, later(write)),
      now,
      together,
      failure: Deferred.await(failed)
    }
  })

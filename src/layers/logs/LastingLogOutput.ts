import { Duration, Effect, Layer, Option, Queue, Stream, SubscriptionRef } from "effect"
import { type Gap, LogOutput } from "./LogOutput.ts"
import { type Unwritten, type Write } from "./Writer.ts"

export interface LogOutputOptions {
  readonly write: Write
  readonly isTTY: boolean
  readonly fd: number
  /** Tells people once of a trouble as it begins, on what is left. */
  readonly tell: (sentence: string) => void
}

/** Logs what is missing in the log, once it can be written again. */
export const gapsLogged: Layer.Layer<never, never, LogOutput> = Layer.scopedDiscard(
  Effect.flatMap(LogOutput, ({ gaps }) =>
    Effect.forkScoped(
      Stream.runForEach(gaps, ({ lost, reason }) =>
        Effect.annotateLogs(Effect.logWarning("the log could not be written for a while"), { lost, reason })
      )
    )
  )
)

/** How long the last lines of a robot that stops may take to be written; a slower reader misses them. */
const FAREWELL = Duration.seconds(1)

export const layer = ({ fd, isTTY, tell, write }: LogOutputOptions): Layer.Layer<LogOutput> =>
  Layer.scoped(
    LogOutput,
    Effect.gen(function* () {
      const trouble = yield* SubscriptionRef.make(Option.none<string>())
      const troubles = yield* Queue.unbounded<Option.Option<string>>()
      const gaps = yield* Queue.unbounded<Gap>()
      const lasting = lastingWriter(write, {
        begins: (reason) => {
          tell(`the log cannot be written: ${reason}; the robot goes on without it`)
          troubles.unsafeOffer(Option.some(reason))
        },
        isOver: (gap) => {
          troubles.unsafeOffer(Option.none())
          gaps.unsafeOffer(gap)
        }
      })
      yield* Effect.forkScoped(
        Stream.runForEach(Stream.fromQueue(troubles), (now) => SubscriptionRef.set(trouble, now))
      )
      yield* Effect.addFinalizer(() =>
        Effect.ignore(Effect.timeout(Effect.interruptible(lasting.written), FAREWELL))
      )
      return {
        output: { isTTY, fd, write: lasting.write },
        trouble: trouble.changes,
        gaps: Stream.fromQueue(gaps)
      }
    })
  )

/** At most so much text waits for a reader that takes nothing, in UTF-16 units. */
const WAITING_AT_MOST = 1 << 20

const NOT_READ = "nobody reads it"

/** Drops text that cannot be written or that nobody reads, and tells when that begins and when it is over. */
const lastingWriter = (
  write: Write,
  told: { readonly begins: (reason: string) => void; readonly isOver: (gap: Gap) => void }
) => {
  let waiting = 0
  let gap: Gap | undefined
  const drained = new Set<() => void>()

  const lose = (reason: string) => {
    if (gap === undefined) told.begins(reason)
    gap = { reason: gap?.reason ?? reason, lost: (gap?.lost ?? 0) + 1 }
  }
  const end = () => {
    if (gap === undefined) return
    const over = gap
    gap = undefined
    told.isOver(over)
  }
  const done = (length: number) => (failure?: Unwritten) => {
    waiting -= length
    if (failure !== undefined) lose(failure.message)
    // the trouble is over only when nothing waits any more: what waits may be lost too
    else if (waiting === 0) end()
    if (waiting === 0) drained.forEach((resume) => resume())
  }

  return {
    write: (text: string) => {
      if (waiting > 0 && waiting + text.length > WAITING_AT_MOST) return lose(NOT_READ)
      waiting += text.length
      write(text, done(text.length))
    },
    /** Waits until nothing waits. */
    written: Effect.async<void>((resume) => {
      const go = () => resume(Effect.void)
      if (waiting === 0) go()
      else drained.add(go)
      return Effect.sync(() => drained.delete(go))
    })
  }
}

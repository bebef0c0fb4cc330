import { Effect, Option, Queue } from "effect"

/** A call of a service in the hands of a test: what it was asked, and what it answers. */
export interface FakeCall<Args extends ReadonlyArray<unknown>, A, E> {
  readonly call: (...args: Args) => Effect.Effect<A, E>
  /** The arguments of every call so far. */
  readonly asked: ReadonlyArray<Args>
  /** What the next calls answer, one each; after them the usual answer counts again. */
  readonly next: (...answers: ReadonlyArray<Effect.Effect<A, E>>) => Effect.Effect<void>
  /** What every call answers from now on. */
  readonly always: (usual: (...args: Args) => Effect.Effect<A, E>) => Effect.Effect<void>
}

/** A call that gives the usual answer; without one it waits until the test gives the next. */
export const make = <Args extends ReadonlyArray<unknown>, A, E = never>(
  usual?: (...args: Args) => Effect.Effect<A, E>
): Effect.Effect<FakeCall<Args, A, E>> =>
  Effect.map(Queue.unbounded<Effect.Effect<A, E>>(), (answers) => {
    const asked: Array<Args> = []
    let answer = usual ?? (() => Effect.flatten(Queue.take(answers)))
    return {
      asked,
      call: (...args) =>
        Effect.suspend(() => {
          asked.push(args)
          return Effect.flatMap(
            Queue.poll(answers),
            Option.getOrElse(() => answer(...args))
          )
        }),
      next: (...given) => Queue.offerAll(answers, given),
      always: (usual) =>
        Effect.sync(() => {
          answer = usual
        })
    }
  })

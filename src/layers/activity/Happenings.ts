import { Deferred, Effect, FiberId } from "effect"
import { type Happening } from "../../domain/Happening.ts"

/** So many of the last are kept: who reads more slowly than they come misses the oldest. */
const KEPT = 1_000

/** A happening with its number, which rises by one. */
export interface Numbered {
  readonly number: number
  readonly happening: Happening
}

/** What came after a number. */
export interface News {
  readonly happenings: ReadonlyArray<Numbered>
  /** How many came that are not kept any more. */
  readonly missed: number
}

const done = (news: Deferred.Deferred<void> | undefined): undefined => {
  if (news !== undefined) Deferred.unsafeDone(news, Effect.void)
}

/** The last things that happened, for any number of readers: each holds only the number that it has come to. */
export class Happenings {
  readonly #kept: Array<Happening | undefined> = []
  #count = 0
  #news: Deferred.Deferred<void> | undefined
  /** The number of the newest that tells of the connection. */
  #stateCount = 0
  #stateNews: Deferred.Deferred<void> | undefined

  /** The number of the newest; 0 before the first. */
  get newest(): number {
    return this.#count
  }

  tell(happening: Happening): void {
    this.#kept[this.#count++ % KEPT] = happening
    this.#news = done(this.#news)
    if (happening._tag !== "state") return
    this.#stateCount = this.#count
    this.#stateNews = done(this.#stateNews)
  }

  after(number: number): News {
    const oldest = Math.max(number, this.#count - KEPT)
    const happenings: Array<Numbered> = []
    for (let index = oldest; index < this.#count; index++) {
      const happening = this.#kept[index % KEPT]
      if (happening !== undefined) happenings.push({ number: index + 1, happening })
    }
    return { happenings, missed: oldest - number }
  }

  /** Waits until there is one after this number. */
  awaitAfter(number: number): Effect.Effect<void> {
    return Effect.suspend(() =>
      this.#count > number ? Effect.void : Deferred.await((this.#news ??= Deferred.unsafeMake(FiberId.none)))
    )
  }

  /** Waits until one after this number tells of the connection. */
  awaitStateAfter(number: number): Effect.Effect<void> {
    return Effect.suspend(() =>
      this.#stateCount > number
        ? Effect.void
        : Deferred.await((this.#stateNews ??= Deferred.unsafeMake(FiberId.none)))
    )
  }
}

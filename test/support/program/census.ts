import { vi } from "@effect/vitest"
import { Effect } from "effect"
import { fileURLToPath } from "node:url"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

type Collection = ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>

interface Kept {
  readonly madeBy: string
  readonly collection: WeakRef<Collection>
}

const program = fileURLToPath(new URL("../../../src/", import.meta.url))

/** The file of the program that is at work there; undefined when it is none of the program's. */
const fileOf = (place: NodeJS.CallSite | undefined) => {
  const name = place?.getFileName() ?? ""
  const file = name.startsWith("file:") ? fileURLToPath(name) : name
  return file.startsWith(program) ? file.slice(program.length) : undefined
}

/** The file of the program that calls this constructor. */
const callerOf = (constructor: NewableFunction) => {
  const { prepareStackTrace, stackTraceLimit } = Error
  let file: string | undefined
  Error.stackTraceLimit = 1
  Error.prepareStackTrace = (_, [place]) => {
    file = fileOf(place)
  }
  const trace: { readonly stack?: string } = {}
  Error.captureStackTrace(trace, constructor)
  // looked at, it is prepared
  void trace.stack
  Object.assign(Error, { prepareStackTrace, stackTraceLimit })
  return file
}

/** Its entries, and what stands in the lists among them. */
const sizeOf = (collection: Collection) =>
  [...collection.values()].reduce<number>(
    (size, value) => size + 1 + (Array.isArray(value) ? value.length : 0),
    0
  )

/** Between two rounds other work ends and lets go of what it held; some garbage is seen as such only then. */
const ROUNDS = 6

/** Outside of all work, since whatever a running function has seen is not garbage yet. */
const collectGarbage = Effect.async<void>((resume) => {
  setFlagsFromString("--expose-gc")
  const collect: () => void = runInNewContext("gc")
  const round = (left: number) => {
    if (left === 0) return resume(Effect.void)
    collect()
    setImmediate(round, left - 1)
  }
  setImmediate(round, ROUNDS)
})

/** Counts what the program's Maps and Sets hold: those made after this was, for as long as anything holds them. */
export class Census extends Effect.Service<Census>()("test/Census", {
  scoped: Effect.gen(function* () {
    let kept: Array<Kept> = []
    const keep = (collection: Collection, madeBy: string | undefined) => {
      if (madeBy !== undefined) kept.push({ madeBy, collection: new WeakRef(collection) })
      return madeBy
    }
    const OriginalMap = Map
    class CountedMap extends OriginalMap<unknown, unknown> {
      // Effect copies what anybody sees of a Map
      readonly #madeBy: string | undefined
      constructor(entries?: Iterable<readonly [unknown, unknown]> | null) {
        super(entries)
        // a copy counts as its original: most are Effect's own, and to find out who calls takes time
        const original = entries instanceof OriginalMap && #madeBy in entries ? entries.#madeBy : undefined
        this.#madeBy = keep(this, entries instanceof OriginalMap ? original : callerOf(CountedMap))
      }
      // for schemas: a Map of before is one, too
      static override [Symbol.hasInstance](value: unknown): boolean {
        return value instanceof OriginalMap
      }
    }
    class CountedSet extends Set<unknown> {
      constructor(values?: Iterable<unknown> | null) {
        super(values)
        keep(this, callerOf(CountedSet))
      }
    }
    yield* Effect.acquireRelease(
      Effect.sync(() => vi.stubGlobal("Map", CountedMap).stubGlobal("Set", CountedSet)),
      () => Effect.sync(() => vi.unstubAllGlobals())
    )

    /** How many entries there are, by the file that made the collection. */
    const entries = Effect.map(collectGarbage, () => {
      const sizes: Record<string, number> = {}
      kept = kept.filter(({ collection, madeBy }) => {
        const held = collection.deref()
        if (held !== undefined && held.size > 0) sizes[madeBy] = (sizes[madeBy] ?? 0) + sizeOf(held)
        return held !== undefined
      })
      return sizes
    })
    return { entries }
  })
}) {}

import { FileSystem, Path } from "@effect/platform"
import { Effect, Option, Schema } from "effect"
import { StepFailed } from "./Machine.ts"

/** The packages with native code, which the bundled program loads from `node_modules`. */
export const NATIVE: ReadonlyArray<string> = ["libsql", "koffi"]

const Names = Schema.optionalWith(Schema.Record({ key: Schema.String, value: Schema.Unknown }), {
  default: () => ({})
})

const Manifest = Schema.parseJson(Schema.Struct({ dependencies: Names, optionalDependencies: Names }))
const decode = Schema.decode(Manifest)

/** Package names and the directories that they are in. */
export type Packages = ReadonlyMap<string, string>

/** These packages and all that they need in turn, as installed for the program in `source`. */
export const packagesFor = Effect.fn("Packages.packagesFor")(function* (
  source: string,
  names: ReadonlyArray<string>
) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const found = new Map<string, string>()

  /** As Node looks for it: in the nearest `node_modules`, then further up. */
  const locate = (name: string, from: string): Effect.Effect<Option.Option<string>> =>
    Effect.gen(function* () {
      const here = path.join(from, "node_modules", name)
      if (yield* Effect.orElseSucceed(fs.exists(here), () => false)) return Option.some(here)
      const above = path.dirname(from)
      return above === from ? Option.none() : yield* locate(name, above)
    })

  const gather = (name: string, from: string, needed: boolean): Effect.Effect<void, StepFailed> =>
    Effect.gen(function* () {
      if (found.has(name)) return
      const at = yield* locate(name, from)
      // an optional one is for another kind of machine
      if (Option.isNone(at) && !needed) return
      const directory = yield* Effect.mapError(at, () => missing(name))
      found.set(name, directory)
      const { dependencies, optionalDependencies } = yield* fs
        .readFileString(path.join(directory, "package.json"))
        .pipe(
          Effect.flatMap(decode),
          Effect.mapError(() => missing(name))
        )
      const optional = new Set(Object.keys(optionalDependencies))
      for (const next of [...Object.keys(dependencies), ...optional]) {
        yield* gather(next, directory, !optional.has(next))
      }
    })

  yield* Effect.forEach(names, (name) => gather(name, source, true), { discard: true })
  return found satisfies Packages as Packages
})

const missing = (name: string) =>
  new StepFailed({ problem: `The package ${name} is not installed, or not whole: run npm ci first.` })

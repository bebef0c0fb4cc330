import { FastCheck as fc, Predicate } from "effect"
import { mark } from "./answers.ts"

/* Spoils a tree of JSON at one place. */

type Path = ReadonlyArray<string>

/** The ways to every value in a tree, the root's first. */
const pathsOf = (tree: unknown): ReadonlyArray<Path> => [
  [],
  ...Object.entries(Predicate.isObject(tree) ? tree : {}).flatMap(([key, value]) =>
    pathsOf(value).map((path) => [key, ...path])
  )
]

/** The tree with another value at `path`; without one where that is `undefined`. */
const withAt = (tree: unknown, [key, ...rest]: Path, change: (old: unknown) => unknown): unknown => {
  if (key === undefined || !Predicate.isObject(tree)) return change(tree)
  const entries = Object.entries(tree)
    .map(([name, value]) => [name, name === key ? withAt(value, rest, change) : value] as const)
    .filter(([, value]) => value !== undefined)
  return Array.isArray(tree) ? entries.map(([, value]) => value) : Object.fromEntries(entries)
}

/** Written out later, since no value in memory is written like that. */
const raws = {
  "a number beyond all": "1e999",
  "a long number": "9".repeat(400),
  "deep arrays": "[".repeat(20_000) + "]".repeat(20_000),
  "deep objects": '{"a":'.repeat(20_000) + "0" + "}".repeat(20_000)
}

const prototypeKeys = ["__proto__", "constructor", "toString", "valueOf", "hasOwnProperty", "then", "_tag"]

const change: fc.Arbitrary<(old: unknown) => unknown> = fc.oneof(
  fc.constant(() => undefined),
  fc
    .constantFrom<Array<unknown>>(
      null,
      true,
      0,
      -1,
      1.5,
      2 ** 53,
      2 ** 63,
      "",
      "0",
      "-0x1",
      [],
      {},
      [[]],
      mark
    )
    .map((value) => () => value),
  fc.constantFrom(...Object.keys(raws)).map((value) => () => value),
  fc.string({ unit: "binary" }).map((text) => () => mark + text),
  fc.jsonValue().map((value) => () => value),
  fc.constant((old: unknown) => [old, old]),
  fc.constant((old: unknown) => ({ [mark]: old })),
  fc.tuple(fc.constantFrom(...prototypeKeys), fc.jsonValue()).map(
    ([key, value]) =>
      (old: unknown) =>
        Object.fromEntries([...Object.entries(Predicate.isObject(old) ? old : {}), [key, value]])
  ),
  fc.constantFrom(...prototypeKeys).map((key) => (old: unknown) => Object.fromEntries([[key, old]]))
)

/** The tree written out, but with something else in one place, or in a few. */
export const spoiltTree = (tree: unknown, write: (tree: unknown) => string): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(fc.nat(), change), { minLength: 1, maxLength: 3 })
    .map((changes) =>
      changes.reduce((spoilt, [n, change]) => {
        const paths = pathsOf(spoilt)
        return withAt(spoilt, paths[n % paths.length] ?? [], change)
      }, tree)
    )
    .map((spoilt) =>
      Object.entries(raws).reduce(
        (text, [name, raw]) => text.replaceAll(`"${name}"`, raw),
        spoilt === undefined ? "" : write(spoilt)
      )
    )

import { Array, HashMap, HashSet, Option } from "effect"
import { type RecordedExchange } from "../../domain/RecordedExchange.ts"
import { type Recording } from "./Recording.ts"

/* What a recording still has to give: each method and path has a line of exchanges, which come one after the other. */

/** An exchange and its place in the recording. */
export interface Entry {
  readonly place: number
  readonly exchange: RecordedExchange
}

export interface Script {
  /** All exchanges, by method and path. */
  readonly lines: ReadonlyMap<string, ReadonlyArray<Entry>>
  /** How many of a line were asked for. */
  readonly taken: HashMap.HashMap<string, number>
  /** The lowest place that was not answered yet, and that somebody may still wait for. */
  readonly lowest: number
  /** The places above it of those that were answered. */
  readonly passed: HashSet.HashSet<number>
  readonly replayed: number
  readonly of: number
  /** How often something was asked that the recording has not, or has no more. */
  readonly unknown: HashMap.HashMap<string, number>
}

const keyOf = (method: string, path: string) => `${method} ${path}`

/** What brings news: it tells of what the client did before its end. All else is something that the client did. */
const brings = /\/(?:login|synccheck|webwxsync)$/

/** When an exchange counts as happened: an echo of a text may overtake the answer to the call that sent it. */
const happened = ({ at, millis, path }: RecordedExchange) => (brings.test(path) ? at + millis : at)

export const make = (recording: Recording): Script => {
  const all = recording
    .toSorted((a, b) => happened(a) - happened(b))
    .map((exchange, place) => ({ exchange, place }))
  return {
    lines: new Map(
      Object.entries(Array.groupBy(all, ({ exchange }) => keyOf(exchange.method, exchange.path)))
    ),
    taken: HashMap.empty(),
    lowest: 0,
    passed: HashSet.empty(),
    replayed: 0,
    of: all.length,
    unknown: HashMap.empty()
  }
}

const countOf = (counts: HashMap.HashMap<string, number>, key: string) =>
  Option.getOrElse(HashMap.get(counts, key), () => 0)

const oneMore = (counts: HashMap.HashMap<string, number>, key: string) =>
  HashMap.set(counts, key, countOf(counts, key) + 1)

/** The next exchange of a method and path, if there is one, and what is left then. */
export const take = (
  script: Script,
  method: string,
  path: string
): readonly [Option.Option<Entry>, Script] => {
  const { lines, replayed, taken, unknown } = script
  const key = keyOf(method, path)
  const entry = lines.get(key)?.[countOf(taken, key)]
  return entry === undefined
    ? [Option.none(), { ...script, unknown: oneMore(unknown, key) }]
    : [Option.some(entry), { ...script, taken: oneMore(taken, key), replayed: replayed + 1 }]
}

/** Whether all before an exchange passed: what came in it may depend on them. */
export const isNext = ({ lowest }: Script, { place }: Entry): boolean => lowest >= place

/** All below a place passed. What is known of single ones goes on from there, and is forgotten where it says no more. */
const passTo = (script: Script, place: number): Script => {
  let { lowest } = script
  const passed = HashSet.mutate(script.passed, (places) => {
    for (; lowest < place || HashSet.has(places, lowest); lowest += 1) HashSet.remove(places, lowest)
  })
  return { ...script, lowest, passed }
}

/** This was answered. */
export const pass = (script: Script, { place }: Entry): Script =>
  place < script.lowest
    ? script
    : passTo({ ...script, passed: HashSet.add(script.passed, place) }, script.lowest)

/** Nobody waits any more for those before it. */
export const passBefore = (script: Script, { place }: Entry): Script => passTo(script, place)

/** How far a replay came. */
export const progress = ({ lines, of, replayed, taken, unknown }: Script) => ({
  replayed,
  of,
  left: Object.fromEntries(
    [...lines]
      .map(([key, line]) => [key, line.length - countOf(taken, key)] as const)
      .filter(([, left]) => left > 0)
  ),
  unknown: Object.fromEntries(HashMap.entries(unknown))
})

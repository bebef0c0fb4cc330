import { Chunk, HashMap, HashSet, Option } from "effect"
import { type RecordedExchange } from "../../domain/RecordedExchange.ts"
import { type Recording } from "./Recording.ts"

/* What a recording still has to give: each method and path has a line of exchanges, of which the first is next. */

/** An exchange and its place in the recording. */
export interface Entry {
  readonly place: number
  readonly exchange: RecordedExchange
}

export interface Script {
  readonly all: ReadonlyArray<Entry>
  /** Those that nobody asked for yet, by method and path. */
  readonly next: HashMap.HashMap<string, Chunk.Chunk<Entry>>
  /** The places of those that were answered, or that nobody waits for any more. */
  readonly passed: HashSet.HashSet<number>
  readonly replayed: number
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
  const next = all.reduce((lines, entry) => {
    const { method, path } = entry.exchange
    return HashMap.modifyAt(lines, keyOf(method, path), (line) =>
      Option.some(
        Chunk.append(
          Option.getOrElse(line, () => Chunk.empty<Entry>()),
          entry
        )
      )
    )
  }, HashMap.empty<string, Chunk.Chunk<Entry>>())
  return { all, next, passed: HashSet.empty(), replayed: 0, unknown: HashMap.empty() }
}

/** The next exchange of a method and path, if there is one, and what is left then. */
export const take = (
  script: Script,
  method: string,
  path: string
): readonly [Option.Option<Entry>, Script] => {
  const key = keyOf(method, path)
  const line = Option.getOrElse(HashMap.get(script.next, key), () => Chunk.empty<Entry>())
  const entry = Chunk.head(line)
  if (entry._tag === "None") {
    const count = Option.getOrElse(HashMap.get(script.unknown, key), () => 0)
    return [entry, { ...script, unknown: HashMap.set(script.unknown, key, count + 1) }]
  }
  return [
    entry,
    {
      ...script,
      next: HashMap.set(script.next, key, Chunk.drop(line, 1)),
      replayed: script.replayed + 1
    }
  ]
}

/** Those before an exchange that are still to be answered: what came in it may depend on them. */
export const before = ({ all, passed }: Script, { place }: Entry): ReadonlyArray<Entry> =>
  all.slice(0, place).filter((other) => !HashSet.has(passed, other.place))

/** These were answered, or nobody waits for them any more. */
export const pass = (script: Script, entries: ReadonlyArray<Entry>): Script => ({
  ...script,
  passed: HashSet.union(script.passed, HashSet.fromIterable(entries.map(({ place }) => place)))
})

/** How far a replay came. */
export const progress = ({ all, next, replayed, unknown }: Script) => ({
  replayed,
  of: all.length,
  left: Object.fromEntries(
    [...HashMap.entries(next)].flatMap(([key, line]) =>
      Chunk.isEmpty(line) ? [] : [[key, Chunk.size(line)]]
    )
  ),
  unknown: Object.fromEntries(HashMap.entries(unknown))
})

import { type Signal, signal } from "@preact/signals"
import { type MessageLine } from "../../../program/api/contract/Views.ts"

/** A message of the list: what is shown of it is renewed in place. */
export interface Row {
  readonly id: string
  readonly line: Signal<MessageLine>
  /** The cursor for what is older, where the API gave one. */
  next: string | undefined
}

/** Some rows that are drawn and laid out together, so that a long list is not gone through for each change. */
export interface Chunk {
  readonly key: number
  readonly rows: ReadonlyArray<Row>
}

/** So many are laid out in one go: more would make a slow machine stop for a moment. */
export const CHUNK = 20

/** So many are kept while the reader is at the top: the tab may be open for weeks. */
const KEPT = 500
/** They are let go some at a time. */
const SPARE = 100

/** The list, the newest first. */
export const chunks = signal<ReadonlyArray<Chunk>>([])

/** The cursor for what is older than the list; null: nothing is; undefined: nothing was asked for yet. */
export const older = signal<string | null | undefined>(undefined)

const known = new Map<string, Row>()
let lastKey = 0

const chunkOf = (rows: ReadonlyArray<Row>): Chunk => ({ key: ++lastKey, rows })

const rowOf = (line: MessageLine): Row => {
  const row: Row = { id: line.msgId, line: signal(line), next: undefined }
  known.set(row.id, row)
  return row
}

export const isShown = (id: string): boolean => known.has(id)

export const clear = (): void => {
  known.clear()
  chunks.value = []
  older.value = undefined
}

const isSame = (one: MessageLine, other: MessageLine) =>
  one.state === other.state &&
  one.reason === other.reason &&
  one.answer === other.answer &&
  one.source === other.source &&
  one.revoked === other.revoked &&
  one.chatName === other.chatName

/** Shows what became of a message, if it is in the list. */
export const renew = (line: MessageLine): void => {
  const row = known.get(line.msgId)
  if (row !== undefined && !isSame(row.line.peek(), line)) row.line.value = line
}

/** Puts an older page under the list, and tells how many came to it. */
export const append = (lines: ReadonlyArray<MessageLine>, next: string | null): number => {
  lines.forEach(renew)
  const rows = lines.filter(({ msgId }) => !known.has(msgId)).map(rowOf)
  older.value = next
  if (rows.length === 0) return 0
  noteNext(rows.at(-1), next)
  const last = chunks.value.at(-1)
  chunks.value =
    last !== undefined && last.rows.length + rows.length <= CHUNK
      ? [...chunks.value.slice(0, -1), { ...last, rows: [...last.rows, ...rows] }]
      : [...chunks.value, chunkOf(rows)]
  return rows.length
}

const noteNext = (row: Row | undefined, next: string | null) => {
  if (row !== undefined && next !== null) row.next = next
}

/** With the row before that one; at the end where there is none. */
const withRow = (all: ReadonlyArray<Chunk>, row: Row, below: Row | undefined): ReadonlyArray<Chunk> => {
  if (below === undefined) return [...all, chunkOf([row])]
  return all.flatMap((chunk, at) => {
    const index = chunk.rows.indexOf(below)
    if (index === -1) return [chunk]
    return at === 0 && index === 0 && chunk.rows.length >= CHUNK
      ? [chunkOf([row]), chunk]
      : [{ ...chunk, rows: chunk.rows.toSpliced(index, 0, row) }]
  })
}

/** Takes those of the newest messages into the list that are not in it, each to its place. */
export const takeIn = (newest: ReadonlyArray<MessageLine>, next: string | null): void => {
  const ids = new Set(newest.map(({ msgId }) => msgId))
  let all = chunks.value
  let below = all.flatMap(({ rows }) => rows).find(({ id }) => !ids.has(id))
  for (const line of newest.toReversed()) {
    const row = known.get(line.msgId)
    const here = row ?? rowOf(line)
    if (row === undefined) all = withRow(all, here, below)
    below = here
  }
  noteNext(known.get(newest.at(-1)?.msgId ?? ""), next)
  // more may have come at once than stands on one page
  if (chunks.value.length === 0 && newest.length > 0) older.value = next
  chunks.value = all
}

/** Lets the oldest go; they can be asked for again. */
export const trim = (): void => {
  const rows = chunks.value.flatMap(({ rows }) => rows)
  if (rows.length <= KEPT + SPARE) return
  const last = rows.findLastIndex(({ next }, at) => at < KEPT && next !== undefined)
  const next = rows[last]?.next
  if (next === undefined) return
  const gone = new Set(rows.slice(last + 1))
  gone.forEach(({ id }) => known.delete(id))
  chunks.value = chunks.value.flatMap((chunk) => {
    const left = chunk.rows.filter((row) => !gone.has(row))
    if (left.length === chunk.rows.length) return [chunk]
    return left.length === 0 ? [] : [{ ...chunk, rows: left }]
  })
  older.value = next
}

/** The ids of the messages in the list that are on their way to an end. */
export const underWay = (): ReadonlyArray<string> =>
  [...known.values()].flatMap(({ id, line }) => (isUnderWay(line.peek()) ? [id] : []))

const isUnderWay = ({ state }: MessageLine) =>
  state === "received" || state === "decided" || state === "answered" || state === "sending"

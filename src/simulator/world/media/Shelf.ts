/** A whole file that the servers hold: uploaded by the client, or given to the control API. */
export interface HeldFile {
  readonly MediaId: string
  readonly fileName: string
  readonly md5: string
  readonly bytes: Uint8Array
}

/** The parts of a file that is not all there yet. */
interface Half {
  readonly parts: ReadonlyMap<number, Uint8Array>
}

/** What the servers hold of files, oldest first. All of it together stays within `HELD_AT_MOST`. */
export interface Shelf {
  readonly files: ReadonlyMap<string, HeldFile>
  /** By session and `ClientMediaId`. */
  readonly halves: ReadonlyMap<string, Half>
}

const MEBI = 1024 * 1024

/** The largest file that is taken. */
export const FILE_AT_MOST = 32 * MEBI

/** What is held in all; the oldest goes first when there is more. */
const HELD_AT_MOST = 64 * MEBI

export const emptyShelf: Shelf = { files: new Map(), halves: new Map() }

const sum = (numbers: Iterable<number>): number => {
  let total = 0
  for (const number of numbers) total += number
  return total
}

/** How many bytes there are in parts. */
export const sizeOf = (parts: ReadonlyMap<number, Uint8Array>): number =>
  sum(Array.from(parts.values(), ({ length }) => length))

/** What each piece counts for besides its bytes, so that many small ones do not come for nothing. */
const PIECE = 1024

const weightOfFile = ({ bytes }: HeldFile) => bytes.length + PIECE
const weightOfHalf = ({ parts }: Half) => sizeOf(parts) + PIECE * parts.size

/** How much a shelf holds: bytes, and a little for each piece. */
export const heldIn = ({ files, halves }: Shelf): number =>
  sum(Array.from(files.values(), weightOfFile)) + sum(Array.from(halves.values(), weightOfHalf))

/** The map without its oldest entries, until so many bytes are gone or only the newest entry is left. */
const withoutOldest = <A>(map: ReadonlyMap<string, A>, size: (entry: A) => number, excess: number) => {
  const rest = new Map(map)
  let gone = 0
  for (const [key, entry] of map) {
    if (gone >= excess || rest.size === 1) break
    rest.delete(key)
    gone += size(entry)
  }
  return { rest, gone }
}

/** Within the limit again: what was never finished goes before files. */
const trimmed = (shelf: Shelf): Shelf => {
  const excess = heldIn(shelf) - HELD_AT_MOST
  if (excess <= 0) return shelf
  const { gone, rest: halves } = withoutOldest(shelf.halves, weightOfHalf, excess)
  const { rest: files } = withoutOldest(shelf.files, weightOfFile, excess - gone)
  return { files, halves }
}

/** The shelf with a file more. */
export const withFile = (shelf: Shelf, file: HeldFile): Shelf =>
  trimmed({ ...shelf, files: new Map(shelf.files).set(file.MediaId, file) })

/** The shelf with a part of a file more; a part that comes again replaces the first. */
export const withPart = (shelf: Shelf, key: string, part: number, bytes: Uint8Array): Shelf => {
  const halves = new Map(shelf.halves)
  const parts = new Map(halves.get(key)?.parts).set(part, bytes)
  // one that still grows is not the oldest
  halves.delete(key)
  return trimmed({ ...shelf, halves: halves.set(key, { parts }) })
}

/** The shelf without the parts of a file. */
export const withoutHalf = (shelf: Shelf, key: string): Shelf => {
  const halves = new Map(shelf.halves)
  halves.delete(key)
  return { ...shelf, halves }
}

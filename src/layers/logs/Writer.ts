import { fstatSync, writeSync } from "node:fs"
import { getSystemErrorMap } from "node:util"
import { Data, Predicate } from "effect"

/** A text did not get where it was written to; in the system's words. */
export class Unwritten extends Data.TaggedError("Unwritten")<{
  /** such as ENOSPC */
  readonly code: string
  readonly message: string
}> {}

/** Writes a text, and says when all of it is written or that it is not: at once, or later. */
export type Write = (text: string, done: (failure?: Unwritten) => void) => void

/** The part of `process.stdout` and `process.stderr` that is used here. */
export interface Stream {
  readonly fd: number
  readonly isTTY?: boolean | undefined
  readonly write: (text: string, done: (error?: Error | null) => void) => unknown
  readonly on: (event: "error", listener: () => void) => unknown
}

/** Writes to one of the process's own streams. Nothing that happens to the stream is an uncaught error from then on. */
export const writerOf = (stream: Stream): Write => {
  // each write reports its own error
  stream.on("error", () => {})
  return isFile(stream) ? toFile(stream.fd) : toStream(stream)
}

const toStream =
  (stream: Stream): Write =>
  (text, done) => {
    stream.write(text, (error) => (error ? done(unwritten(error)) : done()))
  }

const NEWLINE = 0x0a

/**
 * Writes to a file without Node's own stream, which does not tell that it wrote only a part when the disk is full. After
 * such a part the next text begins a new line.
 */
const toFile = (fd: number): Write => {
  let isCut = false
  return (text, done) => {
    const bytes = Buffer.from(isCut ? `\n${text}` : text)
    let written = 0
    try {
      while (written < bytes.length) written += writeSync(fd, bytes, written)
    } catch (error) {
      if (written > 0) isCut = bytes[written - 1] !== NEWLINE
      return done(unwritten(error))
    }
    isCut = false
    done()
  }
}

/** A disk, or a device that takes what it gets at once, such as /dev/null. */
const isFile = ({ fd, isTTY }: Stream) => {
  const stat = fstatSync(fd)
  return stat.isFile() || (stat.isCharacterDevice() && isTTY !== true)
}

const unwritten = (error: unknown) => {
  const errno = Predicate.hasProperty(error, "errno") ? Number(error.errno) : 0
  const [code, words] = getSystemErrorMap().get(errno) ?? ["EIO", "it cannot be written"]
  return new Unwritten({ code, message: `${words} (${code})` })
}

/**
 * Has a terminal never hold up the program: Node waits for one that is stopped, by Ctrl-S or because the connection to it
 * sleeps, and all else waits with it. There is no public name for this.
 */
export const neverWait = (terminal: object): void => {
  const handle: unknown = Reflect.get(terminal, "_handle")
  if (Predicate.hasProperty(handle, "setBlocking") && Predicate.isFunction(handle.setBlocking)) {
    Reflect.apply(handle.setBlocking, handle, [false])
  }
}

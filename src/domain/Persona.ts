import { Either } from "effect"
import { canonical } from "./Name.ts"
import { readNames } from "./NameList.ts"

/*
 * How the robot is to answer, in the owner's words: a text for all chats, then parts for single ones. A line with nothing
 * but names in square brackets begins the part of these chats, up to the next such line.
 */

/** What is said for some chats besides what is said for all. */
interface Part {
  /** Of friends by remark, else by nick name; of groups by name. */
  readonly names: ReadonlyArray<string>
  readonly text: string
}

export interface Persona {
  readonly forAll: string
  readonly parts: ReadonlyArray<Part>
}

export const nobodyInParticular: Persona = { forAll: "", parts: [] }

const HEADING = /^\s*[[［](.*)[\]］]\s*$/

interface Begun {
  readonly names: ReadonlyArray<string>
  readonly lines: Array<string>
}

/** What a file says; or in words what is wrong with it, by the number of its line. */
export const readPersona = (text: string): Either.Either<Persona, string> => {
  const forAll: Array<string> = []
  const parts: Array<Begun> = []
  const named = new Set<string>()
  for (const [at, line] of text.split(/\r\n|\r|\n/).entries()) {
    const [, heading] = HEADING.exec(line) ?? []
    if (heading === undefined) {
      ;(parts.at(-1)?.lines ?? forAll).push(line)
      continue
    }
    const names = Either.getOrElse(readNames(heading), () => [])
    if (names.length === 0) return Either.left(`line ${at + 1} names no chat`)
    if (names.some((name) => named.has(canonical(name)))) {
      return Either.left(`line ${at + 1} names a chat that has a part already`)
    }
    for (const name of names) named.add(canonical(name))
    parts.push({ names, lines: [] })
  }
  return Either.right({
    forAll: forAll.join("\n").trim(),
    parts: parts.map(({ lines, names }) => ({ names, text: lines.join("\n").trim() }))
  })
}

/** What is said for a chat that goes by these names, for all chats first. */
export const saidFor = ({ forAll, parts }: Persona, names: ReadonlyArray<string>): ReadonlyArray<string> => {
  const own = new Set(names.map(canonical))
  return [
    forAll,
    ...parts.filter((part) => part.names.some((name) => own.has(canonical(name)))).map(({ text }) => text)
  ].filter((text) => text !== "")
}

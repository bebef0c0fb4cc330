import { Option } from "effect"
import * as LenientJson from "./LenientJson.ts"

/*
 * Finds what can still be read in an answer in JSON that cannot be read as a whole. In JSON no string holds a quote
 * without a backslash before it, so a name in quotes before a colon is a field, whatever is broken around it.
 */

/** More than any real answer holds. Protects the time: each broken object takes some. */
const maxObjects = 10_000

/** Where the object that begins at `from` ends: after its closing brace, or at `to` if there is none before. */
const endOfObject = (text: string, from: number, to: number): number => {
  let depth = 0
  let inString = false
  for (let at = from; at < to; at++) {
    const character = text[at]
    if (inString && character === "\\") at++
    else if (character === '"') inString = !inString
    else if (!inString && character === "{") depth++
    else if (!inString && character === "}" && --depth === 0) return at + 1
  }
  return to
}

const read = Option.liftThrowable(LenientJson.parse)

/** Every object that begins with `start`, read one by one: none for a broken one, which does not cost the others. */
export const objects = (text: string, start: RegExp): ReadonlyArray<Option.Option<unknown>> => {
  const starts = Array.from(text.matchAll(start), ({ index }) => index)
  return starts.map((from, nth) =>
    nth < maxObjects
      ? read(text.slice(from, endOfObject(text, from, starts[nth + 1] ?? text.length)))
      : Option.none()
  )
}

/** The object in the last field of this name. */
export const lastObject = (text: string, name: string): Option.Option<unknown> => {
  const last = Array.from(text.matchAll(new RegExp(`"${name}"\\s*:\\s*(?=\\{)`, "g"))).at(-1)
  if (last === undefined) return Option.none()
  const from = last.index + last[0].length
  return read(text.slice(from, endOfObject(text, from, text.length)))
}

/** The integers in all fields of this name, in order; digits in quotes count, too. */
export const integers = (text: string, name: string): ReadonlyArray<number> =>
  Array.from(text.matchAll(new RegExp(`"${name}"\\s*:\\s*"?(-?\\d{1,15})\\b`, "g")), ([, digits]) =>
    Number(digits)
  )

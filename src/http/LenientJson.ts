/*
 * JSON as servers write it. Now and then a string holds a raw control character, which JSON forbids: one such byte in
 * somebody's name must not make the whole answer unreadable.
 */

/** More than any real answer holds. Protects the memory: a parsed value can take a hundred times its two bytes. */
const maxValues = 1_000_000

/** How many values a JSON text can hold at most: a comma or an opening bracket stands before each but the first. */
const countValues = (text: string): number => {
  let values = 1
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === "," || character === "[" || character === "{") values++
  }
  return values
}

/** More than any real answer has. Protects the memory: each fault takes some while they are mended. */
const maxFaults = 100_000

const QUOTE = 0x22
const BACKSLASH = 0x5c
const BYTE_ORDER_MARK = 0xfeff

/** What an escape is made of, from its backslash on. */
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

/** The length of the escape that begins with this backslash; 0 when it begins none. */
const escapeAt = (text: string, at: number): number => {
  escape.lastIndex = at
  return escape.test(text) ? escape.lastIndex - at : 0
}

const isControl = (code: number) => code < 0x20

/** What may not stand between values either: a byte order mark, and control characters but tab and line breaks. */
const isJunk = (code: number) =>
  (isControl(code) && code !== 0x09 && code !== 0x0a && code !== 0x0d) || code === BYTE_ORDER_MARK

const endOfJunk = (text: string, from: number): number => {
  let end = from
  while (isJunk(text.charCodeAt(end))) end++
  return end
}

const escaped = (code: number) => `\\u${code.toString(16).padStart(4, "0")}`

/**
 * Rewrites what JSON forbids: control characters in strings are escaped, those around values (NULs, a byte order
 * mark) become white space, a backslash that escapes nothing is doubled. What was cut short stays so, and JSON without
 * a fault stays as it is. Goes through the text once.
 */
export const mend = (text: string): string => {
  let mended = ""
  let copied = 0
  let faults = 0
  const replace = (from: number, to: number, by: string) => {
    if (++faults > maxFaults) throw new RangeError("too many faults")
    mended += text.slice(copied, from) + by
    copied = to
  }

  let inString = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) inString = !inString
    else if (inString && code === BACKSLASH) {
      const length = escapeAt(text, at)
      if (length === 0) replace(at, at + 1, "\\\\")
      else at += length - 1
    } else if (inString && isControl(code)) replace(at, at + 1, escaped(code))
    else if (!inString && isJunk(code)) {
      const end = endOfJunk(text, at)
      replace(at, end, " ")
      at = end - 1
    }
  }
  return mended + text.slice(copied)
}

/**
 * The value of a JSON text of up to a million values: read as it is or, if that fails, as mended. Throws when it cannot
 * be read.
 */
export const parse = (text: string): unknown => {
  if (countValues(text) > maxValues) throw new RangeError("too many values")
  try {
    const tree: unknown = JSON.parse(text)
    return tree
  } catch {
    const tree: unknown = JSON.parse(mend(text))
    return tree
  }
}

import { parseEnv } from "node:util"
import type { Environment } from "../logs/Output.ts"
import { asSeen, isOurs, unseenIn } from "./SettingNames.ts"

/** The variables of a `.env` as Node reads them, and a complaint for each setting of which Node loses something. */
export const parseDotEnv = (text: string, file: string): DotEnv => {
  const joined = joinedLines(text, file)
  if (joined.length > 0) return { variables: {}, complaints: joined }
  const losses = lost(text)
  return {
    variables: withoutSwallowed(parseEnv(text), losses),
    complaints: [
      ...losses.map(({ name, line, why }) => `${name}: line ${line} of ${file} ${why}`),
      ...cut(text, file)
    ]
  }
}

/** What is read of a `.env`, and what is wrong with it. */
export interface DotEnv {
  readonly variables: Environment
  readonly complaints: ReadonlyArray<string>
}

/** A value that took in a line of another setting is not for anyone's eyes: that one may be a secret. */
const withoutSwallowed = (variables: Environment, losses: ReadonlyArray<{ readonly name: string }>) =>
  Object.fromEntries(
    Object.entries(variables).filter(([, value]) => !losses.some(({ name }) => value?.includes(name)))
  )

const lineAt = (text: string, index: number) => text.slice(0, index).split("\n").length

/** Node leaves a carriage return out wherever it stands, and so makes one line of two where nothing else ends the first. */
const joinedLines = (text: string, file: string) =>
  Array.from(text.matchAll(/\r(?![\r\n]|$)/g), ({ index }) => index)
    .slice(0, 1)
    .map(
      (index) =>
        `${file}: line ${lineAt(text, index)} ends in a carriage return alone - lines that end as on Linux or Windows`
    )

/** A line up to its `=` or comment. */
const LEFT = /^(.*?)(=|#|$)/gm

const WORD = /[\w\p{Cf}]+/gu

/** Nobody's name, to stand in for one. */
const PROBE = "A_NAME_THAT_NOBODY_USES"

/**
 * Node joins a line without `=`, or with an open quote, to the next ones, and takes all that is left of a `=` for a name,
 * and so loses those without a word. Whether a line is read shows when another name is put into it.
 */
const lost = (text: string) =>
  [...text.matchAll(LEFT)].flatMap(({ 1: left = "", 2: end, index }) => {
    const words = [...left.matchAll(WORD)].filter(([word]) => !/^(?:export)?$/.test(asSeen(word)))
    const candidates = new Set([words.at(0), ...(end === "=" ? [words.at(-1)] : [])])
    return [...candidates].flatMap((word) => {
      if (word === undefined || !isOurs(asSeen(word[0]))) return []
      const from = index + word.index
      const probed = `${text.slice(0, from)}${PROBE}${text.slice(from + word[0].length)}`
      return asSeen(word[0]) === word[0] && parseEnv(probed)[PROBE] !== undefined
        ? []
        : [{ name: asSeen(word[0]), line: lineAt(text, index), why: unread(left) }]
    })
  })

const unread = (left: string) => {
  const unseen = unseenIn(left)
  return unseen === undefined
    ? "cannot be read - NAME=value, above it too, and every quote closed"
    : `has the unseen character ${unseen} at its name - NAME=value, typed anew`
}

/** A name, and right of its `=` a text in quotes, over several lines maybe, with what is behind it; else a bare text. */
const ASSIGNMENT = /^[^\S\n]*(?:export\s+)?(\w+)[^\S\n]*=(?:[^\S\n]*(["'`])[^]*?\2(.*)|(.*))$/gm

/** To Node a comment begins behind a closing quote and at each `#`, whatever stands before it. */
const cut = (text: string, file: string) =>
  [...text.matchAll(ASSIGNMENT)].flatMap(({ 1: name = "", 3: behind = "", 4: bare = "", index }) => {
    const isWhole = /^\s*(?:#|$)/.test(behind) && !/^(?:[^#]*[^#\s])?#/.test(bare)
    if (isWhole || !isOurs(name)) return []
    return [
      `${name}: line ${lineAt(text, index)} of ${file} is not read to its end - a value with quotes or a # in it in single quotes as a whole`
    ]
  })

import { parseEnv } from "node:util"
import type { Environment } from "./Output.ts"
import { isOurs } from "./SettingNames.ts"

/** The variables of a `.env` as Node reads them, and a complaint for each setting of which Node loses something. */
export const parseDotEnv = (text: string, file: string) => {
  const variables: Environment = parseEnv(text)
  return { variables, complaints: [...lost(text, file, variables), ...cut(text, file)] }
}

const LINE = /^\s*(?:export\s+)?(\w+)/

/** Node joins a line without `=`, or with an open quote, to the next ones, and so loses those without a word. */
const lost = (text: string, file: string, variables: Environment) =>
  text.split("\n").flatMap((line, index) => {
    const name = LINE.exec(line)?.[1]
    return name === undefined || !isOurs(name) || variables[name] !== undefined
      ? []
      : [
          `${name}: line ${index + 1} of ${file} cannot be read - NAME=value, above it too, and every quote closed`
        ]
  })

/** A name, and right of its `=` a text in quotes, over several lines maybe, with what is behind it; else a bare text. */
const ASSIGNMENT = /^[^\S\n]*(?:export\s+)?(\w+)[^\S\n]*=[^\S\n]*(?:(["'`])[^]*?\2(.*)|(.*))$/gm

/** To Node a comment begins behind a closing quote and at each `#`, whatever stands before it. */
const cut = (text: string, file: string) =>
  [...text.matchAll(ASSIGNMENT)].flatMap(({ 1: name = "", 3: behind = "", 4: bare = "", index }) => {
    const isWhole = /^\s*(?:#|$)/.test(behind) && !/^[^#]*[^#\s]#/.test(bare)
    if (isWhole || !isOurs(name)) return []
    const line = text.slice(0, index).split("\n").length
    return [
      `${name}: line ${line} of ${file} is not read to its end - a value with quotes or a # in it in single quotes as a whole`
    ]
  })

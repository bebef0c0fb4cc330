import { decodeText } from "../../domain/MessageText.ts"
import { isTooFrequent } from "../../domain/SystemLine.ts"
import { disguiseAddress, isAddress } from "./DisguiseAddress.ts"
import { disguiseMarkup, isMarkup } from "./DisguiseMarkup.ts"
import { type Disguise } from "./DisguiseText.ts"
import { isName, keptFields } from "./Harmless.ts"

/*
 * JSON, and the assignments of JavaScript that some calls answer: names of fields stay, strings and long numbers are
 * replaced. They are read from left to right and not parsed: so the spelling stays, numbers that no computer can hold
 * stay exact, and an answer that is cut short or broken is replaced like a whole one.
 */

/** The value of a string or of a number, by the name of its field. */
const valuesOf = (text: Disguise) => {
  const address = disguiseAddress(text)
  const xml = disguiseMarkup(text)
  return {
    string: (name: string, value: string): string => {
      if (value === "" || keptFields.strings(name, value)) return value
      // WeChat's own sentence, which stops all sending
      if (name === "Content" && isTooFrequent(decodeText(value))) return value
      if (isMarkup(value)) return xml(value)
      // in other fields people write what they like
      if (/ur[il]$/i.test(name) && isAddress(value)) return address(value)
      return text(value)
    },
    number: (name: string, value: string): string => {
      if (keptFields.numbers(name, value)) return value
      const [, digits = value, exponent = ""] = /^(-?\d+(?:\.\d*)?)([eE][+-]?\d+)$/.exec(value) ?? []
      return text(digits) + exponent
    }
  }
}

const inQuotes = String.raw`"(?<double>[^"\\]*(?:\\(?:[^]|$)[^"\\]*)*)(?<end>"|$)`
const json = new RegExp(`${inQuotes}(?<colon>\\s*:)?|(?<bare>[^\\s"{}[\\],:]+)`, "g")

export const disguiseJson = (text: Disguise): Disguise => {
  const values = valuesOf(text)
  return (whole) => {
    let field = ""
    return whole.replaceAll(json, (...match) => {
      const {
        bare,
        colon,
        double = "",
        end = ""
      }: Readonly<Record<string, string | undefined>> = match.at(-1)
      if (bare !== undefined) {
        return /^(?:true|false|null)$/.test(bare) ? bare : values.number(field, bare)
      }
      if (colon === undefined) return `"${values.string(field, double)}${end}`
      field = double
      return `"${isName(double) ? double : text(double)}${end}${colon}`
    })
  }
}

const script = new RegExp(
  [
    String.raw`(?<name>(?:window\.)?[A-Za-z_][A-Za-z_.]{0,60})(?=\s*[=:])`,
    `(?<quote>["'])(?<string>[^"'\\r\\n]*)(?<end>["']|$)`,
    `(?<bare>[^\\s"'=:;,{}]+)`
  ].join("|"),
  "g"
)

/** What stands before a picture in Base64. */
const picture = /^data:[a-z]+\/[a-z]+;base64,/

export const disguiseScript = (text: Disguise): Disguise => {
  const values = valuesOf(text)
  return (whole) => {
    let field = ""
    return whole.replaceAll(script, (...match) => {
      const { bare, end, name, quote, string }: Readonly<Record<string, string | undefined>> = match.at(-1)
      if (name !== undefined) {
        field = name.slice(name.lastIndexOf(".") + 1)
        return name
      }
      if (bare !== undefined) return values.number(field, bare)
      const value = string ?? ""
      const [head = ""] = picture.exec(value) ?? []
      return (quote ?? "") + head + values.string(field, value.slice(head.length)) + (end ?? "")
    })
  }
}

import { type Disguise } from "./DisguiseText.ts"
import { isName, keptFields } from "./Harmless.ts"
import { spellings } from "./Spellings.ts"

/*
 * XML and pages of HTML: the names of elements and attributes stay, values and texts are replaced. It may be escaped, as
 * it stands in messages. It is not parsed, so what was well-formed stays so, and what was not stays as wrong as it was.
 */

const speaker = String.raw`(?:@?[\w@-]{1,80}:<br\/>)?`
const space = String.raw`(?:\s|\\[nrt]|<br ?\/?>)*`
const roots = String.raw`(?:\?xml|!doctype|html|head|body|msg|sysmsg|msglist|op|appmsg|error|location|mmreader|_wc_custom_link_)`

const document = new RegExp(`^${space}${speaker}${space}(?:<|&lt;)${roots}(?![A-Za-z])`, "i")

/** Whether a text is a document of a kind that WeChat sends; typed text only looks so when it means to. */
export const isMarkup = (text: string): boolean => document.test(text)

const quote = String.raw`\\?["']|&quot;|&#39;|&apos;`
const markup = new RegExp(
  [
    `(?<emoji>${spellings.emoji})`,
    String.raw`(?<data>(?:<|&lt;)!\[CDATA\[)`,
    String.raw`(?<open>(?:<|&lt;)[!?/]?)(?<element>[\w:.-]*)`,
    `(?<close>[?/]?(?:>|&gt;))`,
    `(?<quote>${quote})`,
    `(?<attribute>[\\w:.-]+)(?==(?:${quote}))`,
    String.raw`(?<text>(?:(?!<|&lt;|>|&gt;|${quote}|[\w:.-]+=(?:${quote}))[^])+)`
  ].join("|"),
  "gu"
)

/** Where the reading of a document stands. */
interface Place {
  /** between `<` and `>` */
  readonly inTag: boolean
  readonly element: string
  /** the element or attribute whose value comes */
  readonly name: string
}

export const disguiseMarkup =
  (text: Disguise): Disguise =>
  (whole) => {
    let place: Place = { inTag: false, element: "", name: "" }
    const named = (name: string) => (isName(name) || name === "" ? name : text(name))
    const value = (value: string) =>
      keptFields.inXml(place.element, place.name, value) ? value : text(value)
    return whole.replaceAll(markup, (...match) => {
      const groups: Readonly<Record<string, string | undefined>> = match.at(-1)
      const { attribute, close, data, element, open } = groups
      const [piece]: ReadonlyArray<string> = match
      if (data !== undefined || piece === undefined) return piece ?? ""
      if (open !== undefined && element !== undefined) {
        // what comes behind an end is nobody's value
        const of = open.endsWith("/") ? "" : element
        place = { inTag: true, element: of, name: of }
        return open + named(element)
      }
      if (close !== undefined) {
        place = { ...place, inTag: false, name: place.element }
        return close
      }
      if (attribute !== undefined && place.inTag) {
        place = { ...place, name: attribute }
        return named(attribute)
      }
      return groups["quote"] === undefined ? value(piece) : piece
    })
  }

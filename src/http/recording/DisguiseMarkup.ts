import { type Disguise } from "./DisguiseText.ts"
import { keptFields } from "./Harmless.ts"
import { isNameInMarkup } from "./KnownNames.ts"
import { spellings } from "./Spellings.ts"

/*
 * XML and pages of HTML: known names of elements and attributes stay, all else is replaced. It may be escaped, as it
 * stands in messages. It is not parsed, so what was well-formed stays so, and what was not stays as wrong as it was.
 */

const speaker = String.raw`@?[\w@-]{1,80}:<br\/>`
const space = String.raw`(?:\s|\\[nrt]|<br ?\/?>)*`
const roots = String.raw`(?:\?xml|!doctype|html|head|body|msg|sysmsg|msglist|op|appmsg|error|location|mmreader|_wc_custom_link_)`

const document = new RegExp(`^${space}(?:${speaker}${space})?(?:<|&lt;)${roots}(?![A-Za-z])`, "i")

/** Whether a text is a document of a kind that WeChat sends; typed text only looks so when it means to. */
export const isMarkup = (text: string): boolean => document.test(text)

const quote = String.raw`\\?["']|&quot;|&#39;|&apos;`
/** From its first letter on, which may stand behind an escape of JSON: to look from each letter takes too long. */
const attribute = String.raw`(?<=^|[^\w:.-]|\\[bfnrt])[\w:.-]+(?=\s*=\s*(?:${quote}))`
const markup = new RegExp(
  [
    `(?<emoji>${spellings.emoji})`,
    // whatever it holds is text
    String.raw`(?<data>(?:<|&lt;)!\[CDATA\[)(?<inside>[^]*?)(?<end>\]\](?:>|&gt;)|$)`,
    String.raw`(?<open>(?:<|&lt;)[!?/]?)(?<element>[\w:.-]*)`,
    `(?<close>[?/]?(?:>|&gt;))`,
    `(?<quote>${quote})`,
    `(?<attribute>${attribute})`,
    String.raw`(?<text>(?:(?!<|&lt;|>|&gt;|${quote}|${attribute})(?:\\[\\/bfnrt]|[^]))+)`
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
    const named = (name: string) => (isNameInMarkup(name) ? name : text(name))
    const value = (value: string) =>
      keptFields.inXml(place.element, place.name, value) ? value : text(value)
    return whole.replaceAll(markup, (...match) => {
      const groups: Readonly<Record<string, string | undefined>> = match.at(-1)
      const { attribute, close, data, element, end = "", inside = "", open } = groups
      const [piece = ""]: ReadonlyArray<string> = match
      if (data !== undefined) return data + value(inside) + end
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

/** So much of a text as a list can show; long texts cost time even where they are not seen. */
const SHOWN = 400

export const cut = (text: string): string =>
  // not between the halves of a character
  text.length <= SHOWN ? text : `${text.slice(0, SHOWN).replace(/[\uD800-\uDBFF]$/, "")}…`

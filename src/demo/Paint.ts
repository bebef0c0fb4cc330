/** Gives text its style on a terminal. */
export interface Paint {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly good: (text: string) => string
  readonly bad: (text: string) => string
  readonly silent: (text: string) => string
  readonly reply: (text: string) => string
}

/** ANSI's "select graphic rendition", reset after the text. */
const style = (code: number) => (text: string) => `\u001b[${code}m${text}\u001b[0m`

const plain = (text: string) => text

/** Colours, for a terminal whose owner did not forbid them. */
export const colours: Paint = {
  bold: style(1),
  dim: style(2),
  good: style(32),
  bad: style(31),
  silent: style(33),
  reply: style(36)
}

/** The text as it is, for a file or a pipe. */
export const noColours: Paint = {
  bold: plain,
  dim: plain,
  good: plain,
  bad: plain,
  silent: plain,
  reply: plain
}

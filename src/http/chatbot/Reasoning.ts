/** The marks between which models think aloud, where their service does not keep it apart. */
const mark = /<(\/?)(?:think|thinking|reasoning)\s*>/gi

/**
 * An answer without what the model thought before it. A block that is not closed reaches to the end; where one is
 * closed that was not opened, because its opening stood in the prompt, all before it was thought.
 */
export const withoutReasoning = (text: string): string => {
  let said = ""
  let thinks = false
  let from = 0
  for (const { 0: whole, 1: slash, index } of text.matchAll(mark)) {
    const closes = slash === "/"
    if (closes && !thinks) said = ""
    else if (!closes && !thinks) said += text.slice(from, index)
    thinks = !closes
    from = index + whole.length
  }
  return thinks ? said : said + text.slice(from)
}

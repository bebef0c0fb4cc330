/** A text of the documents, in Markdown, as the English and the Chinese ones have it. */
export interface InBothLanguages {
  readonly en: string
  readonly zh: string
}

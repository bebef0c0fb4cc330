/** What is used of the parser, which comes without types. */
declare module "parse-prometheus-text-format" {
  interface Family {
    readonly name: string
    readonly type: string
    readonly metrics: ReadonlyArray<Readonly<Record<string, unknown>>>
  }
  /** Throws where the text is not in the format. */
  const parse: (text: string) => ReadonlyArray<Family>
  export default parse
}

/** Where text for people goes: the part of `process.stdout` and `process.stderr` that is used here. */
export interface Output {
  readonly isTTY?: boolean | undefined
  readonly fd?: number | undefined
  readonly write: (text: string) => unknown
}

/** The variables of a process, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>

import { signal } from "@preact/signals"

/** What a switch did, for those who do not see the row. */
export const announcement = signal("")

export const announce = (sentence: string): void => {
  announcement.value = sentence
}
